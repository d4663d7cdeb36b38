// The reference path: plain loops that run anywhere.
#include <cmath>
#include <cstring>

#include "half.h"
#include "kernels.h"

namespace millwright {
namespace {

constexpr size_t kScaleBytes = kPanelRows * sizeof(uint16_t);

template <bool kFour>
void panel(const uint8_t* data, const Activations& x, int first, int tokens, float* out, size_t stride) {
  constexpr size_t kGroupBytes = kScaleBytes + (kFour ? 4 : 8) * 64;
  const int groups = x.groups();
  for (int t = 0; t < tokens; ++t) {
    const int8_t* q = x.quants + static_cast<size_t>(first + t) * x.columns;
    const float* scales = x.scales + static_cast<size_t>(first + t) * groups;
    float sum[kPanelRows] = {};
    for (int g = 0; g < groups; ++g) {
      const uint8_t* group = data + g * kGroupBytes;
      const uint8_t* weights = group + kScaleBytes;
      for (int r = 0; r < kPanelRows; ++r) {
        int32_t dot = 0;
        for (int step = 0; step < 8; ++step)
          for (int k = 0; k < 4; ++k) {
            int w;
            if constexpr (kFour) {
              const uint8_t byte = weights[(step % 4) * 64 + r * 4 + k];
              w = (step < 4 ? byte & 15 : byte >> 4) - 8;
            } else {
              w = static_cast<int8_t>(weights[step * 64 + r * 4 + k]);
            }
            dot += w * q[g * kGroup + step * 4 + k];
          }
        uint16_t half;
        std::memcpy(&half, group + r * 2, sizeof half);
        sum[r] += static_cast<float>(dot) * half_to_float(half) * scales[g];
      }
    }
    std::memcpy(out + t * stride, sum, sizeof sum);
  }
}

void quantise(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums) {
  for (int g = 0; g < columns / kGroup; ++g) {
    float largest = 0;
    for (int i = 0; i < kGroup; ++i) largest = std::fmax(largest, std::fabs(x[g * kGroup + i]));
    const float scale = largest / 127.0f, inverse = largest > 0 ? 127.0f / largest : 0;
    int32_t sum = 0;
    for (int i = 0; i < kGroup; ++i) {
      const int q = static_cast<int>(std::nearbyint(x[g * kGroup + i] * inverse));
      quants[g * kGroup + i] = static_cast<int8_t>(q);
      sum += q;
    }
    scales[g] = scale;
    sums[g] = sum;
  }
}

float dot(const float* a, const float* b, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

float dot_half(const float* a, const uint16_t* b, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += a[i] * half_to_float(b[i]);
  return sum;
}

void add_half(float* out, float factor, const uint16_t* values, int n) {
  for (int i = 0; i < n; ++i) out[i] += factor * half_to_float(values[i]);
}

void to_half(const float* from, uint16_t* to, int n) {
  for (int i = 0; i < n; ++i) to[i] = float_to_half(from[i]);
}

}  // namespace

const Kernels kPortableKernels = {"portable", panel<false>, panel<true>, quantise, dot, dot_half, add_half, to_half};

}  // namespace millwright
