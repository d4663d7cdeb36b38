// Plain loops that compilers vectorise. Each instruction set's file includes them within its own namespace, so that every
// one gets a copy in its own instructions.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace millwright {
namespace {

/**
 * e^x with a relative error below 3e-7, in a form that compilers vectorise: 2^n times a polynomial on [-ln2/2, ln2/2]
 * (coefficients of the Cephes library's expf).
 */
inline float fast_exp(float x) {
  x = x < -87.0f ? -87.0f : (x > 88.0f ? 88.0f : x);
  // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number without a rounding instruction.
  constexpr float kRound = 12582912.0f;
  const float n = (x * 1.44269504f + kRound) - kRound;
  const float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}

[[maybe_unused]] float loop_dot(const float* a, const float* b, int n) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

void loop_rms_norm(const float* x, const float* weight, float epsilon, int n, float* y) {
  const float factor = 1.0f / std::sqrt(loop_dot(x, x, n) / static_cast<float>(n) + epsilon);
#pragma omp simd
  for (int i = 0; i < n; ++i) y[i] = x[i] * factor * weight[i];
}

void loop_add(float* out, const float* values, int n) {
#pragma omp simd
  for (int i = 0; i < n; ++i) out[i] += values[i];
}

float loop_largest(const float* x, int n) {
  float most = x[0];
#pragma omp simd reduction(max : most)
  for (int i = 0; i < n; ++i) most = x[i] > most ? x[i] : most;
  return most;
}

float loop_exponentials(float* x, int n, float most) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < n; ++i) {
    const float value = fast_exp(x[i] - most);
    x[i] = value;
    sum += value;
  }
  return sum;
}

void loop_swiglu(float* gate, const float* up, int n) {
#pragma omp simd
  for (int i = 0; i < n; ++i) gate[i] = gate[i] / (1.0f + fast_exp(-gate[i])) * up[i];
}

/** x/2 * (1 + tanh(u)) written as x * sigmoid(2u). */
void loop_geglu(float* gate, const float* up, int n) {
#pragma omp simd
  for (int i = 0; i < n; ++i) {
    const float x = gate[i];
    gate[i] = x / (1.0f + fast_exp(-1.5957691216f * (x + 0.044715f * x * x * x))) * up[i];
  }
}

void loop_rotate_halves(float* head, const float* cosines, const float* sines, int half) {
#pragma omp simd
  for (int i = 0; i < half; ++i) {
    const float a = head[i], b = head[i + half];
    head[i] = a * cosines[i] - b * sines[i];
    head[i + half] = a * sines[i] + b * cosines[i];
  }
}

void loop_rotate_pairs(float* head, const float* cosines, const float* sines, int half) {
  for (int i = 0; i < half; ++i) {
    const float a = head[2 * i], b = head[2 * i + 1];
    head[2 * i] = a * cosines[i] - b * sines[i];
    head[2 * i + 1] = a * sines[i] + b * cosines[i];
  }
}

}  // namespace
}  // namespace millwright
