#include "quantise.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "../kernels/half.h"
#include "scale_search.h"

namespace millwright {
namespace {

constexpr int kSmall = 32;   // weights of a block of the plain types
constexpr int kSuper = 256;  // and of the K types
constexpr float kLargestHalf = 65504;

void write_half(uint8_t* to, float value) {
  const uint16_t half = float_to_half(value);
  std::memcpy(to, &half, sizeof half);
}

/** The upper half of a single-precision number, to the nearest, ties to even. */
void write_bfloat(uint8_t* to, float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const uint16_t half = static_cast<uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1)) >> 16);
  std::memcpy(to, &half, sizeof half);
}

float as_half(float value) { return half_to_float(float_to_half(value)); }

float inverse(float scale) { return scale == 0 ? 0 : 1.0f / scale; }

/** The weight farthest from zero, with its sign; the first of equals. */
float extreme(const float* x, int n) {
  float most = 0;
  for (int i = 0; i < n; ++i)
    if (std::fabs(x[i]) > std::fabs(most)) most = x[i];
  return most;
}

void write_nibbles(const uint8_t* quants, uint8_t* to) {
  for (int i = 0; i < kSmall / 2; ++i) to[i] = static_cast<uint8_t>((quants[i] & 15) | (quants[i + 16] & 15) << 4);
}

void write_fifth_bits(const uint8_t* quants, uint8_t* to) {
  uint32_t high = 0;
  for (int i = 0; i < kSmall; ++i) high |= static_cast<uint32_t>(quants[i] >> 4) << i;
  std::memcpy(to, &high, sizeof high);
}

void q8_0(const float* x, uint8_t* to) {
  const float scale = std::fabs(extreme(x, kSmall)) / 127, factor = inverse(scale);
  write_half(to, scale);
  for (int i = 0; i < kSmall; ++i) to[2 + i] = static_cast<uint8_t>(static_cast<int8_t>(std::round(x[i] * factor)));
}

/** Q4_0 and Q5_0: the extreme gets the quant that has no opposite, so its sign decides the scale's. */
float symmetric(const float* x, int half_range, const float* importance, bool search, uint8_t* quants) {
  if (search) {
    const float scale = as_half(search_scale(x, importance, kSmall, -half_range, half_range - 1));
    round_to(x, kSmall, inverse(scale), half_range, 2 * half_range - 1, quants);
    return scale;
  }
  // Divided by the scale before its rounding to half precision, as the reference does.
  const float scale = extreme(x, kSmall) / static_cast<float>(-half_range), factor = inverse(scale);
  const float shift = static_cast<float>(half_range) + 0.5f;
  for (int i = 0; i < kSmall; ++i) quants[i] = static_cast<uint8_t>(std::min(2 * half_range - 1, static_cast<int>(x[i] * factor + shift)));
  return scale;
}

void q4_0(const float* x, const float* importance, bool search, uint8_t* to) {
  uint8_t quants[kSmall];
  write_half(to, symmetric(x, 8, importance, search, quants));
  write_nibbles(quants, to + 2);
}

void q5_0(const float* x, const float* importance, bool search, uint8_t* to) {
  uint8_t quants[kSmall];
  write_half(to, symmetric(x, 16, importance, search, quants));
  write_fifth_bits(quants, to + 2);
  write_nibbles(quants, to + 6);
}

void q4_1(const float* x, uint8_t* to) {
  const auto [least, most] = std::minmax_element(x, x + kSmall);
  const float scale = (*most - *least) / 15, factor = inverse(scale);
  uint8_t quants[kSmall];
  for (int i = 0; i < kSmall; ++i) quants[i] = static_cast<uint8_t>(std::min(15, static_cast<int>((x[i] - *least) * factor + 0.5f)));
  write_half(to, scale);
  write_half(to + 2, *least);
  write_nibbles(quants, to + 4);
}

/** Eight scales and eight minima of six bits in twelve bytes. */
void write_k_scales(const uint8_t* scales, const uint8_t* minima, uint8_t* to) {
  for (int j = 0; j < 4; ++j) {
    to[j] = static_cast<uint8_t>(scales[j] | (scales[j + 4] >> 4) << 6);
    to[j + 4] = static_cast<uint8_t>(minima[j] | (minima[j + 4] >> 4) << 6);
    to[j + 8] = static_cast<uint8_t>((scales[j + 4] & 15) | (minima[j + 4] & 15) << 4);
  }
}

