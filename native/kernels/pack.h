// From a file's blocks to panels.
#pragma once

#include "../gguf/gguf.h"
#include "packing.h"

namespace millwright {

/** The panel format that keeps a type's weights exactly. */
Packing packing_of(TensorType type);

/** Writes the panel of rows [16 * panel, ...) of a tensor with `columns` columns; rows beyond `rows` become zero. */
void pack_panel(const TensorInfo& tensor, uint64_t rows, int columns, uint64_t panel, uint8_t* to);

/** One row of a panel as floats. */
void read_row(Packing packing, const uint8_t* panel, int columns, int lane, float* out);

}  // namespace millwright
