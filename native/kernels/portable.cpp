// The reference path: plain loops that run anywhere.
#include <cmath>
#include <cstring>
#include <vector>

#include "half.h"
#include "kernels.h"
#include "loops.h"
#include "mix.h"

namespace millwright {
namespace {

float half_at(const uint8_t* at) {
  uint16_t half;
  std::memcpy(&half, at, sizeof half);
  return half_to_float(half);
}

/** Quant of `row` in step `step`, place `k`. */
template <Packing kPacking>
uint8_t quant_at(const uint8_t* quants, int step, int row, int k) {
  constexpr PackingTraits t = traits(kPacking);
  const int lane = row * 4 + k;
  if constexpr (t.bits == 8) return quants[step * 64 + lane];
  const uint8_t byte = quants[(step % 4) * 64 + lane];
  uint8_t value = step < 4 ? byte & 15 : byte >> 4;
  const uint8_t* high = quants + t.quant_bytes();
  if constexpr (t.bits == 5) value |= static_cast<uint8_t>(((high[lane] >> step) & 1) << 4);
  if constexpr (t.bits == 6) value |= static_cast<uint8_t>(((high[(step / 4) * 64 + lane] >> (2 * (step % 4))) & 3) << 4);
  return value;
}

template <Packing kPacking>
void unpack(const uint8_t* panel, int groups, uint8_t* wide) {
  constexpr PackingTraits t = traits(kPacking);
  for (int g = 0; g < groups; ++g, wide += t.wide_group_bytes()) {
    const uint8_t* block = panel + static_cast<size_t>(g / t.groups_per_block) * t.block_bytes();
    const uint8_t* group = block + t.header_bytes + (g % t.groups_per_block) * t.group_bytes();
    float first[kPanelRows], second[kPanelRows];
    for (int r = 0; r < kPanelRows; ++r) {
      if constexpr (kPacking == Packing::kQ6K) {
        const int8_t* scales = reinterpret_cast<const int8_t*>(group);
        first[r] = half_at(block + r * 2) * scales[r];
        second[r] = half_at(block + r * 2) * scales[r + 16];
      } else if constexpr (t.groups_per_block == 8) {
        first[r] = half_at(block + r * 2) * group[r];
        second[r] = half_at(block + 32 + r * 2) * group[r + 16];
      } else {
        first[r] = half_at(group + r * 2);
        if constexpr (t.minimum) second[r] = half_at(group + 32 + r * 2);
      }
    }
    std::memcpy(wide, first, sizeof first);
    if constexpr (t.minimum || t.halves) std::memcpy(wide + 64, second, sizeof second);
    uint8_t* bytes = wide + t.wide_group_bytes() - 512;
    for (int step = 0; step < 8; ++step)
      for (int r = 0; r < kPanelRows; ++r)
        for (int k = 0; k < 4; ++k) bytes[step * 64 + r * 4 + k] = quant_at<kPacking>(group + t.scale_bytes, step, r, k);
  }
}

template <Packing kPacking>
void wide(const uint8_t* data, int groups, const Tile& x, float* out, size_t stride) {
  constexpr PackingTraits t = traits(kPacking);
  constexpr int kHalves = t.halves ? 2 : 1;
  for (int token = 0; token < x.tokens; ++token) {
    float sum[kPanelRows] = {};
    for (int g = 0; g < groups; ++g) {
      const uint8_t* group = data + static_cast<size_t>(g) * t.wide_group_bytes();
      const uint8_t* bytes = group + t.wide_group_bytes() - 512;
      const size_t at = static_cast<size_t>(g) * x.tokens + token;
      for (int half = 0; half < kHalves; ++half) {
        float scales[kPanelRows];
        std::memcpy(scales, group + half * 64, sizeof scales);
        const int32_t offset = t.offset == 0 ? 0 : x.offsets[(static_cast<size_t>(g) * kHalves + half) * x.tokens + token];
        for (int r = 0; r < kPanelRows; ++r) {
          int32_t dot = offset;
          for (int step = half * 4; step < (half + 1) * 8 / kHalves; ++step)
            for (int k = 0; k < 4; ++k) dot += bytes[step * 64 + r * 4 + k] * x.quants[((static_cast<size_t>(g) * 8 + step) * x.tokens + token) * 4 + k];
          sum[r] += static_cast<float>(dot) * (scales[r] * x.scales[at]);
        }
      }
      if constexpr (t.minimum) {
        float minima[kPanelRows];
        std::memcpy(minima, group + 64, sizeof minima);
        for (int r = 0; r < kPanelRows; ++r) sum[r] -= minima[r] * x.sums[at];
      }
    }
    std::memcpy(out + token * stride, sum, sizeof sum);
  }
}

template <Packing kPacking>
void packed(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) {
  thread_local std::vector<uint8_t> spread;
  spread.resize(static_cast<size_t>(groups) * traits(kPacking).wide_group_bytes());
  unpack<kPacking>(panel, groups, spread.data());
  wide<kPacking>(spread.data(), groups, x, out, stride);
}

template <Packing kPacking>
void floats(const uint8_t* panel, int columns, const float* x, size_t x_stride, int tokens, float* out, size_t stride) {
  for (int t = 0; t < tokens; ++t) {
    float sum[kPanelRows] = {};
    for (int c = 0; c < columns; ++c)
      for (int r = 0; r < kPanelRows; ++r) {
        const size_t index = static_cast<size_t>(c) * kPanelRows + r;
        float weight;
        if constexpr (kPacking == Packing::kF32) {
          std::memcpy(&weight, panel + index * 4, sizeof weight);
        } else {
          uint16_t half;
          std::memcpy(&half, panel + index * 2, sizeof half);
          weight = kPacking == Packing::kF16 ? half_to_float(half) : bfloat_to_float(half);
        }
        sum[r] += weight * x[t * x_stride + c];
      }
    std::memcpy(out + t * stride, sum, sizeof sum);
  }
}

void quantise(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums) {
  for (int g = 0; g < columns / kGroup; ++g) {
    float largest = 0;
    for (int i = 0; i < kGroup; ++i) largest = std::fmax(largest, std::fabs(x[g * kGroup + i]));
    const float inverse = largest > 0 ? 127.0f / largest : 0;
    for (int half = 0; half < 2; ++half) {
      int32_t sum = 0;
      for (int i = half * 16; i < half * 16 + 16; ++i) {
        const int q = static_cast<int>(std::nearbyint(x[g * kGroup + i] * inverse));
        quants[g * kGroup + i] = static_cast<int8_t>(q);
        sum += q;
      }
      sums[g * 2 + half] = sum;
    }
    scales[g] = largest / 127.0f;
  }
}

void to_half(const float* from, uint16_t* to, int n) {
  for (int i = 0; i < n; ++i) to[i] = float_to_half(from[i]);
}

struct Lanes {
  float value[16];
  static Lanes load(const float* from) {
    Lanes lanes;
    std::memcpy(lanes.value, from, sizeof lanes.value);
    return lanes;
  }
  static Lanes load_half(const uint16_t* from) {
    Lanes lanes;
    for (int i = 0; i < 16; ++i) lanes.value[i] = half_to_float(from[i]);
    return lanes;
  }
  static Lanes load_bytes(const int8_t* from) {
    Lanes lanes;
    for (int i = 0; i < 16; ++i) lanes.value[i] = static_cast<float>(from[i]);
    return lanes;
  }
  static float half(uint16_t bits) { return half_to_float(bits); }
  Lanes scaled(float factor) const {
    Lanes lanes;
    for (int i = 0; i < 16; ++i) lanes.value[i] = value[i] * factor;
    return lanes;
  }
  void add_product(const Lanes& a, float factor) {
    for (int i = 0; i < 16; ++i) value[i] += a.value[i] * factor;
  }
  void store(float* to) const { std::memcpy(to, value, sizeof value); }
};

double int8_operations(int rounds) {
  int8_t a[64], b[64];
  std::memset(a, 1, sizeof a);
  std::memset(b, 2, sizeof b);
  volatile int32_t kept = 0;
  for (int i = 0; i < rounds; ++i) {
    int32_t sum = kept;
    for (int k = 0; k < 64; ++k) sum += a[k] * b[k];
    kept = sum;
  }
  return 128.0 * rounds;
}

}  // namespace

#define MILLWRIGHT_NAME "portable"
#define MILLWRIGHT_TILE 4
#define MILLWRIGHT_MIX_QUERIES 2
#define MILLWRIGHT_MIX_COLUMNS 1
const Kernels kPortableKernels =
#include "table.inc"
    ;

}  // namespace millwright
