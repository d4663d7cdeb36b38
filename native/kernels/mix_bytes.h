// Eight-bit values weighted by attention, in whole numbers: weights are rounded to eight bits too.
#pragma once

#include <algorithm>
#include <cstring>

#include "mix.h"

namespace millwright {
namespace {

/**
 * Weights of some queries for kMixPages pages and one group of columns. A weight times its value's scale is rounded to a byte,
 * in blocks of sixteen that share a factor: the same four rows of each page. So an error is at most 1/510 of the largest
 * contribution of fifteen others (1/255 where pairs() says so), which is what values lose by their own eight bits.
 */
template <int kQueries>
struct ByteWeights {
  alignas(kCacheLine) uint8_t bytes[kQueries][kMixPages][kPagePositions];
  /** In the lanes of the rows. */
  alignas(kCacheLine) float factors[kQueries][kPagePositions];
};

/** What may be 255 at most: a weight, or where pairs of products are summed in sixteen bits two neighbours' sum. */
template <class V>
inline typename V::Floats bounded(typename V::Floats contributions) {
  if constexpr (V::kMixPairs) return contributions + contributions.other_of_two();
  else return contributions;
}

template <class V, int kQueries>
void weigh(const uint8_t* const* pages, int width, int group, const float* weights, size_t stride, ByteWeights<kQueries>& to) {
  using Floats = typename V::Floats;
  const size_t scales_at = static_cast<size_t>(kPagePositions) * static_cast<size_t>(width + group * 2);
  Floats scales[kMixPages];
  for (int i = 0; i < kMixPages; ++i)
    // Rows that nobody has written may hold anything, even what is no number.
    scales[i] = pages[i] ? Floats::load_halves(pages[i] + scales_at).at_most(Floats::all(65504)) : Floats::zero();
  for (int q = 0; q < kQueries; ++q) {
    Floats contributions[kMixPages], most = Floats::all(1e-30f);
    for (int i = 0; i < kMixPages; ++i) {
      contributions[i] = Floats::load(weights + q * stride + i * kPagePositions) * scales[i];
      most = most.at_least(bounded<V>(contributions[i]));
    }
    most = most.at_least(most.other_of_two());
    most = most.at_least(most.other_of_four());
    (most * Floats::all(1 / 255.0f)).store(to.factors[q]);
    const Floats inverse = Floats::all(255) / most;
    for (int i = 0; i < kMixPages; ++i) (contributions[i] * inverse).store_unsigned(to.bytes[q][i]);
  }
}

/** Adds kMixPages pages' values of kColumns x 16 columns; the first of them is number `first` of those to be fetched for. */
template <class V, int kQueries, int kColumns>
void mix_bytes_block(const uint8_t* const* pages, int first, int width, int column, const ByteWeights<kQueries>& weights, float* out, size_t out_stride, Meanwhile meanwhile) {
  using Floats = typename V::Floats;
  for (int quad = 0; quad < kPagePositions / 4; ++quad) {
    typename V::ByteSums sums[kQueries][kColumns];
    for (int i = 0; i < kMixPages; ++i) {
      if (!pages[i]) continue;
      fetch_share(meanwhile, first + i, quad * 4, 4);
      const uint8_t* at = pages[i] + static_cast<size_t>(quad * width + column) * 4;
      typename V::Bytes values[kColumns];
      for (int c = 0; c < kColumns; ++c) values[c] = V::Bytes::load(at + c * 64);
      for (int q = 0; q < kQueries; ++q) {
        int32_t four;
        std::memcpy(&four, &weights.bytes[q][i][quad * 4], sizeof four);
        for (int c = 0; c < kColumns; ++c) sums[q][c].add(four, values[c]);
      }
    }
    for (int q = 0; q < kQueries; ++q) {
      const Floats factor = Floats::all(weights.factors[q][quad * 4]);
      for (int c = 0; c < kColumns; ++c) {
        float* at = out + q * out_stride + column + c * 16;
        Floats::load(at).plus(sums[q][c].floats(), factor).store(at);
      }
    }
  }
}

template <class V, int kQueries>
void mix_bytes_queries(const uint8_t* const* pages, int count, int width, const float* weights, size_t stride, float* out, size_t out_stride, Meanwhile meanwhile) {
  constexpr int kColumns = V::kMixByteColumns;
  ByteWeights<kQueries> bytes;
  const int groups = width / kGroup;
  for (int first = 0; first < count; first += kMixPages) {
    const uint8_t* some[kMixPages] = {};
    std::copy_n(pages + first, std::min(kMixPages, count - first), some);
    for (int group = 0; group < groups; ++group) {
      weigh<V, kQueries>(some, width, group, weights + first * kPagePositions, stride, bytes);
      for (int column = group * kGroup; column < (group + 1) * kGroup; column += kColumns * 16)
        mix_bytes_block<V, kQueries, kColumns>(some, first, width, column, bytes, out, out_stride, share(meanwhile, column, kColumns * 16, width));
    }
  }
}

/** As many queries at a time as registers allow. */
template <class V, int kQueries = V::kMixByteQueries>
void mix_bytes(const uint8_t* const* pages, int count, int width, const float* weights, size_t stride, int queries, float* out, size_t out_stride, Meanwhile meanwhile) {
  for (; queries >= kQueries; queries -= kQueries, weights += kQueries * stride, out += kQueries * out_stride) {
    const Meanwhile now = share(meanwhile, 0, kQueries, queries);
    mix_bytes_queries<V, kQueries>(pages, count, width, weights, stride, out, out_stride, now);
    meanwhile.from = now.to;
  }
  if constexpr (kQueries > 1)
    if (queries > 0) mix_bytes<V, kQueries - 1>(pages, count, width, weights, stride, queries, out, out_stride, meanwhile);
}

}  // namespace
}  // namespace millwright
