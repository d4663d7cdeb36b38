// Decoder-only transformers: Gemma 3 text, Llama 2/3, Qwen2/2.5, Qwen3 (dense).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "../gguf/gguf.h"
#include "../kernels/line_vector.h"
#include "../kernels/matrix.h"
#include "attention.h"
#include "decoder_shape.h"
#include "kv_pages.h"
#include "rope.h"

namespace millwright {

/** Where linear layers take their inputs from: the normed state before attention, what attention gathered, the normed state
 * before the feed-forward network, and what its gate let through. */
enum class LinearInput { kAttention, kOutput, kFeedForward, kDown };
constexpr int kLinearInputs = 4;

/** What one linear input held while a text was read: of every channel the largest magnitude and the sum of squares. */
struct ChannelStatistics {
  std::vector<float> largest;
  std::vector<double> squares;
};
/** [layer * kLinearInputs + input] */
using InputStatistics = std::vector<ChannelStatistics>;

/** Called with 0 to 1 while something loads; may be empty. */
using LoadProgress = std::function<void(double)>;

class Decoder {
 public:
  /**
   * @param progress told how much of the weights is loaded
   * @throws ModelError naming what is missing, unsound or not supported.
   */
  Decoder(const Gguf& file, ThreadPool& pool, Isa isa, bool kv_bytes, const LoadProgress& progress = {});
  /** Bytes that the weights of a file will take. */
  static uint64_t weight_bytes(const Gguf& file);

  const DecoderShape& shape() const { return shape_; }
  KvLayout kv_layout() const;

  /**
   * Computes the batch and stores its keys and values. Tokens of one sequence stand one after the other, in the order of
   * their positions. Afterwards score() takes the final state of any of them.
   */
  void forward(KvPages& pages, std::span<const BatchToken> batch);

  /** Scores of every word for some tokens of the batch: scores[i * vocabulary + word]. */
  void score(std::span<const size_t> tokens, std::vector<float>& scores);
  /** Scores of the given words only; the rest of the head is not read. */
  void score_some(size_t token, std::span<const int32_t> words, std::vector<float>& scores);

  /** The normed states that score() multiplies with the head: states[i * width + channel]. */
  void final_states(std::span<const size_t> tokens, std::vector<float>& states);
  /** Scores of every word for states as final_states() gives them, of this model or of one with the same head. */
  void score_states(const float* states, size_t count, std::vector<float>& scores);

  /** From now on forward() adds what it meets to the statistics. They must outlive it; nullptr ends it. */
  void watch(InputStatistics* statistics);

 private:
  struct Layer {
    std::vector<float> attention_norm, q_norm, k_norm, post_attention_norm, ffn_norm, post_ffn_norm;
    std::vector<float> q_bias, k_bias, v_bias;
    Matrix q, k, v, output, gate, up, down;
  };

  void embed(std::span<const BatchToken> batch);
  void find_angles(std::span<const BatchToken> batch);
  /** Adds the branch to the state and fills `x_` with the normed state, for matrices that need what `need` says. */
  void normalise(const std::vector<float>* post_norm, const std::vector<float>& norm, Activations::Need need);
  void project(KvPages& pages, const Layer& layer, int index, std::span<const BatchToken> batch);
  /** What activations must hold for the matrices, and for the watcher. */
  Activations::Need need(std::initializer_list<const Matrix*> matrices) const;
  /** Shows a linear input to the watcher. */
  void note(int layer, LinearInput input, const Activations& x);
  const Matrix& head() const { return head_.empty() ? embedding_ : head_; }

  ThreadPool& pool_;
  const Kernels& kernels_;
  DecoderShape shape_;
  Rope rope_, local_rope_;
  Arena arena_;
  Matrix embedding_, head_;
  std::vector<float> output_norm_;
  std::vector<Layer> layers_;
  Attention attention_;
  bool kv_bytes_;
  int tokens_ = 0;
  InputStatistics* statistics_ = nullptr;
  Activations x_, inner_;
  LineVector<float> state_, q_, k_, v_, attended_, branch_, angles_;
};

}  // namespace millwright
