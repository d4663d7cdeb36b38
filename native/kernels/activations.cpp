#include "activations.h"

#include <algorithm>
#include <cstring>

namespace millwright {
namespace {

constexpr int kOffsets[] = {8, 16, 128, 32};
/** The last of them is for scales of sixteen columns. */
constexpr int kHalvesSlot = 3;

}  // namespace

int Activations::offset_slot(Packing packing) {
  const int offset = traits(packing).offset;
  return offset == 8 ? 0 : offset == 16 ? 1 : offset == 128 ? 2 : kHalvesSlot;
}

void Activations::fill(const Kernels& kernels, ThreadPool* pool, int tokens, int columns, Need need, const Produce& produce) {
  tokens_ = tokens;
  columns_ = columns;
  groups_ = columns / kGroup;
  tile_ = kernels.tile_tokens;
  rest_ = kernels.rest_tokens;
  const size_t count = static_cast<size_t>(tokens), width = static_cast<size_t>(columns), groups = static_cast<size_t>(groups_);
  if (need.floats) floats_.resize(count * width);
  if (need.quants) {
    quants_.resize(count * width);
    scales_.resize(count * groups);
    sums_.resize(count * groups);
    for (int slot = 0; slot < kSlots; ++slot) offsets_[slot].resize(count * groups * (slot == kHalvesSlot ? 2 : 1));
  }
  const auto one_tile = [&](int tile) {
    thread_local LineVector<float> rows, scales;
    thread_local LineVector<int8_t> quants;
    thread_local std::vector<int32_t> sums;
    const int first = first_token(tile), some = tokens_of(tile);
    rows.resize(width);
    quants.resize(width * tile_);
    scales.resize(groups * tile_);
    sums.resize(groups * 2 * tile_);
    for (int t = 0; t < some; ++t) {
      float* row = need.floats ? floats_.data() + static_cast<size_t>(first + t) * width : rows.data();
      produce(first + t, row);
      if (need.quants) kernels.quantise(row, columns, quants.data() + t * width, scales.data() + t * groups, sums.data() + t * groups * 2);
    }
    if (need.quants) interleave(tile, quants.data(), scales.data(), sums.data());
  };
  if (pool) pool->run(tiles(), one_tile);
  else
    for (int tile = 0; tile < tiles(); ++tile) one_tile(tile);
}

void Activations::interleave(int tile, const int8_t* quants, const float* scales, const int32_t* sums) {
  const size_t first = static_cast<size_t>(first_token(tile)), some = static_cast<size_t>(tokens_of(tile));
  const size_t width = static_cast<size_t>(columns_), groups = static_cast<size_t>(groups_);
  int8_t* to = quants_.data() + first * width;
  for (size_t t = 0; t < some; ++t)
    for (size_t word = 0; word < width / 4; ++word) std::memcpy(to + (word * some + t) * 4, quants + t * width + word * 4, 4);
  const size_t base = first * groups;
  for (size_t t = 0; t < some; ++t)
    for (size_t g = 0; g < groups; ++g) {
      const size_t at = base + g * some + t;
      const int32_t low = sums[(t * groups + g) * 2], high = sums[(t * groups + g) * 2 + 1];
      scales_[at] = scales[t * groups + g];
      sums_[at] = scales[t * groups + g] * static_cast<float>(low + high);
      for (int slot = 0; slot < kHalvesSlot; ++slot) offsets_[slot][at] = -kOffsets[slot] * (low + high);
      int32_t* halves = offsets_[kHalvesSlot].data() + base * 2 + g * 2 * some + t;
      halves[0] = -kOffsets[kHalvesSlot] * low;
      halves[some] = -kOffsets[kHalvesSlot] * high;
    }
}

Tile Activations::tile(int index, Packing packing, int column) const {
  const size_t first = static_cast<size_t>(first_token(index)), groups = static_cast<size_t>(groups_);
  const int tokens = tokens_of(index), slot = offset_slot(packing);
  const size_t group = first * groups + static_cast<size_t>(column / kGroup * tokens);
  return {quants_.data() + first * static_cast<size_t>(columns_) + static_cast<size_t>(column * tokens), scales_.data() + group,
          offsets_[slot].data() + group * (slot == kHalvesSlot ? 2 : 1), sums_.data() + group,
          floats_.data() + first * static_cast<size_t>(columns_) + static_cast<size_t>(column), static_cast<size_t>(columns_), tokens};
}

}  // namespace millwright
