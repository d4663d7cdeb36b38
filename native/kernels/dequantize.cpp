#include "dequantize.h"

#include <cstring>

#include "half.h"
#include "k_block.h"

namespace millwright {
namespace {

float read_half(const uint8_t* at) {
  uint16_t half;
  std::memcpy(&half, at, sizeof half);
  return half_to_float(half);
}

void q4_0(const uint8_t* block, float* out) {
  const float d = read_half(block);
  for (int i = 0; i < 16; ++i) {
    out[i] = d * static_cast<float>((block[2 + i] & 15) - 8);
    out[i + 16] = d * static_cast<float>((block[2 + i] >> 4) - 8);
  }
}

void q4_1(const uint8_t* block, float* out) {
  const float d = read_half(block), m = read_half(block + 2);
  for (int i = 0; i < 16; ++i) {
    out[i] = d * static_cast<float>(block[4 + i] & 15) + m;
    out[i + 16] = d * static_cast<float>(block[4 + i] >> 4) + m;
  }
}

void q5_0(const uint8_t* block, float* out) {
  const float d = read_half(block);
  uint32_t high;
  std::memcpy(&high, block + 2, sizeof high);
  for (int i = 0; i < 16; ++i) {
    const int low = (block[6 + i] & 15) | static_cast<int>(((high >> i) & 1) << 4);
    const int top = (block[6 + i] >> 4) | static_cast<int>(((high >> (i + 16)) & 1) << 4);
    out[i] = d * static_cast<float>(low - 16);
    out[i + 16] = d * static_cast<float>(top - 16);
  }
}

void q8_0(const uint8_t* block, float* out) {
  const float d = read_half(block);
  for (int i = 0; i < 32; ++i) out[i] = d * static_cast<float>(static_cast<int8_t>(block[2 + i]));
}

void q45_k(const uint8_t* block, float* out, bool five) {
  const float d = read_half(block), dmin = read_half(block + 2);
  const uint8_t* scales = block + 4;
  const uint8_t* high = block + 16;
  const uint8_t* quants = five ? block + 48 : block + 16;
  for (int group = 0; group < 8; ++group) {
    uint8_t scale, minimum;
    k_scale(group, scales, scale, minimum);
    const uint8_t* q = quants + (group / 2) * 32;
    for (int i = 0; i < 32; ++i) {
      int value = group % 2 ? q[i] >> 4 : q[i] & 15;
      if (five) value |= ((high[i] >> group) & 1) << 4;
      out[group * 32 + i] = d * scale * static_cast<float>(value) - dmin * minimum;
    }
  }
}

void q6_k(const uint8_t* block, float* out) {
  const float d = read_half(block + 208);
  for (int half = 0; half < 2; ++half) {
    const uint8_t* low = block + half * 64;
    const uint8_t* high = block + 128 + half * 32;
    const int8_t* scales = reinterpret_cast<const int8_t*>(block + 192 + half * 8);
    float* to = out + half * 128;
    for (int i = 0; i < 32; ++i) {
      const int part[4] = {
          (low[i] & 15) | ((high[i] & 3) << 4),
          (low[i + 32] & 15) | (((high[i] >> 2) & 3) << 4),
          (low[i] >> 4) | (((high[i] >> 4) & 3) << 4),
          (low[i + 32] >> 4) | (((high[i] >> 6) & 3) << 4),
      };
      for (int k = 0; k < 4; ++k) to[k * 32 + i] = d * scales[i / 16 + 2 * k] * static_cast<float>(part[k] - 32);
    }
  }
}

}  // namespace

void dequantize(TensorType type, const uint8_t* source, uint64_t count, float* target) {
  if (type == TensorType::kF32) {
    std::memcpy(target, source, count * sizeof(float));
    return;
  }
  const BlockSize size = block_size(type);
  for (uint64_t block = 0; block < count / size.weights; ++block) {
    const uint8_t* from = source + block * size.bytes;
    float* to = target + block * size.weights;
    switch (type) {
      case TensorType::kF16: *to = read_half(from); break;
      case TensorType::kBF16: {
        uint16_t bits;
        std::memcpy(&bits, from, sizeof bits);
        *to = bfloat_to_float(bits);
        break;
      }
      case TensorType::kQ4_0: q4_0(from, to); break;
      case TensorType::kQ4_1: q4_1(from, to); break;
      case TensorType::kQ5_0: q5_0(from, to); break;
      case TensorType::kQ8_0: q8_0(from, to); break;
      case TensorType::kQ4_K: q45_k(from, to, false); break;
      case TensorType::kQ5_K: q45_k(from, to, true); break;
      case TensorType::kQ6_K: q6_k(from, to); break;
      case TensorType::kF32: break;
    }
  }
}

}  // namespace millwright
