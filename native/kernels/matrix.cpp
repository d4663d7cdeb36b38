#include "matrix.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "pack.h"

namespace millwright {
namespace {

/** Panels that one piece of work takes together when tokens are few: each is a stream of memory of its own. */
constexpr int kStreams = 4;
/** Multiplications of one piece of work when tokens are many: long enough to hide the handing out. */
constexpr int64_t kPieceWork = 2'000'000;
/** Panels that block() goes over together, and whose unpacked bytes stay in the second-level cache: tokens come that much seldomer. */
constexpr int kBlockPanels = 4;

void copy_rows(const float* from, int tokens, int rows, float* out, size_t stride) {
  for (int t = 0; t < tokens; ++t) std::memcpy(out + t * stride, from + t * kPanelRows, static_cast<size_t>(rows) * sizeof(float));
}

/** How a matrix is cut into pieces of work. */
struct Cut {
  int panels, each, pieces;
  bool few;

  Cut(const Matrix& matrix, const Kernels& kernels, const Activations& x, int threads) : panels(matrix.panels()), few(x.tiles() == 1) {
    const int64_t work = static_cast<int64_t>(x.tokens()) * kPanelRows * matrix.columns();
    const int64_t wanted = kernels.takes_blocks(x.tokens()) ? kBlockPanels : kPieceWork / work;
    each = few ? kStreams : static_cast<int>(std::clamp<int64_t>(wanted, 1, std::max(1, panels / (threads * 4))));
    pieces = (panels + each - 1) / each;
  }
  /** Panels of a piece. Few tokens: far from each other, and next to those of the pieces before and after. */
  int panels_of(int piece, int found[kStreams]) const {
    int count = 0;
    for (int panel = piece; panel < panels; panel += pieces) found[count++] = panel;
    return count;
  }
  int first(int piece) const { return piece * each; }
  int last(int piece) const { return std::min(panels, (piece + 1) * each); }
};

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

void Matrix::multiply_some(const Kernels& kernels, const Activations& x, std::span<const int> panels, float* const* outs, size_t stride) const {
  const uint8_t* data[kStreams];
  int count = 0;
  for (const int panel : panels) data[count++] = panel_at(panel);
  kernels.packed[static_cast<size_t>(packing_)](data, count, columns_, x.tile(0, packing_), outs, stride, false);
}

void Matrix::multiply(const Kernels& kernels, const Activations& x, int first, int last, float* out, size_t stride) const {
  if (first < last && rows_of(last - 1) < kPanelRows) {
    --last;
    thread_local LineVector<float> edge;
    edge.resize(static_cast<size_t>(x.tokens()) * kPanelRows);
    multiply_panels(kernels, x, last, last + 1, edge.data(), kPanelRows);
    copy_rows(edge.data(), x.tokens(), rows_of(last), out + static_cast<size_t>(last - first) * kPanelRows, stride);
  }
  multiply_panels(kernels, x, first, last, out, stride);
}

void Matrix::multiply_panels(const Kernels& kernels, const Activations& x, int first, int last, float* out, size_t stride) const {
  if (traits(packing_).quantised() && kernels.takes_blocks(x.tokens())) return multiply_blocks(kernels, x, first, last, out, stride);
  for (int panel = first; panel < last; ++panel) multiply_whole(kernels, x, panel_at(panel), out + static_cast<size_t>(panel - first) * kPanelRows, stride);
}

void Matrix::multiply_blocks(const Kernels& kernels, const Activations& x, int first, int last, float* out, size_t stride) const {
  const size_t kind = static_cast<size_t>(packing_);
  thread_local LineVector<uint8_t> spread;
  thread_local std::vector<Tile> tiles;
  for (int column = 0; column < columns_; column += kernels.block_columns) {
    const int columns = std::min(kernels.block_columns, columns_ - column);
    tiles.clear();
    for (int i = 0; i < x.tiles(); ++i) tiles.push_back(x.tile(i, packing_, column));
    for (int from = first; from < last; from += kBlockPanels) {
      const int panels = std::min(kBlockPanels, last - from);
      const size_t wide = static_cast<size_t>(columns / kGroup) * block_group_bytes(packing_);
      spread.resize(wide * static_cast<size_t>(panels));
      for (int p = 0; p < panels; ++p) kernels.unpack[kind](panel_at(from + p) + panel_bytes(packing_, column), columns, spread.data() + static_cast<size_t>(p) * wide);
      float* const to = out + static_cast<size_t>(from - first) * kPanelRows;
      kernels.block[kind](spread.data(), panels, columns, tiles.data(), x.full_tiles(), to, stride, column > 0);
      for (int i = x.full_tiles(); i < x.tiles(); ++i)
        for (int p = 0; p < panels; ++p) {
          const uint8_t* panel = panel_at(from + p) + panel_bytes(packing_, column);
          float* rest = to + static_cast<size_t>(x.first_token(i)) * stride + static_cast<size_t>(p) * kPanelRows;
          kernels.packed[kind](&panel, 1, columns, tiles[static_cast<size_t>(i)], &rest, stride, column > 0);
        }
    }
  }
}

void Matrix::multiply_whole(const Kernels& kernels, const Activations& x, const uint8_t* panel, float* out, size_t stride) const {
  const size_t kind = static_cast<size_t>(packing_);
  // Unpacking once pays from the third small tile on.
  const bool unpacks = kernels.wide[kind] && x.tokens() > 2 * kernels.rest_tokens;
  thread_local LineVector<uint8_t> spread;
  if (unpacks) spread.resize(static_cast<size_t>(std::min(columns_, kernels.block_columns) / kGroup * kMostWideGroupBytes));
  for (int column = 0; column < columns_; column += kernels.block_columns) {
    const int columns = std::min(kernels.block_columns, columns_ - column);
    const uint8_t* block = panel + panel_bytes(packing_, column);
    if (unpacks) kernels.unpack[kind](block, columns, spread.data());
    for (int i = 0; i < x.tiles(); ++i) {
      const Tile tile = x.tile(i, packing_, column);
      float* to = out + static_cast<size_t>(x.first_token(i)) * stride;
      if (unpacks) kernels.wide[kind](spread.data(), columns, tile, to, stride, column > 0);
      else kernels.packed[kind](&block, 1, columns, tile, &to, stride, column > 0);
    }
  }
}

void Matrix::row(int index, float* out) const { read_row(packing_, panel_at(index / kPanelRows), columns_, index % kPanelRows, out); }

void multiply_all(const Kernels& kernels, ThreadPool& pool, const Activations& x, std::initializer_list<Product> products) {
  int pieces = 0;
  for (const Product& product : products) pieces += Cut(*product.matrix, kernels, x, pool.threads()).pieces;
  pool.run(pieces, [&](int piece) {
    for (const Product& product : products) {
      const Matrix& matrix = *product.matrix;
      const Cut cut(matrix, kernels, x, pool.threads());
      if (piece >= cut.pieces) {
        piece -= cut.pieces;
        continue;
      }
      if (!cut.few) {
        matrix.multiply(kernels, x, cut.first(piece), cut.last(piece), product.out + static_cast<size_t>(cut.first(piece)) * kPanelRows, product.stride);
        return;
      }
      int panels[kStreams];
      float* outs[kStreams];
      float found[kStreams][kMostTileTokens * kPanelRows];
      const int count = cut.panels_of(piece, panels);
      for (int i = 0; i < count; ++i) outs[i] = found[i];
      matrix.multiply_some(kernels, x, {panels, static_cast<size_t>(count)}, outs, kPanelRows);
      for (int i = 0; i < count; ++i) copy_rows(found[i], x.tokens(), std::min(kPanelRows, matrix.rows() - panels[i] * kPanelRows), product.out + static_cast<size_t>(panels[i]) * kPanelRows, product.stride);
      return;
    }
  });
}

namespace {

using Activate = decltype(Kernels::swiglu);

/** Of one tile of tokens: panels far from each other, and floats. */
void gate_few(const Kernels& kernels, ThreadPool& pool, const Activations& x, const Matrix& gate, const Matrix& up, Activate activate, float* out) {
  const Cut cut(gate, kernels, x, pool.threads());
  pool.run(cut.pieces, [&](int piece) {
    int panels[kStreams];
    float* gates[kStreams];
    float* ups[kStreams];
    float found[2][kStreams][kMostTileTokens * kPanelRows];
    const int count = cut.panels_of(piece, panels);
    for (int i = 0; i < count; ++i) gates[i] = found[0][i], ups[i] = found[1][i];
    gate.multiply_some(kernels, x, {panels, static_cast<size_t>(count)}, gates, kPanelRows);
    up.multiply_some(kernels, x, {panels, static_cast<size_t>(count)}, ups, kPanelRows);
    for (int i = 0; i < count; ++i) {
      activate(found[0][i], found[1][i], x.tokens() * kPanelRows);
      copy_rows(found[0][i], x.tokens(), std::min(kPanelRows, gate.rows() - panels[i] * kPanelRows), out + static_cast<size_t>(panels[i]) * kPanelRows, static_cast<size_t>(gate.rows()));
    }
  });
}

/** Group by group of the next matrix's columns: two panels. `take` gets [tokens][32] of each, of which the last may have fewer columns. */
template <class Take>
void gate_groups(const Kernels& kernels, ThreadPool& pool, const Activations& x, const Matrix& gate, const Matrix& up, Activate activate, const Take& take) {
  constexpr int kPanels = kGroup / kPanelRows;
  pool.run((gate.rows() + kGroup - 1) / kGroup, [&](int group) {
    const int first = group * kPanels, last = std::min(first + kPanels, gate.panels());
    const size_t count = static_cast<size_t>(x.tokens()) * kGroup;
    thread_local LineVector<float> gates, ups;
    gates.resize(count);
    ups.resize(count);
    gate.multiply(kernels, x, first, last, gates.data(), kGroup);
    up.multiply(kernels, x, first, last, ups.data(), kGroup);
    activate(gates.data(), ups.data(), static_cast<int>(count));
    take(group, gates.data());
  });
}

}  // namespace

void multiply_gated(const Kernels& kernels, ThreadPool& pool, const Activations& x, const Matrix& gate, const Matrix& up, bool gelu, Activations::Need need, Activations& out) {
  const Activate activate = gelu ? kernels.geglu : kernels.swiglu;
  const int columns = gate.rows();
  const bool few = x.tiles() == 1;
  if (!few && !need.floats) {
    out.prepare(kernels, x.tokens(), columns, need);
    return gate_groups(kernels, pool, x, gate, up, activate, [&](int group, const float* values) { out.put(kernels, group, values); });
  }
  need.floats = true;
  out.prepare(kernels, x.tokens(), columns, need);
  const size_t width = static_cast<size_t>(columns);
  if (few) gate_few(kernels, pool, x, gate, up, activate, out.floats());
  else
    gate_groups(kernels, pool, x, gate, up, activate, [&](int group, const float* values) {
      const size_t column = static_cast<size_t>(group) * kGroup, count = std::min(static_cast<size_t>(kGroup), width - column);
      for (int t = 0; t < x.tokens(); ++t) std::memcpy(out.floats() + static_cast<size_t>(t) * width + column, values + t * kGroup, count * sizeof(float));
    });
  if (need.quants) out.fill(kernels, &pool, x.tokens(), columns, need, [](int, float*) {});
}

Activations::Need need_of(std::initializer_list<const Matrix*> matrices) {
  Activations::Need need;
  for (const Matrix* matrix : matrices) need.add(matrix->packing());
  return need;
}

}  // namespace millwright
