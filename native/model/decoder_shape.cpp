#include "decoder_shape.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "shared.h"

namespace millwright {
namespace {

/** Layers of Gemma 3 27B, the one size whose scores are not divided by the root of the heads' width; files do not say so. */
constexpr int kLayersOf27B = 62;

float gemma_scale(const Gguf& file, const DecoderShape& shape) {
  if (const auto given = file.number("gemma3.attention.scale"); given && *given > 0) return static_cast<float>(*given);
  return shape.layers == kLayersOf27B ? 1.0f / std::sqrt(static_cast<float>(shape.width) / static_cast<float>(shape.heads)) : shape.attention_scale;
}

/** Which layers see everything: a number says every how many one does, a list says for each whether its window slides. */
std::vector<bool> global_layers(const Gguf& file, const std::string& key, int layers) {
  std::vector<bool> global(static_cast<size_t>(layers));
  if (const auto* sliding = file.integers(key)) {
    if (sliding->size() != global.size()) throw ModelError(key + " is not as long as there are layers");
    for (size_t i = 0; i < global.size(); ++i) global[i] = (*sliding)[i] == 0;
    return global;
  }
  const int64_t pattern = file.integer(key).value_or(6);
  if (pattern < 1) throw ModelError(key + " must be at least 1");
  for (size_t i = 0; i < global.size(); ++i) global[i] = (static_cast<int64_t>(i) + 1) % pattern == 0;
  return global;
}

constexpr std::array<std::string_view, 9> kEveryLayer = {"attn_norm.weight", "attn_q.weight",   "attn_k.weight",   "attn_v.weight", "attn_output.weight",
                                                         "ffn_norm.weight",  "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight"};
constexpr std::array<std::string_view, 2> kHeadNorms = {"attn_q_norm.weight", "attn_k_norm.weight"};
constexpr std::array<std::string_view, 3> kBiases = {"attn_q.bias", "attn_k.bias", "attn_v.bias"};
constexpr std::array<std::string_view, 2> kBranchNorms = {"post_attention_norm.weight", "post_ffw_norm.weight"};

template <size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

template <size_t N>
void require(const Gguf& file, const std::string& prefix, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names) file.tensor(prefix + std::string(name));
}

}  // namespace

void check_tensors(const Gguf& file, const DecoderShape& shape) {
  const bool gemma = shape.architecture == "gemma3", head_norms = gemma || shape.architecture == "qwen3";
  for (const TensorInfo& tensor : file.tensors()) {
    const std::string_view name = tensor.name;
    if (!name.starts_with("blk.")) continue;
    int layer = -1;
    const auto [end, error] = std::from_chars(name.data() + 4, name.data() + name.size(), layer);
    const std::string_view part = end < name.data() + name.size() ? name.substr(static_cast<size_t>(end - name.data()) + 1) : std::string_view();
    if (error != std::errc() || layer < 0 || layer >= shape.layers) throw ModelError("tensor " + tensor.name + " belongs to no layer of the model, which has " + std::to_string(shape.layers));
    const bool used = holds(kEveryLayer, part) || holds(kBiases, part) || (head_norms && holds(kHeadNorms, part)) || (gemma && holds(kBranchNorms, part));
    // What would silently be left out would make the model another one.
    if (!used) throw ModelError("tensor " + tensor.name + " is not used in models of the architecture " + shape.architecture + " here");
  }
  for (int layer = 0; layer < shape.layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    require(file, prefix, kEveryLayer);
    if (shape.architecture == "qwen2") require(file, prefix, kBiases);
    if (head_norms) require(file, prefix, kHeadNorms);
    if (gemma) require(file, prefix, kBranchNorms);
  }
}

DecoderShape read_shape(const Gguf& file) {
  DecoderShape shape;
  shape.architecture = file.text("general.architecture").value_or("");
  const std::string& name = shape.architecture;
  const bool gemma = name == "gemma3";
  if (name == "bert") throw ModelError("it is an encoder, which makes embeddings and no text");
  if (!gemma && name != "llama" && name != "qwen2" && name != "qwen3")
    throw ModelError("the architecture \"" + name + "\" is not supported; supported are gemma3, llama, qwen2, qwen3");
  const auto key = [&](const char* rest) { return name + "." + rest; };
  shape.layers = static_cast<int>(required(file, key("block_count"), 1, 1024));
  shape.width = static_cast<int>(required(file, key("embedding_length"), 1, 1 << 16));
  shape.heads = static_cast<int>(required(file, key("attention.head_count"), 1, 1024));
  shape.kv_heads = static_cast<int>(std::clamp<int64_t>(file.integer(key("attention.head_count_kv")).value_or(shape.heads), 0, 1 << 20));
  if (shape.kv_heads < 1 || shape.heads % shape.kv_heads != 0) throw ModelError("attention.head_count_kv does not divide attention.head_count");
  shape.head_width = static_cast<int>(std::clamp<int64_t>(file.integer(key("attention.key_length")).value_or(shape.width / shape.heads), 0, 1 << 20));
  if (shape.head_width < 2 || shape.head_width > 1024 || shape.head_width % 2) throw ModelError("attention.key_length is out of range");
  if (file.integer(key("attention.value_length")).value_or(shape.head_width) != shape.head_width)
    throw ModelError("keys and values of different widths are not supported");
  if (file.integer(key("rope.dimension_count")).value_or(shape.head_width) != shape.head_width)
    throw ModelError("rotary embeddings of a part of each head are not supported (" + key("rope.dimension_count") + ")");
  const uint64_t words = file.tensor("token_embd.weight").rows();
  if (words > 1 << 24) throw ModelError("the embedding has " + std::to_string(words) + " rows");
  shape.vocabulary = static_cast<int>(words);
  shape.ffn_width = static_cast<int>(required(file, key("feed_forward_length"), 1, 1 << 20));
  shape.trained_context = static_cast<int>(std::clamp<int64_t>(file.integer(key("context_length")).value_or(2048), 1, 1 << 30));
  shape.norm_epsilon = static_cast<float>(file.number(key("attention.layer_norm_rms_epsilon")).value_or(1e-6));
  shape.attention_scale = 1.0f / std::sqrt(static_cast<float>(shape.head_width));
  shape.rope_halves = name != "llama";
  if (gemma) {
    shape.window = static_cast<int>(std::clamp<int64_t>(file.integer(key("attention.sliding_window")).value_or(512), 0, 1 << 30));
    if (shape.window < 1) throw ModelError(key("attention.sliding_window") + " must be at least 1");
    shape.global = global_layers(file, key("attention.sliding_window_pattern"), shape.layers);
    shape.attention_scale = gemma_scale(file, shape);
    shape.embedding_scale = std::sqrt(static_cast<float>(shape.width));
    shape.gelu = true;
  }
  return shape;
}

}  // namespace millwright
