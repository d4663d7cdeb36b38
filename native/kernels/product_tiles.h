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
 * Sixteen tokens by one panel. Tiles do the products of the groups to come while this group's, stored by them before, are
 * scaled and added: the same numbers in the same order as add_group, so that a token's result is the same to the bit.
 */
template <Packing kPacking>
void tile_of_panel(const uint8_t* weights, int columns, const Tile& x, float* out, size_t stride, bool add) {
  using Group = TileGroup<kPacking>;
  constexpr PackingTraits t = traits(kPacking);
  constexpr int kHalves = t.halves ? 2 : 1, kColumns = kGroup / kHalves, kTokens = Avx512::kTileTokens, kAhead = 2, kRing = 4;
  static_assert(kTokens == kPanelRows);
  alignas(kCacheLine) int32_t ring[kRing][kTokens * kPanelRows];
  const int parts = columns / kColumns;
  const int8_t* const quants = x.quants;
  const float *const scales = x.scales, *const x_sums = x.sums;

  const auto multiply = [&](int part, auto pair) __attribute__((always_inline)) {
    constexpr int kSum = TileShapes::kSums + pair, kA = TileShapes::kA + pair, kB = TileShapes::kB + pair;
    const size_t group = static_cast<size_t>(part / kHalves), half = static_cast<size_t>(part % kHalves);
    tile_zero<kSum>();
    tile_load<kA>(quants + group * kGroup * kTokens + half * kColumns, kGroup);
    tile_load<kB>(weights + group * Group::kBytes + Group::kWeights + half * kColumns * kPanelRows, 64);
    tile_products<kSum, kA, kB>();
    tile_store<kSum>(ring[part % kRing], 64);
  };
  __m512 sums[kTokens];
  for (int token = 0; token < kTokens; ++token) sums[token] = add ? _mm512_loadu_ps(out + token * stride) : _mm512_setzero_ps();
  const auto scale_and_add = [&](int part) __attribute__((always_inline)) {
    const size_t group = static_cast<size_t>(part / kHalves);
    const int half = part % kHalves;
    const float* const factors = reinterpret_cast<const float*>(weights + group * Group::kBytes);
    const __m512 scale = _mm512_loadu_ps(factors + (half == 0 ? 0 : 16));
    const int32_t* const products = ring[part % kRing];
    for (int token = 0; token < kTokens; ++token)
      sums[token] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_load_si512(products + token * kPanelRows)), _mm512_mul_ps(scale, _mm512_set1_ps(scales[group * kTokens + static_cast<size_t>(token)])), sums[token]);
    if constexpr (t.minimum) {
      const __m512 minimum = _mm512_loadu_ps(factors + 16);
      for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_fnmadd_ps(minimum, _mm512_set1_ps(x_sums[group * kTokens + static_cast<size_t>(token)]), sums[token]);
    }
  };

  const auto even = std::integral_constant<int, 0>();
  const auto odd = std::integral_constant<int, 1>();
  multiply(0, even);
  if (parts > 1) multiply(1, odd);
  int part = 0;
  for (; part + kAhead + 1 < parts; part += 2) {
    multiply(part + kAhead, even);
    scale_and_add(part);
    multiply(part + kAhead + 1, odd);
    scale_and_add(part + 1);
  }
  for (; part < parts; ++part) {
    if (part + kAhead < parts) multiply(part + kAhead, even);
    scale_and_add(part);
  }
  for (int token = 0; token < kTokens; ++token) _mm512_storeu_ps(out + token * stride, sums[token]);
}

template <Packing kPacking>
void block(const uint8_t* spread, int panels, int columns, const Tile* tiles, int count, float* out, size_t stride, bool add) {
  const TileShapes shapes(traits(kPacking).halves ? kGroup / 2 : kGroup);
  const size_t panel = static_cast<size_t>(columns / kGroup) * TileGroup<kPacking>::kBytes;
  for (int i = 0; i < count; ++i, out += Avx512::kTileTokens * stride)
    for (int p = 0; p < panels; ++p) tile_of_panel<kPacking>(spread + static_cast<size_t>(p) * panel, columns, tiles[i], out + p * kPanelRows, stride, add);
}

/** Four sums side by side, so that only the tiles' rate counts. */
double tile_operations(int rounds) {
  alignas(kCacheLine) int8_t bytes[kPanelRows * 64] = {};
  const TileShapes shapes(64);
  tile_load<2>(bytes, 64);
  tile_load<4>(bytes, 64);
  tile_zero<0>();
  tile_zero<1>();
  const int turns = rounds / 4;
  for (int i = 0; i < turns; ++i) {
    tile_products<0, 2, 4>();
    tile_products<1, 2, 4>();
  }
  return 2.0 * 2 * kPanelRows * kPanelRows * 64 * turns;
}

}  // namespace
}  // namespace millwright
