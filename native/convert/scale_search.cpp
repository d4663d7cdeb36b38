#include "scale_search.h"

#include <algorithm>
#include <cmath>

namespace millwright {
namespace {

/** Half-open steps around the scale that just holds the largest weight. */
constexpr int kSteps = 12;
constexpr float kStep = 0.035f;

float nearest(float x, float low, float high) { return std::clamp(std::nearbyint(x), low, high); }

}  // namespace

float search_scale(const float* x, const float* importance, int n, int low, int high) {
  float most = 0;
  for (int i = 0; i < n; ++i) most = std::max(most, std::fabs(x[i]));
  if (most == 0) return 0;
  float best = 0, best_gain = 0;
  const float bottom = static_cast<float>(low), top = static_cast<float>(high);
  for (int step = -kSteps; step <= kSteps; ++step)
    for (const float sign : {-1.0f, 1.0f}) {
      const float factor = sign * bottom / most * (1 + kStep * static_cast<float>(step));
      float xq = 0, qq = 0;
      for (int i = 0; i < n; ++i) {
        const float q = nearest(x[i] * factor, bottom, top), w = importance ? importance[i] : 1.0f;
        xq += w * x[i] * q;
        qq += w * q * q;
      }
      // With the best scale for these quants, xq / qq, the error is the sum of squares less this.
      const float gain = qq > 0 ? xq * xq / qq : 0;
      if (gain > best_gain) {
        best_gain = gain;
        best = xq / qq;
      }
    }
  return best;
}

void search_scale_and_minimum(const float* x, const float* importance, int n, int levels, float& scale, float& minimum) {
  const float least = std::min(0.0f, *std::min_element(x, x + n)), most = *std::max_element(x, x + n), top = static_cast<float>(levels);
  scale = 0;
  minimum = -least;
  if (most <= least) return;
  float best = INFINITY;
  for (int step = -kSteps; step <= kSteps; ++step) {
    const float factor = top / (most - least) * (1 + kStep * static_cast<float>(step));
    float w_all = 0, wx = 0, wq = 0, wxq = 0, wqq = 0, wxx = 0;
    for (int i = 0; i < n; ++i) {
      const float q = nearest((x[i] - least) * factor, 0, top), w = importance ? importance[i] : 1.0f;
      w_all += w;
      wx += w * x[i];
      wq += w * q;
      wxq += w * x[i] * q;
      wqq += w * q * q;
      wxx += w * x[i] * x[i];
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
  for (int i = 0; i < n; ++i) quants[i] = static_cast<uint8_t>(std::clamp(static_cast<int>(std::nearbyint(x[i] * factor)) + offset, 0, most));
}

}  // namespace millwright
