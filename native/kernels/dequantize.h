// Weights of a GGUF block as floats: what every faster path is measured against.
#pragma once

#include <cstdint>

#include "../gguf/gguf.h"

namespace millwright {

/** Writes `count` weights (whole blocks) that start at `source`. */
void dequantize(TensorType type, const uint8_t* source, uint64_t count, float* target);

}  // namespace millwright
