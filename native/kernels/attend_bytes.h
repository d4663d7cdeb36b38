// Attention over eight-bit keys and values, in whole numbers: each instruction set brings its own lanes as `V`.
#pragma once

#include <algorithm>
#include <limits>

#include "elementwise.h"
#include "mix.h"
#include "product.h"

namespace millwright {
namespace {

/**
 * What bytes are multiplied by, queries and weights alike, goes up to this: the most of two signed bytes. A stretch's 256 products
 * with bytes of at most 255 stay below 2^31.
 */
constexpr float kMostMultiplier = 32639;

/** Some queries that are worked on together. */
template <class V, int kQueries>
struct ByteBlock {
  /** Multipliers of each query's columns, and of its positions. */
  alignas(kCacheLine) uint8_t columns[kQueries][V::kMultiplierBytes];
  alignas(kCacheLine) uint8_t weights[kQueries][V::kMultiplierBytes];
  /** Scores in powers of two, then weights. */
  alignas(kCacheLine) float scores[kQueries][kStretch];
  /** Bytes are kept with 128 added: what that adds to the sum of a group's columns, or of all positions, is taken away. */
  int32_t column_starts[kQueries][kMostHeadWidth / kGroup];
  int32_t weight_starts[kQueries];
  float column_factors[kQueries], weight_factors[kQueries];
};

/** Lines that are fetched one at a time, between the steps of arithmetic: some at once would be waited for, by twice the time. */
struct Lines {
  const uint8_t *at = nullptr, *end = nullptr;
  /** Part `index` of `of` of what is fetched beside a page. */
  Lines(const Meanwhile& meanwhile, int page, int index, int of) {
    if (!meanwhile.pages || !meanwhile.pages[page]) return;
    const size_t bytes = meanwhile.to - meanwhile.from;
    const auto line = [&](int part) { return (meanwhile.from + bytes * static_cast<size_t>(part) / static_cast<size_t>(of) + kCacheLine - 1) / kCacheLine * kCacheLine; };
    at = meanwhile.pages[page] + line(index);
    end = meanwhile.pages[page] + line(index + 1);
  }
  void fetch() {
    if (at >= end) return;
    __builtin_prefetch(at, 0, 2);
    at += kCacheLine;
  }
  void fetch_rest() {
    while (at < end) fetch();
  }
};

/** Adds the products of some steps of bytes, `stride` apart, with as many of each query's multipliers. */
template <class V, int kPart, int kQueries, int kUnits>
[[gnu::always_inline]] inline void add_steps(const uint8_t* at, size_t stride, int steps, const uint8_t (&multipliers)[kQueries][V::kMultiplierBytes], int first,
                                             typename V::ByteSums (&sums)[kQueries][kUnits], Lines lines) {
  for (int step = 0; step < steps; ++step, at += stride) {
    lines.fetch();
    typename V::ByteStep bytes[kUnits];
    for (int u = 0; u < kUnits; ++u) bytes[u] = V::ByteStep::template load<kPart>(at + u * 64);
    for (int q = 0; q < kQueries; ++q) {
      const auto four = V::Multipliers::load(multipliers[q], first + step);
      for (int u = 0; u < kUnits; ++u) sums[q][u].add(four, bytes[u]);
    }
  }
  lines.fetch_rest();
}

/** Rounds queries to multipliers, with one factor each. */
template <class V, int kQueries>
void take_queries(const ByteQuery* queries, int width, ByteBlock<V, kQueries>& block) {
  using Floats = typename V::Floats;
  for (int q = 0; q < kQueries; ++q) {
    Floats most = Floats::zero();
    for (int i = 0; i < width; i += 16) most = most.at_least(Floats::load(queries[q].x + i).magnitude());
    const float largest = most.largest();
    const Floats inverse = Floats::all(largest > 0 ? kMostMultiplier / largest : 0);
    constexpr float kLog2e = 1.44269504f;
    block.column_factors[q] = largest / kMostMultiplier * kLog2e;
    for (int g = 0; g < width / kGroup; ++g) {
      const auto a = V::store_multipliers(Floats::load(queries[q].x + g * kGroup) * inverse, block.columns[q], g * kGroup);
      const auto b = V::store_multipliers(Floats::load(queries[q].x + g * kGroup + 16) * inverse, block.columns[q], g * kGroup + 16);
      block.column_starts[q][g] = -128 * (a + b).sum();
    }
  }
}

template <class V, int kQueries>
void score_page(const uint8_t* keys, int width, ByteBlock<V, kQueries>& block, int page, const Meanwhile& meanwhile) {
  using Floats = typename V::Floats;
  constexpr int kScales = traits(Packing::kQ8).scale_bytes, kBytes = traits(Packing::kQ8).group_bytes();
  const int groups = width / kGroup;
  Floats sums[kQueries];
  for (int q = 0; q < kQueries; ++q) sums[q] = Floats::zero();
  for (int g = 0; g < groups; ++g, keys += kBytes) {
    typename V::Ints totals[kQueries];
    unrolled<0, V::kByteParts>([&](auto part) __attribute__((always_inline)) {
      typename V::ByteSums dots[kQueries][1];
      add_steps<V, part>(keys + kScales, 64, 8, block.columns, g * 8, dots, Lines(meanwhile, page, g * V::kByteParts + part, groups * V::kByteParts));
      for (int q = 0; q < kQueries; ++q) dots[q][0].template total<part>(totals[q]);
    });
    const Floats scale = Floats::load_halves(keys);
    for (int q = 0; q < kQueries; ++q) sums[q] = sums[q].plus((totals[q] + V::Ints::all(block.column_starts[q][g])).floats(), scale * Floats::all(block.column_factors[q]));
  }
  for (int q = 0; q < kQueries; ++q) sums[q].store(block.scores[q] + page * kPagePositions);
}

/** Scores become exponentials of what they are below the largest one; out gets that one and their sum. */
template <class V>
void take_exponentials(const ByteQuery& query, int positions, float* scores, float* out) {
  using Floats = typename V::Floats;
  const bool seeing = query.low < query.high;
  // What it does not see weighs nothing, whatever has been left there.
  std::fill(scores, scores + query.low, -1e30f);
  std::fill(scores + std::max(query.low, query.high), scores + positions, -1e30f);
  Floats most = Floats::load(scores);
  for (int p = 16; p < positions; p += 16) most = most.at_least(Floats::load(scores + p));
  const float largest = seeing ? most.largest() : 0;
  Floats sum = Floats::zero();
  for (int p = 0; p < positions; p += 16) {
    const Floats weight = power_of_two_up_to_one<V>(Floats::load(scores + p) - Floats::all(largest));
    weight.store(scores + p);
    sum = sum + weight;
  }
  constexpr float kLn2 = 0.69314718f;
  out[0] = seeing ? largest * kLn2 : -std::numeric_limits<float>::infinity();
  out[1] = sum.sum();
}

/** Rounds weights times the scales of some columns' values to multipliers, with one factor a query. */
template <class V, int kQueries>
void take_weights(const float* scales, int positions, ByteBlock<V, kQueries>& block) {
  using Floats = typename V::Floats;
  for (int q = 0; q < kQueries; ++q) {
    const float* weights = block.scores[q];
    Floats most = Floats::all(1e-30f);
    for (int p = 0; p < positions; p += 16) most = most.at_least(Floats::load(weights + p) * Floats::load(scales + p));
    const float bound = most.largest();
    const Floats inverse = Floats::all(kMostMultiplier / bound);
    typename V::Ints all = V::Ints::all(0);
    for (int p = 0; p < positions; p += 16) all = all + V::store_multipliers(Floats::load(weights + p) * Floats::load(scales + p) * inverse, block.weights[q], p);
    block.weight_starts[q] = -128 * all.sum();
    block.weight_factors[q] = bound / kMostMultiplier;
  }
}

/** Weights the values of kByteUnits x 16 columns. */
template <class V, int kQueries>
void mix_columns(const uint8_t* const* pages, int count, int width, size_t at, const ByteBlock<V, kQueries>& block, float* out, size_t stride, const Meanwhile& meanwhile) {
  using Floats = typename V::Floats;
  constexpr int kUnits = V::kByteUnits;
  typename V::Ints totals[kQueries][kUnits];
  unrolled<0, V::kByteParts>([&](auto part) __attribute__((always_inline)) {
    typename V::ByteSums dots[kQueries][kUnits];
    for (int i = 0; i < count; ++i) {
      add_steps<V, part>(pages[i] + at, static_cast<size_t>(width) * 4, kPagePositions / 4, block.weights, i * (kPagePositions / 4), dots, Lines(meanwhile, i, part, V::kByteParts));
    }
    for (int q = 0; q < kQueries; ++q)
      for (int u = 0; u < kUnits; ++u) dots[q][u].template total<part>(totals[q][u]);
  });
  for (int q = 0; q < kQueries; ++q)
    for (int u = 0; u < kUnits; ++u) ((totals[q][u] + V::Ints::all(block.weight_starts[q])).floats() * Floats::all(block.weight_factors[q])).store(out + q * stride + u * 16);
}

template <class V, int kQueries>
void attend_block(const uint8_t* const* pages, int count, int width, const ByteQuery* queries, float* out, size_t stride, const Meanwhile& keys, const Meanwhile& values) {
  using Floats = typename V::Floats;
  const int positions = count * kPagePositions, group = value_group(width);
  const size_t values_at = panel_bytes(Packing::kQ8, width), scales_at = values_at + static_cast<size_t>(width) * kPagePositions;
  ByteBlock<V, kQueries> block;
  take_queries<V, kQueries>(queries, width, block);
  for (int i = 0; i < count; ++i) score_page<V, kQueries>(pages[i], width, block, i, keys);
  for (int q = 0; q < kQueries; ++q) take_exponentials<V>(queries[q], positions, block.scores[q], out + q * stride + width);
  for (int first = 0; first < width; first += group) {
    alignas(kCacheLine) float scales[kStretch];
    for (int i = 0; i < count; ++i)
      // Rows that nobody has written may hold anything, even what is no number.
      Floats::load_halves(pages[i] + scales_at + first / group * kPagePositions * 2).at_most(Floats::all(65504)).store(scales + i * kPagePositions);
    take_weights<V, kQueries>(scales, positions, block);
    constexpr int kColumns = V::kByteUnits * 16;
    for (int column = first; column < first + group; column += kColumns)
      mix_columns<V, kQueries>(pages, count, width, values_at + static_cast<size_t>(column) * 4, block, out + column, stride, share(values, column, kColumns, width));
  }
}

template <class V, int kQueries = V::kByteQueries>
void attend_some(const uint8_t* const* pages, int count, int width, const ByteQuery* queries, int some, float* out, size_t stride, const Meanwhile& keys, const Meanwhile& values) {
  if constexpr (kQueries > 1)
    if (some < kQueries) return attend_some<V, kQueries - 1>(pages, count, width, queries, some, out, stride, keys, values);
  attend_block<V, kQueries>(pages, count, width, queries, out, stride, keys, values);
}

/** In blocks of about as many queries as registers allow: bytes are read seldom. */
template <class V>
void attend_bytes(const uint8_t* const* pages, int count, int width, const ByteQuery* queries, int all, float* out, size_t stride, const Meanwhile& keys, const Meanwhile& values) {
  const int blocks = (all + V::kByteQueries - 1) / V::kByteQueries;
  for (int b = 0; b < blocks; ++b) {
    const int from = all * b / blocks, some = all * (b + 1) / blocks - from;
    attend_some<V>(pages, count, width, queries + from, some, out + static_cast<size_t>(from) * stride, stride, share(keys, from, some, all), share(values, from, some, all));
  }
}

}  // namespace
}  // namespace millwright
