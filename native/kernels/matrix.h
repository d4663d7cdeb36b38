// A weight matrix as the kernels want it: sixteen rows interleaved, on memory of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../gguf/gguf.h"
#include "kernels.h"
#include "thread_pool.h"

namespace millwright {

/** Activations and the room to quantise them in. */
class ActivationBuffer {
 public:
  /** Quantises `tokens` rows of `columns` floats. */
  Activations fill(const Kernels& kernels, ThreadPool& pool, const float* x, int tokens, int columns);

 private:
  std::vector<int8_t> quants_;
  std::vector<float> scales_;
  std::vector<int32_t> sums_;
};

class Matrix {
 public:
  Matrix() = default;
  /**
   * Repacks a tensor. Q8_0, Q5_0 and Q4_0 keep their exact values; other types become single-precision rows.
   *
   * @throws ModelError when the shape is not rows x columns.
   */
  Matrix(const TensorInfo& tensor, uint64_t rows, uint64_t columns);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  bool empty() const { return rows_ == 0; }
  size_t bytes() const { return bytes_; }
  bool quantised() const { return kind_ != Kind::kFloat; }
  int panels() const { return (rows_ + kPanelRows - 1) / kPanelRows; }

  /** out[t * stride + r] for panels [from, to); `x` as floats is needed for float matrices, `q` for the others. */
  void multiply(const Kernels& kernels, const float* x, const Activations& q, int tokens, int from, int to, float* out, size_t stride) const;

  /** One row as floats. */
  void row(int index, float* out) const;

 private:
  enum class Kind { kFloat, kQ8, kQ4 };
  struct Freer {
    size_t size;
    void operator()(uint8_t* bytes) const;
  };

  void allocate(size_t bytes);
  void pack(const TensorInfo& tensor);
  size_t group_bytes() const;

  Kind kind_ = Kind::kFloat;
  int rows_ = 0, columns_ = 0;
  size_t bytes_ = 0;
  std::unique_ptr<uint8_t, Freer> data_{nullptr, Freer{0}};
};

/** Products of one set of activations with several matrices: quantised once, shared out over the pool together. */
struct Product {
  const Matrix* matrix;
  float* out;
  size_t stride;
};
void multiply_all(const Kernels& kernels, ThreadPool& pool, ActivationBuffer& buffer, const float* x, int tokens, std::initializer_list<Product> products);

}  // namespace millwright
