#include "decoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "shared.h"

namespace millwright {
namespace {

KvLayout layout_of(const DecoderShape& shape, bool bytes) {
  if (bytes && !KvLayout::fits_bytes(shape.head_width)) throw ModelError("an eight-bit cache needs heads of a multiple of 32 values and at most 512; this model's have " + std::to_string(shape.head_width));
  return {shape.layers, shape.kv_heads, shape.head_width, bytes};
}

/** Frequencies of layers with a sliding window: unscaled, from a base of their own (Gemma 3). */
Rope read_local_rope(const Gguf& file, const DecoderShape& shape) {
  const double base = file.number(shape.architecture + ".rope.freq_base_swa").value_or(10000);
  if (!(base > 1)) throw ModelError(shape.architecture + ".rope.freq_base_swa must be above 1");
  return plain_rope(static_cast<float>(base), shape.head_width);
}

}  // namespace

Decoder::Decoder(const Gguf& file, ThreadPool& pool, Isa isa, bool kv_bytes, const LoadProgress& progress)
    : pool_(pool),
      kernels_(kernels_for(isa)),
      shape_(read_shape(file)),
      rope_(read_rope(file, shape_.architecture, shape_.head_width)),
      local_rope_(read_local_rope(file, shape_)),
      arena_(weight_bytes(file)),
      attention_(kernels_, pool, layout_of(shape_, kv_bytes), shape_.heads),
      kv_bytes_(kv_bytes) {
  check_tensors(file, shape_);
  const uint64_t width = shape_.width, q_width = static_cast<uint64_t>(shape_.heads) * shape_.head_width;
  const uint64_t kv_width = static_cast<uint64_t>(shape_.kv_heads) * shape_.head_width, ffn = shape_.ffn_width;
  const TensorInfo& embedding = file.tensor("token_embd.weight");
  embedding_ = Matrix(embedding, embedding.rows(), width, pool, arena_);
  if (const TensorInfo* head = file.find("output.weight")) head_ = Matrix(*head, embedding.rows(), width, pool, arena_);
  output_norm_ = load_vector(file, "output_norm.weight", width);
  for (int i = 0; i < shape_.layers; ++i) {
    const std::string prefix = "blk." + std::to_string(i) + ".";
    const auto matrix = [&](const char* name, uint64_t rows, uint64_t columns) { return Matrix(file.tensor(prefix + name), rows, columns, pool, arena_); };
    Layer layer;
    layer.attention_norm = load_vector(file, prefix + "attn_norm.weight", width);
    layer.q = matrix("attn_q.weight", q_width, width);
    layer.k = matrix("attn_k.weight", kv_width, width);
    layer.v = matrix("attn_v.weight", kv_width, width);
    layer.q_bias = load_optional(file, prefix + "attn_q.bias", q_width);
    layer.k_bias = load_optional(file, prefix + "attn_k.bias", kv_width);
    layer.v_bias = load_optional(file, prefix + "attn_v.bias", kv_width);
    layer.q_norm = load_optional(file, prefix + "attn_q_norm.weight", shape_.head_width);
    layer.k_norm = load_optional(file, prefix + "attn_k_norm.weight", shape_.head_width);
    layer.output = matrix("attn_output.weight", width, q_width);
    layer.post_attention_norm = load_optional(file, prefix + "post_attention_norm.weight", width);
    layer.ffn_norm = load_vector(file, prefix + "ffn_norm.weight", width);
    layer.gate = matrix("ffn_gate.weight", ffn, width);
    layer.up = matrix("ffn_up.weight", ffn, width);
    layer.down = matrix("ffn_down.weight", width, ffn);
    layer.post_ffn_norm = load_optional(file, prefix + "post_ffw_norm.weight", width);
    layers_.push_back(std::move(layer));
    if (progress) progress((i + 1.0) / shape_.layers);
  }
}

KvLayout Decoder::kv_layout() const { return layout_of(shape_, kv_bytes_); }

uint64_t Decoder::weight_bytes(const Gguf& file) {
  uint64_t bytes = 0;
  for (const TensorInfo& tensor : file.tensors()) bytes += tensor.shape.size() > 1 ? Matrix::packed_bytes(tensor) : tensor.columns() * sizeof(float);
  return bytes;
}

void Decoder::embed(std::span<const BatchToken> batch) {
  pool_.run(tokens_, [&](int t) {
    float* x = state_.data() + static_cast<size_t>(t) * shape_.width;
    embedding_.row(batch[static_cast<size_t>(t)].token, x);
    if (shape_.embedding_scale != 1)
      for (int i = 0; i < shape_.width; ++i) x[i] *= shape_.embedding_scale;
  });
}

/** Cosines and sines of every token, once for all layers: [tokens][global, local][cosines, sines][head width / 2]. */
void Decoder::find_angles(std::span<const BatchToken> batch) {
  const size_t half = static_cast<size_t>(shape_.head_width) / 2;
  angles_.resize(batch.size() * 4 * half);
  pool_.run(tokens_, [&](int t) {
    float* at = angles_.data() + static_cast<size_t>(t) * 4 * half;
    const int position = batch[static_cast<size_t>(t)].position;
    rope_.angles(position, at, at + half);
    if (shape_.window > 0) local_rope_.angles(position, at + 2 * half, at + 3 * half);
  });
}

void Decoder::normalise(const std::vector<float>* post_norm, const std::vector<float>& norm, Activations::Need need) {
  const int width = shape_.width;
  x_.fill(kernels_, &pool_, tokens_, width, need, [&](int t, float* row) {
    float* state = state_.data() + static_cast<size_t>(t) * width;
    if (post_norm) {
      float* branch = branch_.data() + static_cast<size_t>(t) * width;
      if (!post_norm->empty()) kernels_.rms_norm(branch, post_norm->data(), shape_.norm_epsilon, width, branch);
      kernels_.add(state, branch, width);
    }
    kernels_.rms_norm(state, norm.data(), shape_.norm_epsilon, width, row);
  });
}

/** Queries, keys and values; all keys and values of the batch stand in their pages before anyone looks back. */
void Decoder::project(KvPages& pages, const Layer& layer, int index, std::span<const BatchToken> batch) {
  const int head_width = shape_.head_width, half = head_width / 2;
  const size_t q_width = static_cast<size_t>(shape_.heads) * head_width, kv_width = static_cast<size_t>(shape_.kv_heads) * head_width;
  multiply_all(kernels_, pool_, x_, {{&layer.q, q_.data(), q_width}, {&layer.k, k_.data(), kv_width}, {&layer.v, v_.data(), kv_width}});
  const auto rotate = shape_.rope_halves ? kernels_.rotate_halves : kernels_.rotate_pairs;
  pool_.run(tokens_, [&](int t) {
    const BatchToken& token = batch[static_cast<size_t>(t)];
    float* q = q_.data() + static_cast<size_t>(t) * q_width;
    float* k = k_.data() + static_cast<size_t>(t) * kv_width;
    float* v = v_.data() + static_cast<size_t>(t) * kv_width;
    const float* cosines = angles_.data() + (static_cast<size_t>(t) * 4 + (shape_.is_global(index) ? 0 : 2)) * static_cast<size_t>(half);
    if (!layer.q_bias.empty()) kernels_.add(q, layer.q_bias.data(), static_cast<int>(q_width));
    if (!layer.k_bias.empty()) kernels_.add(k, layer.k_bias.data(), static_cast<int>(kv_width));
    if (!layer.v_bias.empty()) kernels_.add(v, layer.v_bias.data(), static_cast<int>(kv_width));
    for (int h = 0; h < shape_.heads; ++h) {
      float* head = q + h * head_width;
      if (!layer.q_norm.empty()) kernels_.rms_norm(head, layer.q_norm.data(), shape_.norm_epsilon, head_width, head);
      rotate(head, cosines, cosines + half, half);
      for (int i = 0; i < head_width; ++i) head[i] *= shape_.attention_scale;
    }
    const int page = token.pages[token.position / kPagePositions], row = token.position % kPagePositions;
    for (int h = 0; h < shape_.kv_heads; ++h) {
      float* head = k + h * head_width;
      if (!layer.k_norm.empty()) kernels_.rms_norm(head, layer.k_norm.data(), shape_.norm_epsilon, head_width, head);
      rotate(head, cosines, cosines + half, half);
      pages.store(kernels_, page, row, index, h, head, v + h * head_width);
    }
  });
}

void Decoder::watch(InputStatistics* statistics) {
  statistics_ = statistics;
  if (statistics) statistics->resize(layers_.size() * kLinearInputs);
}

Activations::Need Decoder::need(std::initializer_list<const Matrix*> matrices) const {
  Activations::Need need = need_of(matrices);
  need.floats |= statistics_ != nullptr;
  return need;
}

void Decoder::note(int layer, LinearInput input, const Activations& x) {
  if (!statistics_) return;
  ChannelStatistics& statistics = (*statistics_)[static_cast<size_t>(layer * kLinearInputs + static_cast<int>(input))];
  const size_t columns = static_cast<size_t>(x.columns());
  statistics.largest.resize(columns);
  statistics.squares.resize(columns);
  for (int t = 0; t < x.tokens(); ++t) {
    const float* row = x.floats() + static_cast<size_t>(t) * columns;
    for (size_t i = 0; i < columns; ++i) {
      statistics.largest[i] = std::max(statistics.largest[i], std::abs(row[i]));
      statistics.squares[i] += static_cast<double>(row[i]) * row[i];
    }
  }
}

void Decoder::forward(KvPages& pages, std::span<const BatchToken> batch) {
  tokens_ = static_cast<int>(batch.size());
  const size_t count = batch.size(), width = static_cast<size_t>(shape_.width);
  const size_t q_width = static_cast<size_t>(shape_.heads) * shape_.head_width, kv_width = static_cast<size_t>(shape_.kv_heads) * shape_.head_width;
  state_.resize(count * width);
  branch_.resize(count * width);
  q_.resize(count * q_width);
  attended_.resize(count * q_width);
  k_.resize(count * kv_width);
  v_.resize(count * kv_width);

  embed(batch);
  find_angles(batch);
  const std::vector<float>* branch_norm = nullptr;
  for (int i = 0; i < shape_.layers; ++i) {
    const Layer& layer = layers_[static_cast<size_t>(i)];
    normalise(branch_norm, layer.attention_norm, need({&layer.q, &layer.k, &layer.v}));
    note(i, LinearInput::kAttention, x_);
    project(pages, layer, i, batch);
    // With many tokens everything waits for arithmetic, not for memory.
    Ahead ahead(tokens_ <= kernels_.tile_tokens ? std::span(layer.output.bytes().data(), layer.up.bytes().data() + layer.up.bytes().size()) : std::span<const uint8_t>());
    attention_.run(pages, i, batch, q_.data(), shape_.is_global(i) ? 0 : shape_.window, attended_.data(), ahead);
    x_.fill(kernels_, &pool_, tokens_, static_cast<int>(q_width), need({&layer.output}),
            [&](int t, float* row) { std::memcpy(row, attended_.data() + static_cast<size_t>(t) * q_width, q_width * sizeof(float)); });
    note(i, LinearInput::kOutput, x_);
    multiply_all(kernels_, pool_, x_, {{&layer.output, branch_.data(), width}});
    normalise(&layer.post_attention_norm, layer.ffn_norm, need({&layer.gate, &layer.up}));
    note(i, LinearInput::kFeedForward, x_);
    multiply_gated(kernels_, pool_, x_, layer.gate, layer.up, shape_.gelu, need({&layer.down}), inner_);
    note(i, LinearInput::kDown, inner_);
    multiply_all(kernels_, pool_, inner_, {{&layer.down, branch_.data(), width}});
    branch_norm = &layer.post_ffn_norm;
  }
  pool_.run(tokens_, [&](int t) {
    float* branch = branch_.data() + static_cast<size_t>(t) * width;
    if (!branch_norm->empty()) kernels_.rms_norm(branch, branch_norm->data(), shape_.norm_epsilon, shape_.width, branch);
    kernels_.add(state_.data() + static_cast<size_t>(t) * width, branch, shape_.width);
  });
}

void Decoder::score(std::span<const size_t> tokens, std::vector<float>& scores) {
  const size_t vocabulary = static_cast<size_t>(shape_.vocabulary);
  scores.resize(tokens.size() * vocabulary);
  x_.fill(kernels_, &pool_, static_cast<int>(tokens.size()), shape_.width, need_of({&head()}), [&](int i, float* row) {
    kernels_.rms_norm(state_.data() + tokens[static_cast<size_t>(i)] * static_cast<size_t>(shape_.width), output_norm_.data(), shape_.norm_epsilon, shape_.width, row);
  });
  multiply_all(kernels_, pool_, x_, {{&head(), scores.data(), vocabulary}});
}

void Decoder::final_states(std::span<const size_t> tokens, std::vector<float>& states) {
  const size_t width = static_cast<size_t>(shape_.width);
  states.resize(tokens.size() * width);
  for (size_t i = 0; i < tokens.size(); ++i)
    kernels_.rms_norm(state_.data() + tokens[i] * width, output_norm_.data(), shape_.norm_epsilon, shape_.width, states.data() + i * width);
}

void Decoder::score_states(const float* states, size_t count, std::vector<float>& scores) {
  const size_t vocabulary = static_cast<size_t>(shape_.vocabulary), width = static_cast<size_t>(shape_.width);
  scores.resize(count * vocabulary);
  x_.fill(kernels_, &pool_, static_cast<int>(count), shape_.width, need_of({&head()}),
          [&](int i, float* row) { std::memcpy(row, states + static_cast<size_t>(i) * width, width * sizeof(float)); });
  multiply_all(kernels_, pool_, x_, {{&head(), scores.data(), vocabulary}});
}

void Decoder::score_some(size_t token, std::span<const int32_t> words, std::vector<float>& scores) {
  scores.resize(words.size());
  std::vector<int> panels;
  for (const int32_t word : words) panels.push_back(word / kPanelRows);
  std::sort(panels.begin(), panels.end());
  panels.erase(std::unique(panels.begin(), panels.end()), panels.end());
  x_.fill(kernels_, nullptr, 1, shape_.width, need_of({&head()}), [&](int, float* row) {
    kernels_.rms_norm(state_.data() + token * static_cast<size_t>(shape_.width), output_norm_.data(), shape_.norm_epsilon, shape_.width, row);
  });
  std::vector<float> found(panels.size() * kPanelRows);
  const auto one = [&](int piece) {
    head().multiply(kernels_, x_, panels[static_cast<size_t>(piece)], panels[static_cast<size_t>(piece)] + 1, found.data() + static_cast<size_t>(piece) * kPanelRows, kPanelRows);
  };
  constexpr size_t kAlone = 64;  // fewer are sooner done than shared out
  if (panels.size() < kAlone)
    for (size_t i = 0; i < panels.size(); ++i) one(static_cast<int>(i));
  else
    pool_.run(static_cast<int>(panels.size()), one);
  for (size_t i = 0; i < words.size(); ++i) {
    const auto panel = std::lower_bound(panels.begin(), panels.end(), words[i] / kPanelRows) - panels.begin();
    scores[i] = found[static_cast<size_t>(panel) * kPanelRows + static_cast<size_t>(words[i] % kPanelRows)];
  }
}

}  // namespace millwright
