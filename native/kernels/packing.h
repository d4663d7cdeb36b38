// How weights lie in memory: panels of sixteen interleaved rows, in the bits of the file's own type.
#pragma once

#include <cstddef>
#include <cstdint>

namespace millwright {

/** Rows that are interleaved: lane r of every 64-byte step holds four weights of row r. */
constexpr int kPanelRows = 16;
/** Columns of one group. */
constexpr int kGroup = 32;

/** Panel formats. What each keeps is exactly what the GGUF type of that name says. */
enum class Packing : uint8_t {
  kF32,    // single precision
  kF16,    // half precision
  kBf16,   // bfloat16
  kQ8,     // Q8_0
  kQ4,     // Q4_0
  kQ4Min,  // Q4_1
  kQ5,     // Q5_0
  kQ4K,    // Q4_K
  kQ5K,    // Q5_K
  kQ6K,    // Q6_K
};
constexpr int kPackings = 10;

/**
 * A float panel is [column][16 rows]. A quantised panel is a row of blocks: a header (K types: sixteen half-precision
 * super-scales, and super-minima where there are minima), then groups of 32 columns, each
 *   - its scales (and minima) of the sixteen rows;
 *   - its quants: step s holds columns 4s to 4s + 3 of every row in turn; eight-bit ones take eight 64-byte steps, the
 *     others four whose low nibbles are steps 0-3 and whose high nibbles are steps 4-7;
 *   - the upper bits: one bit a step in 64 bytes (five-bit types), or two bits a step in twice 64 (six-bit types).
 * Quants are unsigned: weight = scale * (quant - offset) - minimum.
 */
struct PackingTraits {
  int float_bytes;  // bytes of a weight of the float formats; 0: quantised
  int bits;
  int offset;
  bool minimum;
  bool halves;  // a scale for each 16 columns instead of 32
  int groups_per_block;
  int header_bytes;
  int scale_bytes;

  constexpr bool quantised() const { return float_bytes == 0; }
  constexpr int quant_bytes() const { return bits == 8 ? 512 : 256; }
  constexpr int high_bytes() const { return bits == 5 ? 64 : bits == 6 ? 128 : 0; }
  constexpr int group_bytes() const { return scale_bytes + quant_bytes() + high_bytes(); }
  constexpr int block_bytes() const { return header_bytes + groups_per_block * group_bytes(); }
};

/** The most bytes that a group can take once it is unpacked, see WideGroup. */
constexpr int kMostWideGroupBytes = 1088;

constexpr PackingTraits traits(Packing packing) {
  switch (packing) {
    case Packing::kF32: return {4, 32, 0, false, false, 1, 0, 0};
    case Packing::kF16: return {2, 16, 0, false, false, 1, 0, 0};
    case Packing::kBf16: return {2, 16, 0, false, false, 1, 0, 0};
    case Packing::kQ8: return {0, 8, 128, false, false, 1, 0, 32};
    case Packing::kQ4: return {0, 4, 8, false, false, 1, 0, 32};
    case Packing::kQ4Min: return {0, 4, 0, true, false, 1, 0, 64};
    case Packing::kQ5: return {0, 5, 16, false, false, 1, 0, 32};
    case Packing::kQ4K: return {0, 4, 0, true, false, 8, 64, 32};
    case Packing::kQ5K: return {0, 5, 0, true, false, 8, 64, 32};
    case Packing::kQ6K: return {0, 6, 32, false, true, 8, 32, 32};
  }
  return {};
}

/** Bytes of a group unpacked for matrix units: scales as floats, minima or the second half's scales, then signed bytes. */
constexpr size_t block_group_bytes(Packing packing) { return 512 + (traits(packing).minimum || traits(packing).halves ? 128 : 64); }

/** Bytes of one panel with that many columns (a multiple of 32, or 256 for K types, when quantised). */
constexpr size_t panel_bytes(Packing packing, int columns) {
  const PackingTraits t = traits(packing);
  if (!t.quantised()) return static_cast<size_t>(columns) * kPanelRows * t.float_bytes;
  return static_cast<size_t>(columns / kGroup / t.groups_per_block) * t.block_bytes();
}

}  // namespace millwright
