// Values weighted by attention, written once over sixteen float lanes; each instruction set brings its own `Lanes`:
// zero(), load(floats), load_half(halves), load_bytes(signed bytes), store(floats), add_product(Lanes, factor).
#pragma once

#include <cstring>

#include "half.h"
#include "kernels.h"

namespace millwright {
namespace {

/** kColumns x 16 columns of kQueries queries stay in registers over all positions. */
template <class Lanes, bool kBytes, int kQueries, int kColumns>
void mix_block(const uint8_t* const* pages, int first, int positions, int width, int column, const float* weights, size_t stride, float* out, size_t out_stride) {
  Lanes sums[kQueries][kColumns];
  for (int q = 0; q < kQueries; ++q)
    for (int c = 0; c < kColumns; ++c) sums[q][c] = Lanes::load(out + q * out_stride + column + c * 16);
  const int groups = width / kGroup;
  for (int p = 0; p < positions; ++p) {
    const int place = first + p, row = place % kPagePositions;
    const uint8_t* page = pages[place / kPagePositions];
    Lanes values[kColumns];
    if constexpr (kBytes) {
      const int8_t* at = reinterpret_cast<const int8_t*>(page) + static_cast<size_t>(row) * width + column;
      const uint8_t* scales = page + static_cast<size_t>(kPagePositions) * width + static_cast<size_t>(row * groups) * 2;
      for (int c = 0; c < kColumns; ++c) {
        uint16_t half;
        std::memcpy(&half, scales + (column + c * 16) / kGroup * 2, sizeof half);
        values[c] = Lanes::load_bytes(at + c * 16).scaled(Lanes::half(half));
      }
    } else {
      const uint16_t* at = reinterpret_cast<const uint16_t*>(page) + static_cast<size_t>(row) * width + column;
      for (int c = 0; c < kColumns; ++c) values[c] = Lanes::load_half(at + c * 16);
    }
    for (int q = 0; q < kQueries; ++q)
      for (int c = 0; c < kColumns; ++c) sums[q][c].add_product(values[c], weights[q * stride + static_cast<size_t>(p)]);
  }
  for (int q = 0; q < kQueries; ++q)
    for (int c = 0; c < kColumns; ++c) sums[q][c].store(out + q * out_stride + column + c * 16);
}

/** A width that is no multiple of 16 ends in single values. */
template <bool kBytes>
void mix_rest(const uint8_t* const* pages, int first, int positions, int width, int column, const float* weights, float* out) {
  for (int d = column; d < width; ++d)
    for (int p = 0; p < positions; ++p) {
      const int place = first + p, row = place % kPagePositions;
      const uint16_t* at = reinterpret_cast<const uint16_t*>(pages[place / kPagePositions]) + static_cast<size_t>(row) * width;
      static_assert(!kBytes, "bytes come in groups of 32");
      out[d] += weights[p] * half_to_float(at[d]);
    }
}

template <class Lanes, bool kBytes, int kQueries, int kColumns>
void mix_queries(const uint8_t* const* pages, int first, int positions, int width, const float* weights, size_t stride, float* out, size_t out_stride) {
  int column = 0;
  for (; column + kColumns * 16 <= width; column += kColumns * 16)
    mix_block<Lanes, kBytes, kQueries, kColumns>(pages, first, positions, width, column, weights, stride, out, out_stride);
  for (; column + 16 <= width; column += 16) mix_block<Lanes, kBytes, kQueries, 1>(pages, first, positions, width, column, weights, stride, out, out_stride);
  if constexpr (!kBytes)
    for (int q = 0; q < kQueries; ++q) mix_rest<kBytes>(pages, first, positions, width, column, weights + q * stride, out + q * out_stride);
}

/** kMost queries at a time, and the rest in one go: values are read and widened as seldom as registers allow. */
template <class Lanes, bool kBytes, int kMost, int kColumns>
void mix(const uint8_t* const* pages, int first, int positions, int width, const float* weights, size_t stride, int queries, float* out, size_t out_stride) {
  int q = 0;
  for (; q + kMost <= queries; q += kMost) mix_queries<Lanes, kBytes, kMost, kColumns>(pages, first, positions, width, weights + q * stride, stride, out + q * out_stride, out_stride);
  const float* rest = weights + q * stride;
  float* to = out + q * out_stride;
  switch (queries - q) {
    case 6: return mix_queries<Lanes, kBytes, 6, kColumns>(pages, first, positions, width, rest, stride, to, out_stride);
    case 5: return mix_queries<Lanes, kBytes, 5, kColumns>(pages, first, positions, width, rest, stride, to, out_stride);
    case 4: return mix_queries<Lanes, kBytes, 4, kColumns>(pages, first, positions, width, rest, stride, to, out_stride);
    case 3: return mix_queries<Lanes, kBytes, 3, kColumns>(pages, first, positions, width, rest, stride, to, out_stride);
    case 2: return mix_queries<Lanes, kBytes, 2, kColumns>(pages, first, positions, width, rest, stride, to, out_stride);
    case 1: return mix_queries<Lanes, kBytes, 1, kColumns>(pages, first, positions, width, rest, stride, to, out_stride);
    default: return;
  }
}

}  // namespace
}  // namespace millwright
