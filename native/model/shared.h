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

inline void layer_norm(const float* x, const float* weight, const float* bias, float epsilon, int n, float* y) {
  float mean = 0, variance = 0;
  for (int i = 0; i < n; ++i) mean += x[i];
  mean /= static_cast<float>(n);
  for (int i = 0; i < n; ++i) variance += (x[i] - mean) * (x[i] - mean);
  const float factor = 1.0f / std::sqrt(variance / static_cast<float>(n) + epsilon);
  for (int i = 0; i < n; ++i) y[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

inline float gelu_erf(float x) { return 0.5f * x * (1.0f + std::erf(x * 0.7071067812f)); }

}  // namespace millwright
