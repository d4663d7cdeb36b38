#include "matrix.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "dequantize.h"

namespace millwright {
namespace {

constexpr size_t kScaleBytes = kPanelRows * sizeof(uint16_t);
constexpr size_t kHugePage = 2u << 20;
/** Panels that one piece of work covers. */
constexpr int kPiecePanels = 4;

/** One 32-weight block as signed bytes and its half-precision scale, for the types that are exactly that. */
uint16_t block_quants(TensorType type, const uint8_t* block, int8_t* quants) {
  uint16_t scale;
  std::memcpy(&scale, block, sizeof scale);
  if (type == TensorType::kQ8_0) {
    std::memcpy(quants, block + 2, kGroup);
  } else if (type == TensorType::kQ4_0) {
    for (int i = 0; i < 16; ++i) {
      quants[i] = static_cast<int8_t>((block[2 + i] & 15) - 8);
      quants[i + 16] = static_cast<int8_t>((block[2 + i] >> 4) - 8);
    }
  } else {
    uint32_t high;
    std::memcpy(&high, block + 2, sizeof high);
    for (int i = 0; i < 16; ++i) {
      quants[i] = static_cast<int8_t>(((block[6 + i] & 15) | (((high >> i) & 1) << 4)) - 16);
      quants[i + 16] = static_cast<int8_t>(((block[6 + i] >> 4) | (((high >> (i + 16)) & 1) << 4)) - 16);
    }
  }
  return scale;
}

}  // namespace

Activations ActivationBuffer::fill(const Kernels& kernels, ThreadPool& pool, const float* x, int tokens, int columns) {
  const int groups = columns / kGroup;
  quants_.resize(static_cast<size_t>(tokens) * columns);
  scales_.resize(static_cast<size_t>(tokens) * groups);
  sums_.resize(static_cast<size_t>(tokens) * groups);
  const auto one = [&](int t) {
    const size_t token = static_cast<size_t>(t);
    kernels.quantise(x + token * columns, columns, quants_.data() + token * columns, scales_.data() + token * groups, sums_.data() + token * groups);
  };
  if (tokens < 8)
    for (int t = 0; t < tokens; ++t) one(t);
  else
    pool.run(tokens, one);
  return {quants_.data(), scales_.data(), sums_.data(), columns};
}

void Matrix::Freer::operator()(uint8_t* bytes) const {
  if (bytes) ::munmap(bytes, size);
}

void Matrix::allocate(size_t bytes) {
  const size_t whole = (bytes + kHugePage - 1) & ~(kHugePage - 1);
  void* memory = ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  ::madvise(memory, whole, MADV_HUGEPAGE);
#endif
  data_ = std::unique_ptr<uint8_t, Freer>(static_cast<uint8_t*>(memory), Freer{whole});
  bytes_ = bytes;
}

size_t Matrix::group_bytes() const { return kScaleBytes + (kind_ == Kind::kQ4 ? 4 : 8) * 64; }

Matrix::Matrix(const TensorInfo& tensor, uint64_t rows, uint64_t columns) {
  if (tensor.columns() != columns || tensor.rows() != rows)
    throw ModelError("tensor " + tensor.name + " is " + std::to_string(tensor.rows()) + " x " + std::to_string(tensor.columns()) +
                     ", expected " + std::to_string(rows) + " x " + std::to_string(columns));
  rows_ = static_cast<int>(rows);
  columns_ = static_cast<int>(columns);
  const bool exact = tensor.type == TensorType::kQ8_0 || tensor.type == TensorType::kQ5_0 || tensor.type == TensorType::kQ4_0;
  if (!exact || columns % kGroup != 0) {
    allocate(rows * columns * sizeof(float));
    dequantize(tensor.type, tensor.data, rows * columns, reinterpret_cast<float*>(data_.get()));
    return;
  }
  kind_ = tensor.type == TensorType::kQ4_0 ? Kind::kQ4 : Kind::kQ8;
  allocate(static_cast<size_t>(panels()) * (columns / kGroup) * group_bytes());
  pack(tensor);
}

void Matrix::pack(const TensorInfo& tensor) {
  const int groups = columns_ / kGroup;
  const size_t block_bytes = block_size(tensor.type).bytes;
  int8_t quants[kGroup];
  for (int r = 0; r < rows_; ++r) {
    uint8_t* panel = data_.get() + static_cast<size_t>(r / kPanelRows) * groups * group_bytes();
    const int lane = r % kPanelRows;
    for (int g = 0; g < groups; ++g) {
      const uint16_t scale = block_quants(tensor.type, tensor.data + (static_cast<size_t>(r) * groups + g) * block_bytes, quants);
      uint8_t* group = panel + g * group_bytes();
      std::memcpy(group + lane * 2, &scale, sizeof scale);
      uint8_t* weights = group + kScaleBytes + lane * 4;
      for (int step = 0; step < 8; ++step)
        for (int k = 0; k < 4; ++k) {
          const int8_t q = quants[step * 4 + k];
          if (kind_ == Kind::kQ8) {
            weights[step * 64 + k] = static_cast<uint8_t>(q);
          } else {
            uint8_t& byte = weights[(step % 4) * 64 + k];
            const uint8_t nibble = static_cast<uint8_t>(q + 8);
            byte = step < 4 ? nibble : static_cast<uint8_t>(byte | (nibble << 4));
          }
        }
    }
  }
}

void Matrix::multiply(const Kernels& kernels, const float* x, const Activations& q, int tokens, int from, int to, float* out, size_t stride) const {
  if (kind_ == Kind::kFloat) {
    const float* weights = reinterpret_cast<const float*>(data_.get());
    const int last = std::min(to * kPanelRows, rows_);
    for (int r = from * kPanelRows; r < last; ++r)
      for (int t = 0; t < tokens; ++t)
        out[t * stride + r] = kernels.dot(weights + static_cast<size_t>(r) * columns_, x + static_cast<size_t>(t) * columns_, columns_);
    return;
  }
  const size_t panel_bytes = static_cast<size_t>(columns_ / kGroup) * group_bytes();
  const auto panel_kernel = kind_ == Kind::kQ4 ? kernels.panel_q4 : kernels.panel_q8;
  float edge[kTileTokens * kPanelRows];
  for (int p = from; p < to; ++p) {
    const uint8_t* panel = data_.get() + p * panel_bytes;
    const int rows = std::min(kPanelRows, rows_ - p * kPanelRows);
    for (int t = 0; t < tokens; t += kTileTokens) {
      const int some = std::min(kTileTokens, tokens - t);
      float* target = out + t * stride + static_cast<size_t>(p) * kPanelRows;
      if (rows == kPanelRows) {
        panel_kernel(panel, q, t, some, target, stride);
        continue;
      }
      panel_kernel(panel, q, t, some, edge, kPanelRows);
      for (int i = 0; i < some; ++i) std::memcpy(target + i * stride, edge + i * kPanelRows, static_cast<size_t>(rows) * sizeof(float));
    }
  }
}

void Matrix::row(int index, float* out) const {
  if (kind_ == Kind::kFloat) {
    std::memcpy(out, data_.get() + static_cast<size_t>(index) * columns_ * sizeof(float), static_cast<size_t>(columns_) * sizeof(float));
    return;
  }
  const int groups = columns_ / kGroup, lane = index % kPanelRows;
  const uint8_t* panel = data_.get() + static_cast<size_t>(index / kPanelRows) * groups * group_bytes();
  for (int g = 0; g < groups; ++g) {
    const uint8_t* group = panel + g * group_bytes();
    float scale;
    dequantize(TensorType::kF16, group + lane * 2, 1, &scale);
    const uint8_t* weights = group + kScaleBytes + lane * 4;
    for (int step = 0; step < 8; ++step)
      for (int k = 0; k < 4; ++k) {
        const uint8_t byte = weights[(kind_ == Kind::kQ4 ? step % 4 : step) * 64 + k];
        const int q = kind_ == Kind::kQ8 ? static_cast<int8_t>(byte) : (step < 4 ? byte & 15 : byte >> 4) - 8;
        out[g * kGroup + step * 4 + k] = scale * static_cast<float>(q);
      }
  }
}

void multiply_all(const Kernels& kernels, ThreadPool& pool, ActivationBuffer& buffer, const float* x, int tokens, std::initializer_list<Product> products) {
  bool quantised = false;
  int pieces = 0;
  for (const Product& product : products) {
    quantised |= product.matrix->quantised();
    pieces += (product.matrix->panels() + kPiecePanels - 1) / kPiecePanels;
  }
  const int columns = products.begin()->matrix->columns();
  const Activations q = quantised ? buffer.fill(kernels, pool, x, tokens, columns) : Activations{nullptr, nullptr, nullptr, columns};
  pool.run(pieces, [&](int piece) {
    for (const Product& product : products) {
      const Matrix& matrix = *product.matrix;
      const int own = (matrix.panels() + kPiecePanels - 1) / kPiecePanels;
      if (piece >= own) {
        piece -= own;
        continue;
      }
      const int from = piece * kPiecePanels;
      matrix.multiply(kernels, x, q, tokens, from, std::min(from + kPiecePanels, matrix.panels()), product.out, product.stride);
      return;
    }
  });
}

}  // namespace millwright
