// Half-precision values weighted by attention, over sixteen lanes: each instruction set brings its own lanes as `V`.
#pragma once

#include <algorithm>
#include <cstring>

#include "ahead.h"
#include "half.h"
#include "kernels.h"

namespace millwright {
namespace {

/** Fetches the share of some of a page's rows. A page at once would be waited for: the processor has some twenty lines under way. */
inline void fetch_share(const Meanwhile& meanwhile, int page, int row, int rows) {
  if (!meanwhile.pages || !meanwhile.pages[page]) return;
  const size_t bytes = meanwhile.to - meanwhile.from;
  const auto line = [&](int of) { return (meanwhile.from + bytes * static_cast<size_t>(of) / kPagePositions + kCacheLine - 1) / kCacheLine * kCacheLine; };
  const size_t from = line(row);
  fetch_lines(meanwhile.pages[page] + from, line(row + rows) - from);
}

/** kColumns x 16 columns of kQueries queries stay in registers over all positions. */
template <class V, int kQueries, int kColumns>
void mix_block(const uint8_t* const* pages, int first, int positions, int width, int column, const float* weights, size_t stride, float* out, size_t out_stride,
               Meanwhile meanwhile) {
  using Floats = typename V::Floats;
  Floats sums[kQueries][kColumns];
  for (int q = 0; q < kQueries; ++q)
    for (int c = 0; c < kColumns; ++c) sums[q][c] = Floats::load(out + q * out_stride + column + c * 16);
  const size_t row_bytes = static_cast<size_t>(width) * 2;
  for (int p = 0; p < positions;) {
    const int index = (first + p) / kPagePositions, row = (first + p) % kPagePositions, rows = std::min(kPagePositions - row, positions - p);
    const uint8_t* at = pages[index] + static_cast<size_t>(row) * row_bytes + static_cast<size_t>(column) * 2;
    for (const int end = p + rows; p < end; ++p, at += row_bytes) {
      fetch_share(meanwhile, index, (first + p) % kPagePositions, 1);
      Floats values[kColumns];
      for (int c = 0; c < kColumns; ++c) values[c] = Floats::load_halves(at + c * 32);
      for (int q = 0; q < kQueries; ++q) {
        const Floats weight = Floats::all(weights[q * stride + static_cast<size_t>(p)]);
        for (int c = 0; c < kColumns; ++c) sums[q][c] = sums[q][c].plus(values[c], weight);
      }
    }
  }
  for (int q = 0; q < kQueries; ++q)
    for (int c = 0; c < kColumns; ++c) sums[q][c].store(out + q * out_stride + column + c * 16);
}

/** A width that is no multiple of 16 ends in single values. */
void mix_rest(const uint8_t* const* pages, int first, int positions, int width, int column, const float* weights, float* out) {
  for (int d = column; d < width; ++d)
    for (int p = 0; p < positions; ++p) {
      const int place = first + p, row = place % kPagePositions;
      const uint16_t* at = reinterpret_cast<const uint16_t*>(pages[place / kPagePositions]) + static_cast<size_t>(row) * width;
      out[d] += weights[p] * half_to_float(at[d]);
    }
}

/** Part `at` to `at` + `count` of `all`. */
inline Meanwhile share(const Meanwhile& meanwhile, int at, int count, int all) {
  const auto place = [&](int of) { return meanwhile.from + (meanwhile.to - meanwhile.from) * static_cast<size_t>(of) / static_cast<size_t>(all); };
  return {meanwhile.pages, place(at), place(at + count)};
}

template <class V, int kQueries>
void mix_queries(const uint8_t* const* pages, int first, int positions, int width, const float* weights, size_t stride, float* out, size_t out_stride, Meanwhile meanwhile) {
  constexpr int kColumns = V::kMixColumns;
  int column = 0;
  for (; column + kColumns * 16 <= width; column += kColumns * 16)
    mix_block<V, kQueries, kColumns>(pages, first, positions, width, column, weights, stride, out, out_stride, share(meanwhile, column, kColumns * 16, width));
  for (; column + 16 <= width; column += 16)
    mix_block<V, kQueries, 1>(pages, first, positions, width, column, weights, stride, out, out_stride, share(meanwhile, column, 16, width));
  for (int q = 0; q < kQueries; ++q) mix_rest(pages, first, positions, width, column, weights + q * stride, out + q * out_stride);
}

/** As many queries at a time as registers allow, so that values are read and widened seldom. */
template <class V, int kQueries = V::kMixQueries>
void mix_half(const uint8_t* const* pages, int first, int positions, int width, const float* weights, size_t stride, int queries, float* out, size_t out_stride, Meanwhile meanwhile) {
  for (; queries >= kQueries; queries -= kQueries, weights += kQueries * stride, out += kQueries * out_stride) {
    const Meanwhile now = share(meanwhile, 0, kQueries, queries);
    mix_queries<V, kQueries>(pages, first, positions, width, weights, stride, out, out_stride, now);
    meanwhile.from = now.to;
  }
  if constexpr (kQueries > 1)
    if (queries > 0) mix_half<V, kQueries - 1>(pages, first, positions, width, weights, stride, queries, out, out_stride, meanwhile);
}

}  // namespace
}  // namespace millwright
