// Small pieces that decoders and encoders share.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "../gguf/gguf.h"
#include "../kernels/dequantize.h"

namespace millwright {

/** A vector of weights as floats. @throws ModelError when it is missing or has another length. */
inline std::vector<float> load_vector(const Gguf& file, const std::string& name, size_t length) {
  const TensorInfo& tensor = file.tensor(name);
  if (tensor.columns() * tensor.rows() != length)
    throw ModelError("tensor " + name + " has " + std::to_string(tensor.columns() * tensor.rows()) + " weights, expected " + std::to_string(length));
  std::vector<float> values(length);
  dequantize(tensor.type, tensor.data, length, values.data());
  return values;
}

/** The same for one that may be missing: then it is empty. */
inline std::vector<float> load_optional(const Gguf& file, const std::string& name, size_t length) {
  return file.find(name) ? load_vector(file, name, length) : std::vector<float>();
}

/** @throws ModelError when the number is missing or not within [least, most]. */
inline int64_t required(const Gguf& file, const std::string& key, int64_t least, int64_t most) {
  const auto value = file.integer(key);
  if (!value) throw ModelError("the metadata has no " + key);
  if (*value < least || *value > most) throw ModelError(key + " is " + std::to_string(*value) + ", expected " + std::to_string(least) + " to " + std::to_string(most));
  return *value;
}

inline void add_to(float* out, const float* values, int n) {
  for (int i = 0; i < n; ++i) out[i] += values[i];
}

/** y = x / rms(x) * weight (Zhang and Sennrich 2019). */
inline void rms_norm(const float* x, const float* weight, float epsilon, int n, float* y) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += x[i] * x[i];
  const float factor = 1.0f / std::sqrt(sum / static_cast<float>(n) + epsilon);
  for (int i = 0; i < n; ++i) y[i] = x[i] * factor * weight[i];
}

inline void layer_norm(const float* x, const float* weight, const float* bias, float epsilon, int n, float* y) {
  float mean = 0, variance = 0;
  for (int i = 0; i < n; ++i) mean += x[i];
  mean /= static_cast<float>(n);
  for (int i = 0; i < n; ++i) variance += (x[i] - mean) * (x[i] - mean);
  const float factor = 1.0f / std::sqrt(variance / static_cast<float>(n) + epsilon);
  for (int i = 0; i < n; ++i) y[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

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

/** In place; gives back nothing but shares that sum to one. */
inline void softmax(float* x, int n) {
  float most = x[0];
  for (int i = 1; i < n; ++i) most = x[i] > most ? x[i] : most;
  float sum = 0;
  for (int i = 0; i < n; ++i) {
    x[i] = fast_exp(x[i] - most);
    sum += x[i];
  }
  const float factor = 1.0f / sum;
  for (int i = 0; i < n; ++i) x[i] *= factor;
}

/** x/2 * (1 + tanh(u)) written as x * sigmoid(2u). */
inline float gelu_tanh(float x) { return x / (1.0f + fast_exp(-1.5957691216f * (x + 0.044715f * x * x * x))); }
inline float gelu_erf(float x) { return 0.5f * x * (1.0f + std::erf(x * 0.7071067812f)); }
inline float silu(float x) { return x / (1.0f + fast_exp(-x)); }

}  // namespace millwright
