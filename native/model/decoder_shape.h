// What a decoder looks like, as its file tells.
#pragma once

#include <string>

#include "../gguf/gguf.h"

namespace millwright {

struct DecoderShape {
  std::string architecture;
  int layers = 0, width = 0, heads = 0, kv_heads = 0, head_width = 0, ffn_width = 0, vocabulary = 0;
  int trained_context = 0;
  int window = 0;          // sliding-window attention; 0: none
  int window_pattern = 0;  // every n-th layer is global
  float norm_epsilon = 1e-6f;
  float attention_scale = 1;
  float embedding_scale = 1;
  bool gelu = false;        // GeGLU instead of SwiGLU
  bool rope_halves = true;  // pairs (i, i + half) instead of (2i, 2i + 1)

  bool is_global(int layer) const { return window == 0 || (layer + 1) % window_pattern == 0; }
};

/** @throws ModelError naming what is missing, unsound or not supported. */
DecoderShape read_shape(const Gguf& file);

}  // namespace millwright
