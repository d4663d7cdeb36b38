// Activations as the kernels read them: tiles of a few tokens side by side.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "kernels.h"
#include "line_vector.h"
#include "thread_pool.h"

namespace millwright {

class Activations {
 public:
  /** What the matrices that will read them need. */
  struct Need {
    bool floats = false;
    bool quants = false;
    /** Which of the sums of quants: a bit for each offset_slot(), and those for minima. */
    uint32_t offsets = 0;
    bool sums = false;
    void add(Packing packing) {
      const PackingTraits t = traits(packing);
      (t.quantised() ? quants : floats) = true;
      if (t.offset != 0) offsets |= 1u << offset_slot(packing);
      sums |= t.minimum;
    }
  };
  /** Writes one token's columns. */
  using Produce = std::function<void(int token, float* row)>;

  /** Fills all tokens, on `pool` or on the caller's thread alone. `columns` is a multiple of 32 where quants are needed. */
  void fill(const Kernels& kernels, ThreadPool* pool, int tokens, int columns, Need need, const Produce& produce);

  /** Room for so many tokens, which floats() or put() fill. */
  void prepare(const Kernels& kernels, int tokens, int columns, Need need);
  /** One group of 32 columns of all tokens, [tokens][32], where quants alone are needed; several threads may put different groups. */
  void put(const Kernels& kernels, int group, const float* values);

  int tokens() const { return tokens_; }
  int full_tiles() const { return tokens_ / tile_; }
  int columns() const { return columns_; }
  int tiles() const { return full_tiles() + (tokens_ % tile_ + rest_ - 1) / rest_; }
  int first_token(int tile) const { return std::min(tile, full_tiles()) * tile_ + std::max(0, tile - full_tiles()) * rest_; }
  /** A tile for weights of a format, from a column on that is a multiple of 32 for quants. */
  Tile tile(int index, Packing packing, int column = 0) const;
  const float* floats() const { return floats_.data(); }
  float* floats() { return floats_.data(); }

 private:
  /** Sums of quants times minus an offset; one list for each offset that formats have, the last with two sums a group. */
  static constexpr int kOffsets[] = {8, 16, 128, 32}, kSlots = 4, kHalvesSlot = 3;
  static constexpr int offset_slot(Packing packing) {
    int slot = 0;
    while (slot < kHalvesSlot && kOffsets[slot] != traits(packing).offset) ++slot;
    return slot;
  }
  int tokens_of(int tile) const { return std::min(tile < full_tiles() ? tile_ : rest_, tokens_ - first_token(tile)); }
  /** Places some groups of one tile's tokens: quants [tokens][groups][32], scales [tokens][groups], sums [tokens][groups][2]. */
  void interleave(int tile, int first_group, size_t groups, const int8_t* quants, const float* scales, const int32_t* sums);

  Need need_;
  int tokens_ = 0, columns_ = 0, groups_ = 0, tile_ = 1, rest_ = 1;
  /** Full tiles are for matrix units. */
  bool in_rows_ = false;
  LineVector<float> floats_;
  LineVector<int8_t> quants_;
  LineVector<float> scales_, sums_;
  LineVector<int32_t> offsets_[kSlots];
};

}  // namespace millwright
