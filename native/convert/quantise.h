// Floats to GGUF blocks: what dequantize.h reads, written.
#pragma once

#include <cstdint>

#include "../gguf/gguf.h"

namespace millwright {

struct Rounding {
  /** Search each group for the scale of the least squared error instead of taking the largest weight's. */
  bool search = false;
  /** How much an error in each column counts, [columns]; nullptr: all the same. Only with `search`. */
  const float* importance = nullptr;
  uint64_t columns = 0;
};

/**
 * Writes `count` weights (whole blocks). Without a search Q8_0, Q4_0, Q4_1 and Q5_0 are bit for bit what ggml's reference
 * gives (`quantize_row_*_ref`): round to nearest. The K types are always searched, for they have no such reference.
 *
 * @throws ModelError for a weight that the type cannot hold: not finite, or beyond half precision
 */
void quantise(TensorType type, const float* weights, uint64_t count, const Rounding& rounding, uint8_t* blocks);

}  // namespace millwright
