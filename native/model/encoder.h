// BERT-type encoders: texts to vectors.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../gguf/gguf.h"
#include "../kernels/matrix.h"

namespace millwright {

class Encoder {
 public:
  /** @throws ModelError naming what is missing, unsound or not supported. */
  Encoder(const Gguf& file, ThreadPool& pool, Isa isa);
  /** Bytes that the weights of a file will take. */
  static uint64_t weight_bytes(const Gguf& file);

  int width() const { return width_; }
  /** Most tokens of a text. */
  int context() const { return context_; }

  /** The mean of the final states or the first of them, as the model was trained, of length one. `tokens` are 1 to context(). */
  std::vector<float> embed(std::span<const int32_t> tokens);

 private:
  struct Dense {
    Matrix weight;
    std::vector<float> bias;
  };
  struct Layer {
    Dense q, k, v, output, up, down;
    std::vector<float> attention_norm, attention_norm_bias, output_norm, output_norm_bias;
  };

  Dense dense(const Gguf& file, const std::string& name, uint64_t rows, uint64_t columns);
  void apply(const Dense& dense, const float* x, int tokens, float* out);

  ThreadPool& pool_;
  const Kernels& kernels_;
  Arena arena_;
  int layers_count_ = 0, width_ = 0, heads_ = 0, ffn_ = 0, context_ = 0;
  float epsilon_ = 1e-12f;
  bool first_only_ = false;  // the vector is the first state instead of the mean
  Matrix embedding_, positions_;
  std::vector<float> type_, norm_, norm_bias_;
  std::vector<Layer> layers_;
  Activations x_;
};

}  // namespace millwright
