#include "activations.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace millwright {
namespace {

/** Calls with a count of tokens that is known when compiling where it is that of a full tile. */
template <class Call>
inline void with_count(size_t count, Call&& call) {
  if (count == 16) call(std::integral_constant<size_t, 16>());
  else if (count == 4) call(std::integral_constant<size_t, 4>());
  else call(count);
}

}  // namespace

void Activations::prepare(const Kernels& kernels, int tokens, int columns, Need need) {
  need_ = need;
  tokens_ = tokens;
  columns_ = columns;
  groups_ = columns / kGroup;
  tile_ = kernels.tile_tokens;
  rest_ = kernels.rest_tokens;
  in_rows_ = kernels.takes_blocks(tokens);
  const size_t count = static_cast<size_t>(tokens), width = static_cast<size_t>(columns), groups = static_cast<size_t>(groups_);
  if (need.floats) floats_.resize(count * width);
  if (need.quants) {
    quants_.resize(count * width);
    scales_.resize(count * groups);
    if (need.sums) sums_.resize(count * groups);
    for (int slot = 0; slot < kSlots; ++slot)
      if (need.offsets >> slot & 1) offsets_[slot].resize(count * groups * (slot == kHalvesSlot ? 2 : 1));
  }
}

void Activations::fill(const Kernels& kernels, ThreadPool* pool, int tokens, int columns, Need need, const Produce& produce) {
  prepare(kernels, tokens, columns, need);
  const size_t width = static_cast<size_t>(columns), groups = static_cast<size_t>(groups_);
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
    if (need.quants) interleave(tile, 0, groups, quants.data(), scales.data(), sums.data());
  };
  if (pool) pool->run(tiles(), one_tile);
  else
    for (int tile = 0; tile < tiles(); ++tile) one_tile(tile);
}

void Activations::put(const Kernels& kernels, int group, const float* values) {
  thread_local LineVector<float> scales;
  thread_local LineVector<int8_t> quants;
  thread_local std::vector<int32_t> sums;
  const size_t count = static_cast<size_t>(tokens_);
  quants.resize(count * kGroup);
  scales.resize(count);
  sums.resize(count * 2);
  kernels.quantise(values, tokens_ * kGroup, quants.data(), scales.data(), sums.data());
  for (int tile = 0; tile < tiles(); ++tile) {
    const size_t first = static_cast<size_t>(first_token(tile));
    interleave(tile, group, 1, quants.data() + first * kGroup, scales.data() + first, sums.data() + first * 2);
  }
}

void Activations::interleave(int tile, int first_group, size_t groups, const int8_t* quants, const float* scales, const int32_t* sums) {
  const size_t width = groups * kGroup, base = static_cast<size_t>(first_token(tile)) * static_cast<size_t>(groups_);
  with_count(static_cast<size_t>(tokens_of(tile)), [&](auto some) {
    const size_t first = base + static_cast<size_t>(first_group) * some;
    int8_t* to = quants_.data() + first * kGroup;
    if (in_rows_ && tile < full_tiles())
      for (size_t g = 0; g < groups; ++g)
        for (size_t t = 0; t < some; ++t, to += kGroup) std::memcpy(to, quants + t * width + g * kGroup, kGroup);
    else
      for (size_t word = 0; word < width / 4; ++word)
        for (size_t t = 0; t < some; ++t, to += 4) std::memcpy(to, quants + t * width + word * 4, 4);
    // Each of the group's tokens' values, one after the other.
    const auto place = [&](auto* list, size_t a_group, const auto& value) {
      for (size_t g = 0; g < groups; ++g)
        for (size_t t = 0; t < some; ++t) list[(first + g * some) * a_group + t] = value(t * groups + g);
    };
    place(scales_.data(), 1, [&](size_t from) { return scales[from]; });
    if (need_.sums) place(sums_.data(), 1, [&](size_t from) { return scales[from] * static_cast<float>(sums[from * 2] + sums[from * 2 + 1]); });
    for (int slot = 0; slot < kHalvesSlot; ++slot)
      if (need_.offsets >> slot & 1) place(offsets_[slot].data(), 1, [&](size_t from) { return -kOffsets[slot] * (sums[from * 2] + sums[from * 2 + 1]); });
    if (need_.offsets >> kHalvesSlot & 1)
      for (size_t half = 0; half < 2; ++half) place(offsets_[kHalvesSlot].data() + half * some, 2, [&](size_t from) { return -kOffsets[kHalvesSlot] * sums[from * 2 + half]; });
  });
}

Tile Activations::tile(int index, Packing packing, int column) const {
  const size_t first = static_cast<size_t>(first_token(index)), groups = static_cast<size_t>(groups_), columns = static_cast<size_t>(columns_);
  const int tokens = tokens_of(index), slot = offset_slot(packing);
  const size_t group = first * groups + static_cast<size_t>(column / kGroup * tokens);
  // What no matrix needs is not there.
  const auto at = [](const auto& list, size_t place) { return list.empty() ? nullptr : list.data() + place; };
  return {at(quants_, first * columns + static_cast<size_t>(column * tokens)), at(scales_, group), at(offsets_[slot], group * (slot == kHalvesSlot ? 2 : 1)), at(sums_, group),
          at(floats_, first * columns + static_cast<size_t>(column)), columns, tokens};
}

}  // namespace millwright
