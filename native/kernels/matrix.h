// A weight matrix as the kernels want it: panels of sixteen rows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "../gguf/gguf.h"
#include "activations.h"
#include "arena.h"

namespace millwright {

class Matrix {
 public:
  Matrix() = default;
  /**
   * Repacks a tensor into panels that keep its values exactly, on memory of the arena, which must outlive it.
   *
   * @throws ModelError when the shape is not rows x columns.
   */
  Matrix(const TensorInfo& tensor, uint64_t rows, uint64_t columns, ThreadPool& pool, Arena& arena);
  /** Bytes of an arena that the tensor takes. */
  static uint64_t packed_bytes(const TensorInfo& tensor);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  bool empty() const { return rows_ == 0; }
  Packing packing() const { return packing_; }
  std::span<const uint8_t> bytes() const { return {data_, static_cast<size_t>(panels()) * panel_bytes(packing_, columns_)}; }
  int panels() const { return (rows_ + kPanelRows - 1) / kPanelRows; }

  /** out[t * stride + (r - 16 * first)] for the rows of the panels from `first` to before `last` and all tokens. */
  void multiply(const Kernels& kernels, const Activations& x, int first, int last, float* out, size_t stride) const;
  /** The same for some panels at once, when all tokens are one tile. */
  void multiply_some(const Kernels& kernels, const Activations& x, std::span<const int> panels, float* const* outs, size_t stride) const;
  /** One row as floats. */
  void row(int index, float* out) const;

 private:
  int rows_of(int panel) const { return std::min(kPanelRows, rows_ - panel * kPanelRows); }
  void multiply_whole(const Kernels& kernels, const Activations& x, const uint8_t* panel, float* out, size_t stride) const;
  void multiply_panels(const Kernels& kernels, const Activations& x, int first, int last, float* out, size_t stride) const;
  void multiply_blocks(const Kernels& kernels, const Activations& x, int first, int last, float* out, size_t stride) const;
  const uint8_t* panel_at(int panel) const { return data_ + static_cast<size_t>(panel) * panel_bytes(packing_, columns_); }

  Packing packing_ = Packing::kF32;
  int rows_ = 0, columns_ = 0;
  uint8_t* data_ = nullptr;
};

/** Products of the same activations with several matrices, shared out over the pool together. */
struct Product {
  const Matrix* matrix;
  float* out;
  size_t stride;
};
void multiply_all(const Kernels& kernels, ThreadPool& pool, const Activations& x, std::initializer_list<Product> products);

/** out = activation(gate x) * (up x), as what comes next needs it, without a trip of the two through memory (Shazeer 2020). */
void multiply_gated(const Kernels& kernels, ThreadPool& pool, const Activations& x, const Matrix& gate, const Matrix& up, bool gelu, Activations::Need need, Activations& out);

/** What activations must hold for these matrices. */
Activations::Need need_of(std::initializer_list<const Matrix*> matrices);

}  // namespace millwright
