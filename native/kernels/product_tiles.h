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

/** What one panel, spread out, gives with sixteen tokens, a part at a time: a group, or half of one where its halves have scales of their own. */
template <Packing kPacking>
struct PanelTimesTokens {
  using Group = TileGroup<kPacking>;
  using Floats = Avx512::Floats;
  using Ints = Avx512::Ints;
  static constexpr PackingTraits t = traits(kPacking);
  static constexpr int kHalves = t.halves ? 2 : 1, kColumns = kGroup / kHalves, kTokens = Avx512::kTileTokens;
  static_assert(kTokens == kPanelRows);

  const uint8_t* weights;
  const Tile& x;

  template <int kTurn>
  [[gnu::always_inline]] void multiply(int part) const {
    constexpr int kSum = TileShapes::kSums + kTurn, kA = TileShapes::kA + kTurn % TileShapes::kFactorTiles, kB = TileShapes::kB + kTurn % TileShapes::kFactorTiles;
    const size_t group = static_cast<size_t>(part / kHalves), half = static_cast<size_t>(part % kHalves);
    tile_zero<kSum>();
    tile_load<kA>(x.quants + group * kGroup * kTokens + half * kColumns, kGroup);
    tile_load<kB>(weights + group * Group::kBytes + Group::kWeights + half * kColumns * kPanelRows, 64);
    tile_products<kSum, kA, kB>();
  }
  /** The same numbers in the same order as in add_group, so that a token's result is the same to the bit. */
  [[gnu::always_inline]] void scale_and_add(int part, const TileSums& products, Floats (&sums)[kTokens]) const {
    const size_t group = static_cast<size_t>(part / kHalves), first = group * kTokens;
    const float* const factors = reinterpret_cast<const float*>(weights + group * Group::kBytes);
    const Floats scale = Floats::load(factors + part % kHalves * kPanelRows);
#pragma GCC unroll 16
    for (int token = 0; token < kTokens; ++token)
      sums[token] = sums[token].plus(Ints{_mm512_load_si512(products + token * kPanelRows)}.floats(), scale * Floats::all(x.scales[first + static_cast<size_t>(token)]));
    if constexpr (t.minimum) {
      const Floats minimum = Floats::load(factors + kPanelRows);
#pragma GCC unroll 16
      for (int token = 0; token < kTokens; ++token) sums[token] = sums[token].minus(minimum, Floats::all(x.sums[first + static_cast<size_t>(token)]));
    }
  }
};

/** Tiles of sums and their places in memory are in turn. */
constexpr int kRing = TileShapes::kSumTiles, kStoredAfter = kRing / 2, kAddedAfter = kRing;

/**
 * One turn of a part; `kWhole` where all that it does is within the parts. Sums are handed on by reference, in loops that are
 * unrolled at once, and not caught by a lambda: so compilers keep them in registers.
 */
template <int kTurn, bool kWhole, class Work>
[[gnu::always_inline]] inline void turn(const Work& work, int from, int parts, TileSums* ring, Avx512::Floats (&sums)[Work::kTokens]) {
  const int part = from + kTurn, stored = part - kStoredAfter, added = part - kAddedAfter;
  if (kWhole || part < parts) work.template multiply<kTurn>(part);
  constexpr int kStored = (kTurn + kRing - kStoredAfter) % kRing;
  if (kWhole || (stored >= 0 && stored < parts)) tile_store<TileShapes::kSums + kStored>(ring[kStored]);
  if (kWhole || (added >= 0 && added < parts)) work.scale_and_add(added, ring[kTurn], sums);
}

template <bool kWhole, class Work>
[[gnu::always_inline]] inline void turns(const Work& work, int from, int parts, TileSums* ring, Avx512::Floats (&sums)[Work::kTokens]) {
  turn<0, kWhole>(work, from, parts, ring, sums);
  turn<1, kWhole>(work, from, parts, ring, sums);
  turn<2, kWhole>(work, from, parts, ring, sums);
  turn<3, kWhole>(work, from, parts, ring, sums);
}

/**
 * Sixteen tokens by one panel. Three things go on side by side: tiles multiply a part, the sums of the part two before it,
 * which have had the time to come, are stored, and those of two before that are scaled and added.
 */
template <Packing kPacking>
void tile_of_panel(const uint8_t* weights, int columns, const Tile& x, float* out, size_t stride, bool add) {
  using Work = PanelTimesTokens<kPacking>;
  using Floats = Avx512::Floats;
  constexpr int kTokens = Work::kTokens;
  const Work work = {weights, x};
  alignas(kCacheLine) TileSums ring[kRing];
  Floats sums[kTokens];
#pragma GCC unroll 16
  for (int token = 0; token < kTokens; ++token) sums[token] = add ? Floats::load(out + token * stride) : Floats::zero();
  const int parts = columns / Work::kColumns;
  turns<false>(work, 0, parts, ring, sums);
  int from = kRing;
  for (; from + kRing <= parts; from += kRing) turns<true>(work, from, parts, ring, sums);
  for (; from < parts + kAddedAfter; from += kRing) turns<false>(work, from, parts, ring, sums);
#pragma GCC unroll 16
  for (int token = 0; token < kTokens; ++token) sums[token].store(out + token * stride);
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
