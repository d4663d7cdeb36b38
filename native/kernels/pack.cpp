#include "pack.h"

#include <algorithm>
#include <cstring>

#include "half.h"
#include "k_block.h"

namespace millwright {
namespace {

/** Quants of one row's group and what scales them, however the type stores them. */
struct RowGroup {
  uint8_t quants[kGroup];
  uint8_t scale[4] = {};    // two bytes: a half, or one or two small whole numbers
  uint8_t minimum[4] = {};  // the same for the minimum
};

void nibbles(const uint8_t* from, uint8_t* quants) {
  for (int i = 0; i < 16; ++i) {
    quants[i] = from[i] & 15;
    quants[i + 16] = from[i] >> 4;
  }
}

RowGroup read_group(TensorType type, const uint8_t* block, int group) {
  RowGroup out;
  switch (type) {
    case TensorType::kQ8_0:
      std::memcpy(out.scale, block, 2);
      for (int i = 0; i < kGroup; ++i) out.quants[i] = static_cast<uint8_t>(block[2 + i] ^ 0x80);
      break;
    case TensorType::kQ4_0:
      std::memcpy(out.scale, block, 2);
      nibbles(block + 2, out.quants);
      break;
    case TensorType::kQ4_1:
      std::memcpy(out.scale, block, 2);
      std::memcpy(out.minimum, block + 2, 2);
      // The file adds its minimum, the panel takes it away.
      out.minimum[1] ^= 0x80;
      nibbles(block + 4, out.quants);
      break;
    case TensorType::kQ5_0: {
      uint32_t high;
      std::memcpy(out.scale, block, 2);
      std::memcpy(&high, block + 2, sizeof high);
      nibbles(block + 6, out.quants);
      for (int i = 0; i < kGroup; ++i) out.quants[i] |= static_cast<uint8_t>(((high >> i) & 1) << 4);
      break;
    }
    case TensorType::kQ4_K:
    case TensorType::kQ5_K: {
      const bool five = type == TensorType::kQ5_K;
      k_scale(group, block + 4, out.scale[0], out.minimum[0]);
      const uint8_t* quants = block + (five ? 48 : 16) + group / 2 * 32;
      for (int i = 0; i < kGroup; ++i) {
        out.quants[i] = group % 2 ? quants[i] >> 4 : quants[i] & 15;
        if (five) out.quants[i] |= static_cast<uint8_t>(((block[16 + i] >> group) & 1) << 4);
      }
      break;
    }
    default: {  // Q6_K
      const int half = group / 4, part = group % 4;
      const uint8_t* low = block + half * 64 + (part % 2) * 32;
      const uint8_t* high = block + 128 + half * 32;
      for (int i = 0; i < kGroup; ++i)
        out.quants[i] = static_cast<uint8_t>((part < 2 ? low[i] & 15 : low[i] >> 4) | (((high[i] >> (2 * part)) & 3) << 4));
      out.scale[0] = block[192 + half * 8 + part * 2];
      out.scale[1] = block[192 + half * 8 + part * 2 + 1];
      break;
    }
  }
  return out;
}

/** Super-scales of a K block: first the scale's half, then the minimum's. */
void read_header(TensorType type, const uint8_t* block, int lane, uint8_t* header) {
  std::memcpy(header + lane * 2, type == TensorType::kQ6_K ? block + 208 : block, 2);
  if (type != TensorType::kQ6_K) std::memcpy(header + 32 + lane * 2, block + 2, 2);
}

void place(const RowGroup& from, Packing packing, int lane, uint8_t* group) {
  const PackingTraits t = traits(packing);
  if (t.groups_per_block == 8) {
    group[lane] = from.scale[0];
    group[16 + lane] = packing == Packing::kQ6K ? from.scale[1] : from.minimum[0];
  } else {
    std::memcpy(group + lane * 2, from.scale, 2);
    if (t.minimum) std::memcpy(group + 32 + lane * 2, from.minimum, 2);
  }
  uint8_t* quants = group + t.scale_bytes;
  uint8_t* high = quants + t.quant_bytes();
  for (int i = 0; i < kGroup; ++i) {
    const int step = i / 4, at = lane * 4 + i % 4;
    const uint8_t q = from.quants[i];
    if (t.bits == 8) {
      quants[step * 64 + at] = q;
      continue;
    }
    quants[(step % 4) * 64 + at] |= static_cast<uint8_t>(step < 4 ? q & 15 : (q & 15) << 4);
    if (t.bits == 5) high[at] |= static_cast<uint8_t>((q >> 4) << step);
    if (t.bits == 6) high[step / 4 * 64 + at] |= static_cast<uint8_t>((q >> 4) << (2 * (step % 4)));
  }
}

}  // namespace

Packing packing_of(TensorType type) {
  switch (type) {
    case TensorType::kF32: return Packing::kF32;
    case TensorType::kF16: return Packing::kF16;
    case TensorType::kBF16: return Packing::kBf16;
    case TensorType::kQ8_0: return Packing::kQ8;
    case TensorType::kQ4_0: return Packing::kQ4;
    case TensorType::kQ4_1: return Packing::kQ4Min;
    case TensorType::kQ5_0: return Packing::kQ5;
    case TensorType::kQ4_K: return Packing::kQ4K;
    case TensorType::kQ5_K: return Packing::kQ5K;
    case TensorType::kQ6_K: return Packing::kQ6K;
  }
  return Packing::kF32;
}

void pack_panel(const TensorInfo& tensor, uint64_t rows, int columns, uint64_t panel, uint8_t* to) {
  const Packing packing = packing_of(tensor.type);
  const PackingTraits t = traits(packing);
  std::memset(to, 0, panel_bytes(packing, columns));
  const BlockSize size = block_size(tensor.type);
  const uint64_t row_bytes = static_cast<uint64_t>(columns) / size.weights * size.bytes;
  const int lanes = static_cast<int>(std::min<uint64_t>(kPanelRows, rows - panel * kPanelRows));
  for (int lane = 0; lane < lanes; ++lane) {
    const uint8_t* row = tensor.data + (panel * kPanelRows + static_cast<uint64_t>(lane)) * row_bytes;
    if (!t.quantised()) {
      for (int c = 0; c < columns; ++c) std::memcpy(to + (static_cast<size_t>(c) * kPanelRows + lane) * t.float_bytes, row + static_cast<size_t>(c) * t.float_bytes, t.float_bytes);
      continue;
    }
    for (int b = 0; b < columns / (kGroup * t.groups_per_block); ++b) {
      uint8_t* block = to + static_cast<size_t>(b) * t.block_bytes();
      const uint8_t* from = row + static_cast<size_t>(b) * size.bytes;
      if (t.header_bytes > 0) read_header(tensor.type, from, lane, block);
      for (int g = 0; g < t.groups_per_block; ++g) place(read_group(tensor.type, from, g), packing, lane, block + t.header_bytes + g * t.group_bytes());
    }
  }
}

void read_row(Packing packing, const uint8_t* panel, int columns, int lane, float* out) {
  const PackingTraits t = traits(packing);
  const auto half_at = [](const uint8_t* from) {
    uint16_t bits;
    std::memcpy(&bits, from, sizeof bits);
    return bits;
  };
  if (!t.quantised()) {
    for (int c = 0; c < columns; ++c) {
      const uint8_t* at = panel + (static_cast<size_t>(c) * kPanelRows + lane) * t.float_bytes;
      if (packing == Packing::kF32) std::memcpy(out + c, at, sizeof(float));
      else out[c] = packing == Packing::kF16 ? half_to_float(half_at(at)) : bfloat_to_float(half_at(at));
    }
    return;
  }
  for (int g = 0; g < columns / kGroup; ++g) {
    const uint8_t* block = panel + static_cast<size_t>(g / t.groups_per_block) * t.block_bytes();
    const uint8_t* group = block + t.header_bytes + g % t.groups_per_block * t.group_bytes();
    // The scale of each half of the columns, and the minimum.
    float scale[2], minimum = 0;
    if (t.groups_per_block == 8) {
      const float super = half_to_float(half_at(block + lane * 2));
      const auto small = [&](int at) { return t.halves ? static_cast<float>(static_cast<int8_t>(group[at + lane])) : static_cast<float>(group[at + lane]); };
      scale[0] = super * small(0);
      scale[1] = t.halves ? super * small(16) : scale[0];
      if (t.minimum) minimum = half_to_float(half_at(block + 32 + lane * 2)) * small(16);
    } else {
      scale[0] = scale[1] = half_to_float(half_at(group + lane * 2));
      if (t.minimum) minimum = half_to_float(half_at(group + 32 + lane * 2));
    }
    const uint8_t* quants = group + t.scale_bytes;
    const uint8_t* high = quants + t.quant_bytes();
    for (int i = 0; i < kGroup; ++i) {
      const int step = i / 4, at = lane * 4 + i % 4;
      int q = t.bits == 8 ? quants[step * 64 + at] : (quants[step % 4 * 64 + at] >> (step < 4 ? 0 : 4)) & 15;
      if (t.bits == 5) q |= (high[at] >> step & 1) << 4;
      if (t.bits == 6) q |= (high[step / 4 * 64 + at] >> (2 * (step % 4)) & 3) << 4;
      out[g * kGroup + i] = scale[i / 16] * static_cast<float>(q - t.offset) - minimum;
    }
  }
}

}  // namespace millwright
