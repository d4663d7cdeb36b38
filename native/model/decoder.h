// Decoder-only transformers: Gemma 3 text, Llama 2/3, Qwen2/2.5, Qwen3 (dense).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "../gguf/gguf.h"
#include "../kernels/matrix.h"

namespace millwright {

struct DecoderShape {
  std::string architecture;
  int layers = 0, width = 0, heads = 0, kv_heads = 0, head_width = 0, ffn_width = 0, vocabulary = 0;
  int trained_context = 0;
  int window = 0;          // sliding-window attention; 0: none
  int window_pattern = 0;  // every n-th layer is global
  float norm_epsilon = 1e-6f;
  float rope_base = 10000, local_rope_base = 10000;
  float rope_scale = 1;    // linear scaling: positions are divided by it
  float attention_scale = 1;
  float embedding_scale = 1;
  bool gelu = false;        // GeGLU instead of SwiGLU
  bool rope_halves = true;  // pairs (i, i + half) instead of (2i, 2i + 1)
};

/** Keys and values of one sequence, in half precision. */
class KvCache {
 public:
  KvCache(const DecoderShape& shape, int capacity);
  int capacity() const { return capacity_; }
  uint16_t* key(int layer, int position) { return keys_.data() + offset(layer, position); }
  uint16_t* value(int layer, int position) { return values_.data() + offset(layer, position); }
  size_t bytes() const { return (keys_.size() + values_.size()) * sizeof(uint16_t); }

 private:
  size_t offset(int layer, int position) const { return (static_cast<size_t>(layer) * capacity_ + position) * width_; }
  int capacity_;
  size_t width_;
  std::vector<uint16_t> keys_, values_;
};

/** One token of a batch: which sequence it belongs to, and where. */
struct BatchToken {
  int32_t token;
  int position;
  KvCache* cache;
};

class Decoder {
 public:
  /** @throws ModelError naming what is missing, unsound or not supported. */
  Decoder(const Gguf& file, ThreadPool& pool, Isa isa);

  const DecoderShape& shape() const { return shape_; }
  size_t weight_bytes() const;

  /**
   * Computes the batch and stores its keys and values. Tokens of one sequence stand in the order of their positions.
   * Afterwards hidden(i) is the final state of token i.
   */
  void forward(std::span<const BatchToken> batch);
  const float* hidden(size_t index) const { return state_.data() + index * static_cast<size_t>(shape_.width); }

  /** Scores of every word for one final state. */
  void score_all(const float* hidden, std::vector<float>& scores);
  /** Scores of the given words only; the rest of the head is not read. */
  void score_some(const float* hidden, std::span<const int32_t> tokens, std::vector<float>& scores);

 private:
  struct Layer {
    std::vector<float> attention_norm, q_norm, k_norm, post_attention_norm, ffn_norm, post_ffn_norm;
    std::vector<float> q_bias, k_bias, v_bias;
    Matrix q, k, v, output, gate, up, down;
  };

  bool is_global(int layer) const { return shape_.window == 0 || (layer + 1) % shape_.window_pattern == 0; }
  void rotate(float* head, int position, bool global) const;
  void attend(const Layer& layer, int index, std::span<const BatchToken> batch);
  void feed_forward(const Layer& layer, int tokens);
  void head_input(const float* hidden);

  ThreadPool& pool_;
  const Kernels& kernels_;
  DecoderShape shape_;
  Matrix embedding_, head_;
  std::vector<float> output_norm_;
  std::vector<Layer> layers_;
  std::vector<float> inverse_frequency_, local_inverse_frequency_;
  ActivationBuffer buffer_;
  std::vector<float> state_, normed_, q_, k_, v_, attended_, branch_, gate_, up_, final_;
};

}  // namespace millwright
