#include "decoder_shape.h"

#include <cmath>

#include "shared.h"

namespace millwright {

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
  shape.vocabulary = static_cast<int>(file.tensor("token_embd.weight").rows());
  shape.ffn_width = static_cast<int>(required(file, key("feed_forward_length"), 1, 1 << 20));
  shape.trained_context = static_cast<int>(file.integer(key("context_length")).value_or(2048));
  shape.norm_epsilon = static_cast<float>(file.number(key("attention.layer_norm_rms_epsilon")).value_or(1e-6));
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

}  // namespace millwright
