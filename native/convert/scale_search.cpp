#include "scale_search.h"

#include <algorithm>
#include <cmath>

namespace millwright {
namespace {

/** Half-open steps around the scale that just holds the largest weight. */
constexpr int kSteps = 12;
constexpr float kStep = 0.035f;

/** To the nearest whole number, ties to even: in single precision nothing finer remains beside a number of this size. */
float rounded(float x) {
  constexpr float kWhole = 12582912;
  return (x + kWhole) - kWhole;
}

/** What errors count when nobody says: all the same. The longest group has 32 weights. */
constexpr float kEqual[32] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

}  // namespace

float search_scale(const float* x, const float* importance, int n, int low, int high) {
  const float* const weight = importance ? importance : kEqual;
  float most = 0;
  for (int i = 0; i < n; ++i) most = std::max(most, std::fabs(x[i]));
  if (most == 0) return 0;
  float best = 0, best_gain = 0;
  const float bottom = static_cast<float>(low), top = static_cast<float>(high);
  // With the best scale for some quants, xq / qq, the error is the sum of squares less this.
  const auto offer = [&](float xq, float qq) {
    const float gain = qq > 0 ? xq * xq / qq : 0;
    if (gain > best_gain) {
      best_gain = gain;
      best = xq / qq;
    }
  };
  for (int step = -kSteps; step <= kSteps; ++step) {
    const float factor = bottom / most * (1 + kStep * static_cast<float>(step));
    // Both ways round: the range has one quant more on one side.
    float xq = 0, qq = 0, turned_xq = 0, turned_qq = 0;
#pragma omp simd reduction(+ : xq, qq, turned_xq, turned_qq)
    for (int i = 0; i < n; ++i) {
      const float whole = rounded(x[i] * factor), wx = weight[i] * x[i];
      const float q = std::min(std::max(whole, bottom), top), turned = std::min(std::max(-whole, bottom), top);
      xq += wx * q;
      qq += weight[i] * q * q;
      turned_xq += wx * turned;
      turned_qq += weight[i] * turned * turned;
    }
    offer(xq, qq);
    offer(turned_xq, turned_qq);
  }
  return best;
}

void search_scale_and_minimum(const float* x, const float* importance, int n, int levels, float& scale, float& minimum) {
  const float* const weight = importance ? importance : kEqual;
  const float least = std::min(0.0f, *std::min_element(x, x + n)), most = *std::max_element(x, x + n), top = static_cast<float>(levels);
  scale = 0;
  minimum = -least;
  if (most <= least) return;
  float w_all = 0, wx = 0, wxx = 0;
  for (int i = 0; i < n; ++i) {
    w_all += weight[i];
    wx += weight[i] * x[i];
    wxx += weight[i] * x[i] * x[i];
  }
  float best = INFINITY;
  for (int step = -kSteps; step <= kSteps; ++step) {
    const float factor = top / (most - least) * (1 + kStep * static_cast<float>(step));
    float wq = 0, wxq = 0, wqq = 0;
#pragma omp simd reduction(+ : wq, wxq, wqq)
    for (int i = 0; i < n; ++i) {
      const float q = std::min(std::max(rounded((x[i] - least) * factor), 0.0f), top), counted = weight[i] * q;
      wq += counted;
      wxq += counted * x[i];
      wqq += counted * q;
    }
    const float determinant = w_all * wqq - wq * wq;
    if (determinant <= 0) continue;
    float s = (w_all * wxq - wx * wq) / determinant, m = (wq * wxq - wx * wqq) / determinant;
    if (m < 0) {
      m = 0;
      s = wxq / wqq;
    }
    if (s < 0) continue;
    const float error = wxx - 2 * s * wxq + 2 * m * wx + s * s * wqq - 2 * s * m * wq + m * m * w_all;
    if (error < best) {
      best = error;
      scale = s;
      minimum = m;
    }
  }
}

void round_to(const float* x, int n, float factor, int offset, int most, uint8_t* quants) {
  for (int i = 0; i < n; ++i) quants[i] = static_cast<uint8_t>(std::clamp(static_cast<int>(rounded(x[i] * factor)) + offset, 0, most));
}

}  // namespace millwright
