#include "matrix.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "pack.h"

namespace millwright {
namespace {

/** From this many tokens on a panel is unpacked once for all of them. */
constexpr int kUnpackTokens = 9;
/** Bytes of weights that one piece of work reads: long enough to hide the handing out. */
constexpr size_t kPieceBytes = 192u << 10;

/** Rows that a kernel wrote beyond the matrix stay here. */
void copy_edge(const float* edge, int tokens, int rows, float* out, size_t stride) {
  for (int t = 0; t < tokens; ++t) std::memcpy(out + t * stride, edge + t * kPanelRows, static_cast<size_t>(rows) * sizeof(float));
}

int panels_per_piece(const Matrix& matrix, int threads) {
  const size_t bytes = panel_bytes(matrix.packing(), matrix.columns());
  const int most = std::max(1, matrix.panels() / (threads * 4));
  return std::clamp(static_cast<int>(kPieceBytes / bytes), 1, most);
}

}  // namespace

uint64_t Matrix::packed_bytes(const TensorInfo& tensor) {
  const Packing packing = packing_of(tensor.type);
  return Arena::rounded((tensor.rows() + kPanelRows - 1) / kPanelRows * panel_bytes(packing, static_cast<int>(tensor.columns())));
}

Matrix::Matrix(const TensorInfo& tensor, uint64_t rows, uint64_t columns, ThreadPool& pool, Arena& arena) {
  if (tensor.columns() != columns || tensor.rows() != rows)
    throw ModelError("tensor " + tensor.name + " is " + std::to_string(tensor.rows()) + " x " + std::to_string(tensor.columns()) +
                     ", expected " + std::to_string(rows) + " x " + std::to_string(columns));
  packing_ = packing_of(tensor.type);
  rows_ = static_cast<int>(rows);
  columns_ = static_cast<int>(columns);
  const PackingTraits t = traits(packing_);
  if (t.quantised() && columns % (static_cast<uint64_t>(kGroup) * t.groups_per_block) != 0)
    throw ModelError("tensor " + tensor.name + " has " + std::to_string(columns) + " columns, which " + type_name(tensor.type) + " cannot hold");
  data_ = arena.take(packed_bytes(tensor));
  pool.run(panels(), [&](int panel) {
    pack_panel(tensor, rows, columns_, static_cast<uint64_t>(panel), data_ + static_cast<size_t>(panel) * panel_bytes(packing_, columns_));
  });
}

void Matrix::multiply(const Kernels& kernels, const Activations& x, int panel, float* out, size_t stride) const {
  const uint8_t* data = panel_at(panel);
  const int rows = std::min(kPanelRows, rows_ - panel * kPanelRows), tokens = x.tokens();
  const size_t kind = static_cast<size_t>(packing_);
  float edge[kMostTileTokens * kPanelRows];
  const bool whole = rows == kPanelRows;
  if (!traits(packing_).quantised()) {
    for (int t = 0; t < tokens; t += kMostTileTokens) {
      const int some = std::min(kMostTileTokens, tokens - t);
      float* to = out + t * stride;
      kernels.floats[kind](data, columns_, x.floats() + static_cast<size_t>(t) * columns_, static_cast<size_t>(columns_), some, whole ? to : edge, whole ? stride : kPanelRows);
      if (!whole) copy_edge(edge, some, rows, to, stride);
    }
    return;
  }
  const int groups = columns_ / kGroup;
  Kernels::PackedKernel kernel = kernels.packed[kind];
  if (tokens >= kUnpackTokens) {
    thread_local std::vector<uint8_t> wide;
    wide.resize(static_cast<size_t>(groups) * traits(packing_).wide_group_bytes());
    kernels.unpack[kind](data, groups, wide.data());
    data = wide.data();
    kernel = kernels.wide[kind];
  }
  for (int i = 0; i < x.tiles(); ++i) {
    const Tile tile = x.tile(i, packing_);
    float* to = out + static_cast<size_t>(x.first_token(i)) * stride;
    kernel(data, groups, tile, whole ? to : edge, whole ? stride : kPanelRows);
    if (!whole) copy_edge(edge, tile.tokens, rows, to, stride);
  }
}

void Matrix::row(const Kernels& kernels, int index, float* out) const {
  const PackingTraits t = traits(packing_);
  const uint8_t* panel = panel_at(index / kPanelRows);
  const int lane = index % kPanelRows;
  if (!t.quantised()) {
    // One panel times one: the kernels know how to read their formats.
    const float one = 1;
    float values[kPanelRows];
    for (int c = 0; c < columns_; ++c) {
      kernels.floats[static_cast<size_t>(packing_)](panel + static_cast<size_t>(c) * kPanelRows * t.float_bytes, 1, &one, 1, 1, values, kPanelRows);
      out[c] = values[lane];
    }
    return;
  }
  const int groups = columns_ / kGroup;
  thread_local std::vector<uint8_t> wide;
  wide.resize(static_cast<size_t>(groups) * t.wide_group_bytes());
  kernels.unpack[static_cast<size_t>(packing_)](panel, groups, wide.data());
  for (int g = 0; g < groups; ++g) {
    const uint8_t* group = wide.data() + static_cast<size_t>(g) * t.wide_group_bytes();
    const uint8_t* bytes = group + t.wide_group_bytes() - 512;
    float first, second = 0;
    std::memcpy(&first, group + lane * 4, sizeof first);
    if (t.minimum || t.halves) std::memcpy(&second, group + 64 + lane * 4, sizeof second);
    for (int i = 0; i < kGroup; ++i) {
      const float scale = t.halves && i >= 16 ? second : first;
      const float value = scale * static_cast<float>(bytes[i / 4 * 64 + lane * 4 + i % 4] - t.offset);
      out[g * kGroup + i] = t.minimum ? value - second : value;
    }
  }
}

void multiply_all(const Kernels& kernels, ThreadPool& pool, const Activations& x, std::initializer_list<Product> products) {
  int pieces = 0;
  const auto pieces_of = [&](const Matrix& matrix, int each) { return (matrix.panels() + each - 1) / each; };
  for (const Product& product : products) pieces += pieces_of(*product.matrix, panels_per_piece(*product.matrix, pool.threads()));
  pool.run(pieces, [&](int piece) {
    for (const Product& product : products) {
      const Matrix& matrix = *product.matrix;
      const int each = panels_per_piece(matrix, pool.threads()), own = pieces_of(matrix, each);
      if (piece >= own) {
        piece -= own;
        continue;
      }
      const int last = std::min((piece + 1) * each, matrix.panels());
      for (int panel = piece * each; panel < last; ++panel) matrix.multiply(kernels, x, panel, product.out + static_cast<size_t>(panel) * kPanelRows, product.stride);
      return;
    }
  });
}

void multiply_gated(const Kernels& kernels, ThreadPool& pool, const Activations& x, const Matrix& gate, const Matrix& up, bool gelu, float* out, size_t stride) {
  const int each = panels_per_piece(gate, pool.threads());
  const auto activate = gelu ? kernels.geglu : kernels.swiglu;
  pool.run((gate.panels() + each - 1) / each, [&](int piece) {
    const int first = piece * each, last = std::min(first + each, gate.panels());
    const size_t width = static_cast<size_t>(last - first) * kPanelRows;
    thread_local std::vector<float> other;
    other.resize(static_cast<size_t>(x.tokens()) * width);
    for (int panel = first; panel < last; ++panel) {
      gate.multiply(kernels, x, panel, out + static_cast<size_t>(panel) * kPanelRows, stride);
      up.multiply(kernels, x, panel, other.data() + static_cast<size_t>(panel - first) * kPanelRows, width);
    }
    const int rows = std::min(last * kPanelRows, gate.rows()) - first * kPanelRows;
    for (int t = 0; t < x.tokens(); ++t) activate(out + static_cast<size_t>(t) * stride + static_cast<size_t>(first) * kPanelRows, other.data() + static_cast<size_t>(t) * width, rows);
  });
}

Activations::Need need_of(std::initializer_list<const Matrix*> matrices) {
  Activations::Need need;
  for (const Matrix* matrix : matrices) need.add(matrix->packing());
  return need;
}

}  // namespace millwright