/** Q4_K and Q5_K: weight = super scale * scale * quant - super minimum * minimum. */
void q45_k(const float* x, const float* importance, bool five, uint8_t* to) {
  constexpr int kGroups = kSuper / kSmall;
  const int levels = five ? 31 : 15;
  float scales[kGroups], minima[kGroups];
  for (int g = 0; g < kGroups; ++g) search_scale_and_minimum(x + g * kSmall, importance ? importance + g * kSmall : nullptr, kSmall, levels, scales[g], minima[g]);
  const float d = as_half(*std::max_element(scales, scales + kGroups) / 63), dmin = as_half(*std::max_element(minima, minima + kGroups) / 63);
  write_half(to, d);
  write_half(to + 2, dmin);
  uint8_t scale_quants[kGroups], minimum_quants[kGroups];
  uint8_t* high = to + 16;
  uint8_t* quants = to + (five ? 48 : 16);
  std::memset(high, 0, five ? 160 : 128);
  for (int g = 0; g < kGroups; ++g) {
    scale_quants[g] = static_cast<uint8_t>(std::min(63.0f, std::round(scales[g] * inverse(d))));
    minimum_quants[g] = static_cast<uint8_t>(std::min(63.0f, std::round(minima[g] * inverse(dmin))));
    const float factor = inverse(d * scale_quants[g]), minimum = dmin * minimum_quants[g];
    for (int i = 0; i < kSmall; ++i) {
      const int q = std::clamp(static_cast<int>(std::lround((x[g * kSmall + i] + minimum) * factor)), 0, levels);
      quants[g / 2 * kSmall + i] |= static_cast<uint8_t>((q & 15) << (g % 2 * 4));
      if (five) high[i] |= static_cast<uint8_t>((q >> 4) << g);
    }
  }
  write_k_scales(scale_quants, minimum_quants, to + 4);
}

/** Q6_K: weight = super scale * scale * (quant - 32), a scale for each sixteen. */
void q6_k(const float* x, const float* importance, uint8_t* to) {
  constexpr int kGroups = 16, kEach = kSuper / kGroups;
  float scales[kGroups];
  for (int g = 0; g < kGroups; ++g) scales[g] = search_scale(x + g * kEach, importance ? importance + g * kEach : nullptr, kEach, -32, 31);
  const float d = as_half(extreme(scales, kGroups) / -128);
  std::memset(to, 0, 208);
  write_half(to + 208, d);
  for (int g = 0; g < kGroups; ++g) {
    const int scale = std::clamp(static_cast<int>(std::lround(scales[g] * inverse(d))), -128, 127);
    to[192 + g] = static_cast<uint8_t>(static_cast<int8_t>(scale));
    const float factor = inverse(d * static_cast<float>(scale));
    for (int i = 0; i < kEach; ++i) {
      const int at = g * kEach + i, q = std::clamp(static_cast<int>(std::lround(x[at] * factor)), -32, 31) + 32;
      // Halves of 128 weights, each four rows of 32 that share their bytes.
      const int half = at / 128, row = at % 128 / 32, column = at % 32;
      to[half * 64 + row % 2 * 32 + column] |= static_cast<uint8_t>((q & 15) << (row / 2 * 4));
      to[128 + half * 32 + column] |= static_cast<uint8_t>((q >> 4) << (row * 2));
    }
  }
}

void write_block(TensorType type, const float* x, const float* importance, bool search, uint8_t* to) {
  switch (type) {
    case TensorType::kF16: return write_half(to, *x);
    case TensorType::kBF16: return write_bfloat(to, *x);
    case TensorType::kQ8_0: return q8_0(x, to);
    case TensorType::kQ4_0: return q4_0(x, importance, search, to);
    case TensorType::kQ4_1: return q4_1(x, to);
    case TensorType::kQ5_0: return q5_0(x, importance, search, to);
    case TensorType::kQ4_K: return q45_k(x, importance, false, to);
    case TensorType::kQ5_K: return q45_k(x, importance, true, to);
    case TensorType::kQ6_K: return q6_k(x, importance, to);
    case TensorType::kF32: std::memcpy(to, x, sizeof *x); return;
  }
}

}  // namespace

void quantise(TensorType type, const float* weights, uint64_t count, const Rounding& rounding, uint8_t* blocks) {
  // The largest numbers of BF16 would round up to infinity.
  const float most = type == TensorType::kF32 ? 3.4028e38f : type == TensorType::kBF16 ? 3.3895e38f : kLargestHalf;
  for (uint64_t i = 0; i < count; ++i)
    if (!(std::fabs(weights[i]) <= most)) throw ModelError("the weight " + std::to_string(weights[i]) + " does not fit into " + type_name(type));
  const BlockSize size = block_size(type);
  const bool weighted = rounding.search && rounding.importance;
  for (uint64_t at = 0; at < count; at += size.weights, blocks += size.bytes)
    write_block(type, weights + at, weighted ? rounding.importance + at % rounding.columns : nullptr, rounding.search, blocks);
}

}  // namespace millwright
