// Panels times many tokens by AMX: whole numbers by tiles, scales and sums in registers of AVX-512 beside them.
#pragma once

#include "ahead.h"
#include "lanes_avx512.h"
#include "product.h"
#include "tiles.h"

namespace millwright {
namespace {

/** A group spread out for tiles: scales, minima or the second half's scales, then signed weights in the panel's eight steps. */
template <Packing kPacking>
struct TileGroup {
  static constexpr PackingTraits t = traits(kPacking);
  static constexpr int kBytes = static_cast<int>(block_group_bytes(kPacking)), kWeights = kBytes - 512;
};

template <Packing kPacking>
void unpack_for_tiles(const uint8_t* panel, int columns, uint8_t* to) {
  using Group = PackedGroup<Avx512, kPacking, 1>;
  using Spread = TileGroup<kPacking>;
  constexpr PackingTraits t = traits(kPacking);
  Group group = {panel, panel};
  const __m512i offset = _mm512_set1_epi8(static_cast<char>(t.offset));
  for (int g = 0; g < columns / kGroup; ++g, group.at += Group::kBytes, to += Spread::kBytes) {
    if (g % Group::kPerBlock == 0) {
      group.header = group.at;
      group.at += Group::kHeader;
    }
    group.scale().store(reinterpret_cast<float*>(to));
    if constexpr (t.minimum || t.halves) group.second().store(reinterpret_cast<float*>(to + 64));
    unrolled<0, 8>([&](auto step) __attribute__((always_inline)) {
      _mm512_storeu_si512(to + Spread::kWeights + step * 64, _mm512_sub_epi8(group.template weights<step>().v, offset));
    });
  }
}

/**
 * Sixteen tokens by one panel. Three things go on side by side: tiles multiply a group, the sums of the group two before it,
 * which have had the time to come, are stored, and those of two before that are scaled and added: the same numbers in the same
 * order as in add_group, so that a token's result is the same to the bit.
 */
template <Packing kPacking>
void tile_of_panel(const uint8_t* weights, int columns, const Tile& x, float* out, size_t stride, bool add) {
  using Group = TileGroup<kPacking>;
  constexpr PackingTraits t = traits(kPacking);
  constexpr int kHalves = t.halves ? 2 : 1, kColumns = kGroup / kHalves, kTokens = Avx512::kTileTokens;
  constexpr int kRing = TileShapes::kSumTiles, kStoredAfter = kRing / 2, kAddedAfter = kRing;
  static_assert(kTokens == kPanelRows);
  alignas(kCacheLine) int32_t ring[kRing][kTokens * kPanelRows];
  const int8_t* const quants = x.quants;
  const float *const scales = x.scales, *const x_sums = x.sums;

  const auto multiply = [&](int part, auto i) __attribute__((always_inline)) {
    constexpr int kSum = TileShapes::kSums + i, kA = TileShapes::kA + i % TileShapes::kFactorTiles, kB = TileShapes::kB + i % TileShapes::kFactorTiles;
    const size_t group = static_cast<size_t>(part / kHalves), half = static_cast<size_t>(part % kHalves);
    tile_zero<kSum>();
    tile_load<kA>(quants + group * kGroup * kTokens + half * kColumns, kGroup);
    tile_load<kB>(weights + group * Group::kBytes + Group::kWeights + half * kColumns * kPanelRows, 64);
    tile_products<kSum, kA, kB>();
  };
  __m512 sums[kTokens];
  for (int token = 0; token < kTokens; ++token) sums[token] = add ? _mm512_loadu_ps(out + token * stride) : _mm512_setzero_ps();
  const auto scale_and_add = [&](int part, const int32_t* products) __attribute__((always_inline)) {
    const size_t group = static_cast<size_t>(part / kHalves), first = group * kTokens;
    const float* const factors = reinterpret_cast<const float*>(weights + group * Group::kBytes);
    const __m512 scale = _mm512_loadu_ps(factors + part % kHalves * kPanelRows);
    for (int token = 0; token < kTokens; ++token)
      sums[token] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_load_si512(products + token * kPanelRows)), _mm512_mul_ps(scale, _mm512_set1_ps(scales[first + static_cast<size_t>(token)])), sums[token]);
    if constexpr (t.minimum) {
      const __m512 minimum = _mm512_loadu_ps(factors + kPanelRows);
      for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_fnmadd_ps(minimum, _mm512_set1_ps(x_sums[first + static_cast<size_t>(token)]), sums[token]);
    }
  };

  const int parts = columns / kColumns;
  for (int from = 0; from < parts + kAddedAfter; from += kRing)
    unrolled<0, kRing>([&](auto i) __attribute__((always_inline)) {
      const int part = from + i, stored = part - kStoredAfter, added = part - kAddedAfter;
      if (part < parts) multiply(part, i);
      constexpr int kStored = (i + kRing - kStoredAfter) % kRing;
      if (stored >= 0 && stored < parts) tile_store<TileShapes::kSums + kStored>(ring[kStored], 64);
      if (added >= 0 && added < parts) scale_and_add(added, ring[i]);
    });
  for (int token = 0; token < kTokens; ++token) _mm512_storeu_ps(out + token * stride, sums[token]);
}

template <Packing kPacking>
void block(const uint8_t* spread, int panels, int columns, const Tile* tiles, int count, float* out, size_t stride, bool add) {
  const TileShapes shapes(traits(kPacking).halves ? kGroup / 2 : kGroup);
  const size_t panel = static_cast<size_t>(columns / kGroup) * TileGroup<kPacking>::kBytes;
  for (int i = 0; i < count; ++i, out += Avx512::kTileTokens * stride)
    for (int p = 0; p < panels; ++p) tile_of_panel<kPacking>(spread + static_cast<size_t>(p) * panel, columns, tiles[i], out + p * kPanelRows, stride, add);
}

/** All sums side by side, so that only the tiles' rate counts. */
double tile_operations(int rounds) {
  alignas(kCacheLine) int8_t bytes[kPanelRows * 64] = {};
  const TileShapes shapes(64);
  tile_load<TileShapes::kA>(bytes, 64);
  tile_load<TileShapes::kB>(bytes, 64);
  unrolled<0, TileShapes::kSumTiles>([](auto i) { tile_zero<TileShapes::kSums + i>(); });
  const int turns = rounds / TileShapes::kSumTiles;
  for (int turn = 0; turn < turns; ++turn) unrolled<0, TileShapes::kSumTiles>([](auto i) { tile_products<TileShapes::kSums + i, TileShapes::kA, TileShapes::kB>(); });
  return 2.0 * TileShapes::kSumTiles * kPanelRows * kPanelRows * 64 * turns;
}

}  // namespace
}  // namespace millwright
