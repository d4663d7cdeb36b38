#include "decoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "shared.h"

namespace millwright {
namespace {

DecoderShape read_shape(const Gguf& file) {
  DecoderShape shape;
  shape.architecture = file.text("general.architecture").value_or("");
  const std::string& name = shape.architecture;
  const bool gemma = name == "gemma3";
  if (!gemma && name != "llama" && name != "qwen2" && name != "qwen3")
    throw ModelError("the architecture \"" + name + "\" is not supported; supported are gemma3, llama, qwen2, qwen3");
  const auto key = [&](const char* rest) { return name + "." + rest; };
  shape.layers = static_cast<int>(required(file, key("block_count"), 1, 1024));
  shape.width = static_cast<int>(required(file, key("embedding_length"), 1, 1 << 16));
  shape.heads = static_cast<int>(required(file, key("attention.head_count"), 1, 1024));
  shape.kv_heads = static_cast<int>(file.integer(key("attention.head_count_kv")).value_or(shape.heads));
  if (shape.kv_heads < 1 || shape.heads % shape.kv_heads != 0) throw ModelError("attention.head_count_kv does not divide attention.head_count");
  shape.head_width = static_cast<int>(file.integer(key("attention.key_length")).value_or(shape.width / shape.heads));
  if (shape.head_width < 2 || shape.head_width > 1024 || shape.head_width % 2) throw ModelError("attention.key_length is out of range");
  if (file.integer(key("attention.value_length")).value_or(shape.head_width) != shape.head_width)
    throw ModelError("keys and values of different widths are not supported");
  shape.ffn_width = static_cast<int>(required(file, key("feed_forward_length"), 1, 1 << 20));
  shape.trained_context = static_cast<int>(file.integer(key("context_length")).value_or(2048));
  shape.norm_epsilon = static_cast<float>(file.number(key("attention.layer_norm_rms_epsilon")).value_or(1e-6));
  shape.rope_base = static_cast<float>(file.number(key("rope.freq_base")).value_or(10000));
  if (file.text(key("rope.scaling.type")).value_or("none") == "linear")
    shape.rope_scale = static_cast<float>(file.number(key("rope.scaling.factor")).value_or(1));
  shape.attention_scale = 1.0f / std::sqrt(static_cast<float>(shape.head_width));
  shape.rope_halves = name != "llama";
  if (gemma) {
    shape.window = static_cast<int>(file.integer(key("attention.sliding_window")).value_or(512));
    shape.window_pattern = static_cast<int>(file.integer(key("attention.sliding_window_pattern")).value_or(6));
    if (shape.window < 1 || shape.window_pattern < 1) throw ModelError("the sliding window is out of range");
    shape.embedding_scale = std::sqrt(static_cast<float>(shape.width));
    shape.gelu = true;
  }
  return shape;
}

std::vector<float> inverse_frequencies(float base, float scale, int head_width) {
  std::vector<float> values(static_cast<size_t>(head_width) / 2);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = std::pow(base, -2.0f * static_cast<float>(i) / static_cast<float>(head_width)) / scale;
  return values;
}

}  // namespace

KvCache::KvCache(const DecoderShape& shape, int capacity)
    : capacity_(capacity), width_(static_cast<size_t>(shape.kv_heads) * shape.head_width) {
  keys_.resize(static_cast<size_t>(shape.layers) * capacity * width_);
  values_.resize(keys_.size());
}

Decoder::Decoder(const Gguf& file, ThreadPool& pool, Isa isa) : pool_(pool), kernels_(kernels_for(isa)), shape_(read_shape(file)) {
  const uint64_t width = shape_.width, q_width = static_cast<uint64_t>(shape_.heads) * shape_.head_width;
  const uint64_t kv_width = static_cast<uint64_t>(shape_.kv_heads) * shape_.head_width, ffn = shape_.ffn_width;
  const TensorInfo& embedding = file.tensor("token_embd.weight");
  shape_.vocabulary = static_cast<int>(embedding.rows());
  embedding_ = Matrix(embedding, embedding.rows(), width);
  if (const TensorInfo* head = file.find("output.weight")) head_ = Matrix(*head, embedding.rows(), width);
  output_norm_ = load_vector(file, "output_norm.weight", width);
  for (int i = 0; i < shape_.layers; ++i) {
    const std::string prefix = "blk." + std::to_string(i) + ".";
    const auto matrix = [&](const char* name, uint64_t rows, uint64_t columns) { return Matrix(file.tensor(prefix + name), rows, columns); };
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
  }
  inverse_frequency_ = inverse_frequencies(shape_.rope_base, shape_.rope_scale, shape_.head_width);
  local_inverse_frequency_ = inverse_frequencies(shape_.local_rope_base, 1, shape_.head_width);
}

size_t Decoder::weight_bytes() const {
  size_t bytes = embedding_.bytes() + head_.bytes();
  for (const Layer& layer : layers_)
    for (const Matrix* matrix : {&layer.q, &layer.k, &layer.v, &layer.output, &layer.gate, &layer.up, &layer.down}) bytes += matrix->bytes();
  return bytes;
}

void Decoder::rotate(float* head, int position, bool global) const {
  const std::vector<float>& frequencies = global ? inverse_frequency_ : local_inverse_frequency_;
  const int half = shape_.head_width / 2;
  for (int i = 0; i < half; ++i) {
    const float angle = static_cast<float>(position) * frequencies[static_cast<size_t>(i)];
    const float cosine = std::cos(angle), sine = std::sin(angle);
    float& a = shape_.rope_halves ? head[i] : head[2 * i];
    float& b = shape_.rope_halves ? head[i + half] : head[2 * i + 1];
    const float rotated = a * cosine - b * sine;
    b = a * sine + b * cosine;
    a = rotated;
  }
}

void Decoder::attend(const Layer& layer, int index, std::span<const BatchToken> batch) {
  const int tokens = static_cast<int>(batch.size()), head_width = shape_.head_width, group = shape_.heads / shape_.kv_heads;
  const size_t q_width = static_cast<size_t>(shape_.heads) * head_width, kv_width = static_cast<size_t>(shape_.kv_heads) * head_width;
  const bool global = is_global(index);
  multiply_all(kernels_, pool_, buffer_, normed_.data(), tokens,
               {{&layer.q, q_.data(), q_width}, {&layer.k, k_.data(), kv_width}, {&layer.v, v_.data(), kv_width}});
  // All keys and values of the batch stand in the cache before anyone looks back.
  pool_.run(tokens, [&](int t) {
    const BatchToken& token = batch[static_cast<size_t>(t)];
    float* q = q_.data() + static_cast<size_t>(t) * q_width;
    float* k = k_.data() + static_cast<size_t>(t) * kv_width;
    float* v = v_.data() + static_cast<size_t>(t) * kv_width;
    if (!layer.q_bias.empty()) add_to(q, layer.q_bias.data(), static_cast<int>(q_width));
    if (!layer.k_bias.empty()) add_to(k, layer.k_bias.data(), static_cast<int>(kv_width));
    if (!layer.v_bias.empty()) add_to(v, layer.v_bias.data(), static_cast<int>(kv_width));
    for (int h = 0; h < shape_.heads; ++h) {
      float* head = q + h * head_width;
      if (!layer.q_norm.empty()) rms_norm(head, layer.q_norm.data(), shape_.norm_epsilon, head_width, head);
      rotate(head, token.position, global);
      for (int i = 0; i < head_width; ++i) head[i] *= shape_.attention_scale;
    }
    for (int h = 0; h < shape_.kv_heads; ++h) {
      float* head = k + h * head_width;
      if (!layer.k_norm.empty()) rms_norm(head, layer.k_norm.data(), shape_.norm_epsilon, head_width, head);
      rotate(head, token.position, global);
    }
    kernels_.to_half(k, token.cache->key(index, token.position), static_cast<int>(kv_width));
    kernels_.to_half(v, token.cache->value(index, token.position), static_cast<int>(kv_width));
  });
  pool_.run(tokens * shape_.heads, [&](int piece) {
    const int t = piece / shape_.heads, h = piece % shape_.heads;
    const BatchToken& token = batch[static_cast<size_t>(t)];
    const int first = global ? 0 : std::max(0, token.position - shape_.window + 1);
    const int count = token.position - first + 1;
    const size_t offset = static_cast<size_t>(h / group) * head_width;
    const float* q = q_.data() + static_cast<size_t>(t) * q_width + static_cast<size_t>(h) * head_width;
    thread_local std::vector<float> weights;
    weights.resize(static_cast<size_t>(count));
    for (int p = 0; p < count; ++p)
      weights[static_cast<size_t>(p)] = kernels_.dot_half(q, token.cache->key(index, first + p) + offset, head_width);
    softmax(weights.data(), count);
    float* out = attended_.data() + static_cast<size_t>(t) * q_width + static_cast<size_t>(h) * head_width;
    std::fill(out, out + head_width, 0.0f);
    for (int p = 0; p < count; ++p)
      kernels_.add_half(out, weights[static_cast<size_t>(p)], token.cache->value(index, first + p) + offset, head_width);
  });
  multiply_all(kernels_, pool_, buffer_, attended_.data(), tokens, {{&layer.output, branch_.data(), static_cast<size_t>(shape_.width)}});
}

void Decoder::feed_forward(const Layer& layer, int tokens) {
  const size_t ffn = static_cast<size_t>(shape_.ffn_width);
  multiply_all(kernels_, pool_, buffer_, normed_.data(), tokens, {{&layer.gate, gate_.data(), ffn}, {&layer.up, up_.data(), ffn}});
  constexpr int kPiece = 1024;
  const int total = tokens * shape_.ffn_width;
  pool_.run((total + kPiece - 1) / kPiece, [&](int piece) {
    const int last = std::min(total, (piece + 1) * kPiece);
    // Two plain loops rather than a choice in one: each can be vectorised.
    float* gate = gate_.data();
    const float* up = up_.data();
    if (shape_.gelu)
      for (int i = piece * kPiece; i < last; ++i) gate[i] = gelu_tanh(gate[i]) * up[i];
    else
      for (int i = piece * kPiece; i < last; ++i) gate[i] = silu(gate[i]) * up[i];
  });
  multiply_all(kernels_, pool_, buffer_, gate_.data(), tokens, {{&layer.down, branch_.data(), static_cast<size_t>(shape_.width)}});
}

void Decoder::forward(std::span<const BatchToken> batch) {
  const int tokens = static_cast<int>(batch.size()), width = shape_.width;
  const size_t count = batch.size(), q_width = static_cast<size_t>(shape_.heads) * shape_.head_width;
  const size_t kv_width = static_cast<size_t>(shape_.kv_heads) * shape_.head_width;
  state_.resize(count * width);
  normed_.resize(count * width);
  branch_.resize(count * width);
  q_.resize(count * q_width);
  attended_.resize(count * q_width);
  k_.resize(count * kv_width);
  v_.resize(count * kv_width);
  gate_.resize(count * shape_.ffn_width);
  up_.resize(count * shape_.ffn_width);

  pool_.run(tokens, [&](int t) {
    float* x = state_.data() + static_cast<size_t>(t) * width;
    embedding_.row(batch[static_cast<size_t>(t)].token, x);
    if (shape_.embedding_scale != 1)
      for (int i = 0; i < width; ++i) x[i] *= shape_.embedding_scale;
  });
  const auto normalise = [&](const std::vector<float>& weight) {
    for (int t = 0; t < tokens; ++t)
      rms_norm(state_.data() + static_cast<size_t>(t) * width, weight.data(), shape_.norm_epsilon, width, normed_.data() + static_cast<size_t>(t) * width);
  };
  const auto add_branch = [&](const std::vector<float>& post_norm) {
    for (int t = 0; t < tokens; ++t) {
      float* branch = branch_.data() + static_cast<size_t>(t) * width;
      if (!post_norm.empty()) rms_norm(branch, post_norm.data(), shape_.norm_epsilon, width, branch);
      add_to(state_.data() + static_cast<size_t>(t) * width, branch, width);
    }
  };
  for (int i = 0; i < shape_.layers; ++i) {
    const Layer& layer = layers_[static_cast<size_t>(i)];
    normalise(layer.attention_norm);
    attend(layer, i, batch);
    add_branch(layer.post_attention_norm);
    normalise(layer.ffn_norm);
    feed_forward(layer, tokens);
    add_branch(layer.post_ffn_norm);
  }
}

void Decoder::head_input(const float* hidden) {
  final_.resize(static_cast<size_t>(shape_.width));
  rms_norm(hidden, output_norm_.data(), shape_.norm_epsilon, shape_.width, final_.data());
}

void Decoder::score_all(const float* hidden, std::vector<float>& scores) {
  head_input(hidden);
  scores.resize(static_cast<size_t>(shape_.vocabulary));
  const Matrix& head = head_.empty() ? embedding_ : head_;
  multiply_all(kernels_, pool_, buffer_, final_.data(), 1, {{&head, scores.data(), scores.size()}});
}

void Decoder::score_some(const float* hidden, std::span<const int32_t> tokens, std::vector<float>& scores) {
  head_input(hidden);
  const Matrix& head = head_.empty() ? embedding_ : head_;
  scores.resize(tokens.size());
  std::vector<int> panels;
  for (const int32_t token : tokens) panels.push_back(token / kPanelRows);
  std::sort(panels.begin(), panels.end());
  panels.erase(std::unique(panels.begin(), panels.end()), panels.end());
  const Activations q = head.quantised() ? buffer_.fill(kernels_, pool_, final_.data(), 1, shape_.width) : Activations{nullptr, nullptr, nullptr, shape_.width};
  std::vector<float> found(panels.size() * kPanelRows);
  const auto one = [&](int piece) {
    const int panel = panels[static_cast<size_t>(piece)];
    // The kernel writes rows at their own place: shift it so that this panel's rows begin at its slot.
    float* slot = found.data() + static_cast<size_t>(piece) * kPanelRows - static_cast<size_t>(panel) * kPanelRows;
    head.multiply(kernels_, final_.data(), q, 1, panel, panel + 1, slot, 0);
  };
  if (panels.size() < 64)
    for (size_t i = 0; i < panels.size(); ++i) one(static_cast<int>(i));
  else
    pool_.run(static_cast<int>(panels.size()), one);
  for (size_t i = 0; i < tokens.size(); ++i) {
    const auto panel = std::lower_bound(panels.begin(), panels.end(), tokens[i] / kPanelRows) - panels.begin();
    scores[i] = found[static_cast<size_t>(panel) * kPanelRows + static_cast<size_t>(tokens[i] % kPanelRows)];
  }
}

}  // namespace millwright
