#include "encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "shared.h"

namespace millwright {
namespace {

/** bert.pooling_type */
enum Pooling : int64_t { kNone = 0, kMean = 1, kFirst = 2 };

bool reads_first_only(const Gguf& file) {
  const int64_t pooling = file.integer("bert.pooling_type").value_or(kMean);
  if (pooling != kNone && pooling != kMean && pooling != kFirst)
    throw ModelError("bert.pooling_type is " + std::to_string(pooling) + "; supported are 1 (mean) and 2 (the first token)");
  return pooling == kFirst;
}

}  // namespace

uint64_t Encoder::weight_bytes(const Gguf& file) {
  uint64_t bytes = 0;
  for (const TensorInfo& tensor : file.tensors()) bytes += Matrix::packed_bytes(tensor);
  return bytes;
}

Encoder::Encoder(const Gguf& file, ThreadPool& pool, Isa isa) : pool_(pool), kernels_(kernels_for(isa)), arena_(weight_bytes(file)) {
  const std::string name = file.text("general.architecture").value_or("");
  if (name != "bert") throw ModelError("the architecture \"" + name + "\" is no encoder that is supported; bert is");
  layers_count_ = static_cast<int>(required(file, "bert.block_count", 1, 256));
  width_ = static_cast<int>(required(file, "bert.embedding_length", 1, 1 << 14));
  heads_ = static_cast<int>(required(file, "bert.attention.head_count", 1, 256));
  ffn_ = static_cast<int>(required(file, "bert.feed_forward_length", 1, 1 << 18));
  if (width_ % heads_) throw ModelError("bert.attention.head_count does not divide bert.embedding_length");
  epsilon_ = static_cast<float>(file.number("bert.attention.layer_norm_epsilon").value_or(1e-12));
  const uint64_t width = width_, ffn = ffn_;
  const TensorInfo& words = file.tensor("token_embd.weight");
  embedding_ = Matrix(words, words.rows(), width, pool, arena_);
  const TensorInfo& positions = file.tensor("position_embd.weight");
  positions_ = Matrix(positions, positions.rows(), width, pool, arena_);
  context_ = static_cast<int>(std::clamp<int64_t>(file.integer("bert.context_length").value_or(1 << 20), 1, static_cast<int64_t>(positions.rows())));
  first_only_ = reads_first_only(file);
  type_.resize(width);
  if (const TensorInfo* types = file.find("token_types.weight")) {
    if (types->columns() != width) throw ModelError("tensor token_types.weight has another width than the model");
    dequantize(types->type, types->data, width, type_.data());
  }
  norm_ = load_vector(file, "token_embd_norm.weight", width);
  norm_bias_ = load_vector(file, "token_embd_norm.bias", width);
  for (int i = 0; i < layers_count_; ++i) {
    const std::string prefix = "blk." + std::to_string(i) + ".";
    layers_.push_back(Layer{
        dense(file, prefix + "attn_q", width, width), dense(file, prefix + "attn_k", width, width),
        dense(file, prefix + "attn_v", width, width), dense(file, prefix + "attn_output", width, width),
        dense(file, prefix + "ffn_up", ffn, width), dense(file, prefix + "ffn_down", width, ffn),
        load_vector(file, prefix + "attn_output_norm.weight", width), load_vector(file, prefix + "attn_output_norm.bias", width),
        load_vector(file, prefix + "layer_output_norm.weight", width), load_vector(file, prefix + "layer_output_norm.bias", width)});
  }
}

Encoder::Dense Encoder::dense(const Gguf& file, const std::string& name, uint64_t rows, uint64_t columns) {
  return {Matrix(file.tensor(name + ".weight"), rows, columns, pool_, arena_), load_vector(file, name + ".bias", rows)};
}

void Encoder::apply(const Dense& dense, const float* x, int tokens, float* out) {
  const int rows = dense.weight.rows();
  const size_t columns = static_cast<size_t>(dense.weight.columns());
  x_.fill(kernels_, &pool_, tokens, static_cast<int>(columns), need_of({&dense.weight}),
          [&](int t, float* row) { std::memcpy(row, x + static_cast<size_t>(t) * columns, columns * sizeof(float)); });
  multiply_all(kernels_, pool_, x_, {{&dense.weight, out, static_cast<size_t>(rows)}});
  for (int t = 0; t < tokens; ++t) kernels_.add(out + static_cast<size_t>(t) * rows, dense.bias.data(), rows);
}

std::vector<float> Encoder::embed(std::span<const int32_t> ids) {
  const int tokens = static_cast<int>(ids.size()), head_width = width_ / heads_;
  const size_t width = static_cast<size_t>(width_), count = ids.size();
  LineVector<float> x(count * width), q(count * width), k(count * width), v(count * width), mixed(count * width), branch(count * width);
  LineVector<float> inner(count * static_cast<size_t>(ffn_)), position(width);
  for (size_t t = 0; t < count; ++t) {
    float* row = x.data() + t * width;
    embedding_.row(ids[t], row);
    positions_.row(static_cast<int>(t), position.data());
    for (size_t i = 0; i < width; ++i) row[i] += position[i] + type_[i];
    layer_norm(row, norm_.data(), norm_bias_.data(), epsilon_, width_, row);
  }
  const float scale = 1.0f / std::sqrt(static_cast<float>(head_width));
  const auto add_and_norm = [&](const std::vector<float>& weight, const std::vector<float>& bias) {
    for (size_t t = 0; t < count; ++t) {
      kernels_.add(x.data() + t * width, branch.data() + t * width, width_);
      layer_norm(x.data() + t * width, weight.data(), bias.data(), epsilon_, width_, x.data() + t * width);
    }
  };
  for (const Layer& layer : layers_) {
    apply(layer.q, x.data(), tokens, q.data());
    apply(layer.k, x.data(), tokens, k.data());
    apply(layer.v, x.data(), tokens, v.data());
    pool_.run(tokens * heads_, [&](int piece) {
      const size_t t = static_cast<size_t>(piece / heads_), offset = static_cast<size_t>(piece % heads_) * head_width;
      thread_local std::vector<float> weights;
      weights.resize(count);
      for (size_t s = 0; s < count; ++s)
        weights[s] = kernels_.dot(q.data() + t * width + offset, k.data() + s * width + offset, head_width) * scale;
      const float most = kernels_.largest(weights.data(), tokens), sum = kernels_.exponentials(weights.data(), tokens, most);
      float* out = mixed.data() + t * width + offset;
      std::fill(out, out + head_width, 0.0f);
      for (size_t s = 0; s < count; ++s)
        for (int i = 0; i < head_width; ++i) out[i] += weights[s] / sum * v[s * width + offset + static_cast<size_t>(i)];
    });
    apply(layer.output, mixed.data(), tokens, branch.data());
    add_and_norm(layer.attention_norm, layer.attention_norm_bias);
    apply(layer.up, x.data(), tokens, inner.data());
    for (float& value : inner) value = gelu_erf(value);
    apply(layer.down, inner.data(), tokens, branch.data());
    add_and_norm(layer.output_norm, layer.output_norm_bias);
  }
  std::vector<float> mean(width, 0.0f);
  for (size_t t = 0; t < (first_only_ ? 1 : count); ++t) kernels_.add(mean.data(), x.data() + t * width, width_);
  float length = 0;
  for (const float value : mean) length += value * value;
  if (!std::isfinite(length)) throw ModelError("its vectors are no numbers: weights in the model's file are damaged, or too large to be computed with");
  const float factor = length > 0 ? 1.0f / std::sqrt(length) : 0;
  for (float& value : mean) value *= factor;
  return mean;
}

}  // namespace millwright
