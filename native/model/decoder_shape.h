// What a decoder looks like, as its file tells.
#pragma once

#include <string>
#include <vector>

#include "../gguf/gguf.h"

namespace millwright {

struct DecoderShape {
  std::string architecture;
  int layers = 0, width = 0, heads = 0, kv_heads = 0, head_width = 0, ffn_width = 0, vocabulary = 0;
  int trained_context = 0;
  int window = 0;  // sliding-window attention; 0: none
  std::vector<bool> global;  // which layers see everything, where there is a window
  float norm_epsilon = 1e-6f;
  float attention_scale = 1;
  float embedding_scale = 1;
  bool gelu = false;        // GeGLU instead of SwiGLU
  bool rope_halves = true;  // pairs (i, i + half) instead of (2i, 2i + 1)

  bool is_global(int layer) const { return window == 0 || global[static_cast<size_t>(layer)]; }
};

/** @throws ModelError naming what is missing, unsound or not supported. */
DecoderShape read_shape(const Gguf& file);
/** @throws ModelError for a tensor of a layer that decoders of the architecture do not use, or one that they cannot do without. */
void check_tensors(const Gguf& file, const DecoderShape& shape);

}  // namespace millwright
