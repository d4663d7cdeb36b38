// AVX2 + FMA + F16C: two registers hold a step of sixteen rows.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>

#include "kernels.h"
#include "loops.h"
#include "mix.h"

namespace millwright {
namespace {

constexpr int kTile = 4;

inline __m256 halves_at(const uint8_t* at) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))); }
inline __m256i bytes_at(const uint8_t* at) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)); }
inline __m256 from_unsigned(const uint8_t* at) { return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)))); }
inline __m256 from_signed(const uint8_t* at) { return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)))); }

inline __m256i broadcast4(const int8_t* at) {
  int32_t word;
  std::memcpy(&word, at, sizeof word);
  return _mm256_set1_epi32(word);
}

/**
 * Holds the compiler to the order of additions that is written. GCC otherwise regroups integer sums into trees, needs more
 * registers than there are, and loses a quarter of the speed.
 */
inline void pin(__m256i& value) { asm volatile("" : "+x"(value)); }

template <Packing kPacking>
void unpack(const uint8_t* at, int groups, uint8_t* wide) {
  constexpr PackingTraits t = traits(kPacking);
  const __m256i low = _mm256_set1_epi8(15);
  const uint8_t* header = at;
  for (int g = 0; g < groups; ++g, at += t.group_bytes(), wide += t.wide_group_bytes()) {
    if (g % t.groups_per_block == 0) {
      header = at;
      at += t.header_bytes;
    }
    for (int half = 0; half < 2; ++half) {
      float* first = reinterpret_cast<float*>(wide) + half * 8;
      if constexpr (kPacking == Packing::kQ6K) {
        const __m256 super = halves_at(header + half * 16);
        _mm256_storeu_ps(first, _mm256_mul_ps(super, from_signed(at + half * 8)));
        _mm256_storeu_ps(first + 16, _mm256_mul_ps(super, from_signed(at + 16 + half * 8)));
      } else if constexpr (t.groups_per_block == 8) {
        _mm256_storeu_ps(first, _mm256_mul_ps(halves_at(header + half * 16), from_unsigned(at + half * 8)));
        _mm256_storeu_ps(first + 16, _mm256_mul_ps(halves_at(header + 32 + half * 16), from_unsigned(at + 16 + half * 8)));
      } else {
        _mm256_storeu_ps(first, halves_at(at + half * 16));
        if constexpr (t.minimum) _mm256_storeu_ps(first + 16, halves_at(at + 32 + half * 16));
      }
      const uint8_t* quants = at + t.scale_bytes + half * 32;
      uint8_t* to = wide + t.wide_group_bytes() - 512 + half * 32;
      __m256i steps[8];
      if constexpr (t.bits == 8) {
        for (int s = 0; s < 8; ++s) steps[s] = bytes_at(quants + s * 64);
      } else {
        for (int s = 0; s < 4; ++s) {
          const __m256i bytes = bytes_at(quants + s * 64);
          steps[s] = _mm256_and_si256(bytes, low);
          steps[s + 4] = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low);
        }
      }
      if constexpr (t.bits == 5) {
        const __m256i high = bytes_at(quants + 256);
        for (int s = 0; s < 8; ++s) {
          const __m256i bit = _mm256_set1_epi8(static_cast<char>(1 << s));
          const __m256i set = _mm256_cmpeq_epi8(_mm256_and_si256(high, bit), bit);
          steps[s] = _mm256_or_si256(steps[s], _mm256_and_si256(set, _mm256_set1_epi8(16)));
        }
      }
      if constexpr (t.bits == 6) {
        const __m256i two = _mm256_set1_epi8(0x30);
        for (int part = 0; part < 2; ++part) {
          const __m256i high = bytes_at(quants + 256 + part * 64);
          __m256i* each = steps + part * 4;
          each[0] = _mm256_or_si256(each[0], _mm256_and_si256(_mm256_slli_epi16(high, 4), two));
          each[1] = _mm256_or_si256(each[1], _mm256_and_si256(_mm256_slli_epi16(high, 2), two));
          each[2] = _mm256_or_si256(each[2], _mm256_and_si256(high, two));
          each[3] = _mm256_or_si256(each[3], _mm256_and_si256(_mm256_srli_epi16(high, 2), two));
        }
      }
      for (int s = 0; s < 8; ++s) _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + s * 64), steps[s]);
    }
  }
}

/**
 * Integer dots of steps [from, to) of both halves of a panel with all tokens. Products of unsigned quants of few bits are
 * summed in sixteen bits as long as they fit; eight-bit ones go as |w| times x with w's sign.
 */
template <int kBits, int kTokens>
inline void dot_steps(const uint8_t* bytes, const int8_t* quants, int from, int to, __m256i dots[2][kTokens]) {
  const __m256i ones = _mm256_set1_epi16(1);
  if constexpr (kBits == 8) {
    for (int s = from; s < to; ++s)
      for (int half = 0; half < 2; ++half) {
        const __m256i w = _mm256_xor_si256(bytes_at(bytes + s * 64 + half * 32), _mm256_set1_epi8(static_cast<char>(0x80)));
        const __m256i size = _mm256_abs_epi8(w);
        for (int t = 0; t < kTokens; ++t) {
          const __m256i x = broadcast4(quants + (s * kTokens + t) * 4);
          dots[half][t] = _mm256_add_epi32(dots[half][t], _mm256_madd_epi16(_mm256_maddubs_epi16(size, _mm256_sign_epi8(x, w)), ones));
          pin(dots[half][t]);
        }
      }
    return;
  }
  // 2 * 127 * (2^bits - 1) a step: eight steps of four bits, four of five, two of six stay below 2^15.
  constexpr int kRun = kBits == 4 ? 8 : kBits == 5 ? 4 : 2;
  for (int run = from; run < to; run += kRun) {
    __m256i shorts[2][kTokens];
    const int last = run + kRun < to ? run + kRun : to;
    for (int s = run; s < last; ++s) {
      const __m256i w0 = bytes_at(bytes + s * 64), w1 = bytes_at(bytes + s * 64 + 32);
      for (int t = 0; t < kTokens; ++t) {
        const __m256i x = broadcast4(quants + (s * kTokens + t) * 4);
        const __m256i p0 = _mm256_maddubs_epi16(w0, x), p1 = _mm256_maddubs_epi16(w1, x);
        shorts[0][t] = s == run ? p0 : _mm256_add_epi16(shorts[0][t], p0);
        shorts[1][t] = s == run ? p1 : _mm256_add_epi16(shorts[1][t], p1);
        pin(shorts[0][t]);
        pin(shorts[1][t]);
      }
    }
    for (int half = 0; half < 2; ++half)
      for (int t = 0; t < kTokens; ++t) dots[half][t] = _mm256_add_epi32(dots[half][t], _mm256_madd_epi16(shorts[half][t], ones));
  }
}

template <Packing kPacking, int kTokens>
inline void add_group(const uint8_t* group, const Tile& x, int g, __m256 sums[2][kTokens]) {
  constexpr PackingTraits t = traits(kPacking);
  constexpr int kHalves = t.halves ? 2 : 1;
  const uint8_t* bytes = group + t.wide_group_bytes() - 512;
  const float* scales = reinterpret_cast<const float*>(group);
  const size_t at = static_cast<size_t>(g) * kTokens;
  for (int part = 0; part < kHalves; ++part) {
    __m256i dots[2][kTokens];
    for (int half = 0; half < 2; ++half)
      for (int token = 0; token < kTokens; ++token)
        // Eight-bit weights are signed here: no offset to take back.
        dots[half][token] = t.offset == 0 || t.bits == 8 ? _mm256_setzero_si256() : _mm256_set1_epi32(x.offsets[at * kHalves + static_cast<size_t>(part * kTokens + token)]);
    dot_steps<t.bits, kTokens>(bytes, x.quants + static_cast<size_t>(g) * 32 * kTokens, part * 4, (part + 1) * 8 / kHalves, dots);
    for (int half = 0; half < 2; ++half) {
      const __m256 scale = _mm256_loadu_ps(scales + part * 16 + half * 8);
      for (int token = 0; token < kTokens; ++token)
        sums[half][token] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots[half][token]), _mm256_mul_ps(scale, _mm256_set1_ps(x.scales[at + token])), sums[half][token]);
    }
  }
  if constexpr (t.minimum)
    for (int half = 0; half < 2; ++half)
      for (int token = 0; token < kTokens; ++token)
        sums[half][token] = _mm256_fnmadd_ps(_mm256_loadu_ps(scales + 16 + half * 8), _mm256_set1_ps(x.sums[at + token]), sums[half][token]);
}

template <int kTokens>
inline void clear(__m256 sums[2][kTokens]) {
  for (int half = 0; half < 2; ++half)
    for (int token = 0; token < kTokens; ++token) sums[half][token] = _mm256_setzero_ps();
}
template <int kTokens>
inline void write(const __m256 sums[2][kTokens], float* out, size_t stride) {
  for (int half = 0; half < 2; ++half)
    for (int token = 0; token < kTokens; ++token) _mm256_storeu_ps(out + token * stride + half * 8, sums[half][token]);
}

template <Packing kPacking, int kTokens>
void wide_tile(const uint8_t* at, int groups, const Tile& x, float* out, size_t stride) {
  __m256 sums[2][kTokens];
  clear<kTokens>(sums);
  for (int g = 0; g < groups; ++g, at += traits(kPacking).wide_group_bytes()) add_group<kPacking, kTokens>(at, x, g, sums);
  write<kTokens>(sums, out, stride);
}

/** Unpacks block by block into a few cache lines; the weights come from memory once. */
template <Packing kPacking, int kTokens>
void packed_tile(const uint8_t* at, int groups, const Tile& x, float* out, size_t stride) {
  constexpr PackingTraits t = traits(kPacking);
  __m256 sums[2][kTokens];
  clear<kTokens>(sums);
  alignas(64) uint8_t spread[t.groups_per_block * t.wide_group_bytes()];
  for (int g = 0; g < groups; g += t.groups_per_block, at += t.block_bytes()) {
    unpack<kPacking>(at, t.groups_per_block, spread);
    for (int i = 0; i < t.groups_per_block; ++i) add_group<kPacking, kTokens>(spread + i * t.wide_group_bytes(), x, g + i, sums);
  }
  write<kTokens>(sums, out, stride);
}

template <Packing kPacking>
void packed(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) {
  switch (x.tokens) {
    case 4: return packed_tile<kPacking, 4>(panel, groups, x, out, stride);
    case 3: return packed_tile<kPacking, 3>(panel, groups, x, out, stride);
    case 2: return packed_tile<kPacking, 2>(panel, groups, x, out, stride);
    default: return packed_tile<kPacking, 1>(panel, groups, x, out, stride);
  }
}
template <Packing kPacking>
void wide(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) {
  switch (x.tokens) {
    case 4: return wide_tile<kPacking, 4>(panel, groups, x, out, stride);
    case 3: return wide_tile<kPacking, 3>(panel, groups, x, out, stride);
    case 2: return wide_tile<kPacking, 2>(panel, groups, x, out, stride);
    default: return wide_tile<kPacking, 1>(panel, groups, x, out, stride);
  }
}

template <Packing kPacking>
inline __m256 load_floats(const uint8_t* at, int half) {
  if constexpr (kPacking == Packing::kF32) return _mm256_loadu_ps(reinterpret_cast<const float*>(at) + half * 8);
  if constexpr (kPacking == Packing::kF16) return halves_at(at + half * 16);
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at + half * 16))), 16));
}

template <Packing kPacking, int kTokens>
void float_tile(const uint8_t* panel, int columns, const float* x, size_t x_stride, float* out, size_t stride) {
  __m256 sums[2][kTokens];
  clear<kTokens>(sums);
  for (int c = 0; c < columns; ++c, panel += kPanelRows * traits(kPacking).float_bytes) {
    const __m256 w0 = load_floats<kPacking>(panel, 0), w1 = load_floats<kPacking>(panel, 1);
    for (int token = 0; token < kTokens; ++token) {
      const __m256 value = _mm256_set1_ps(x[token * x_stride + static_cast<size_t>(c)]);
      sums[0][token] = _mm256_fmadd_ps(w0, value, sums[0][token]);
      sums[1][token] = _mm256_fmadd_ps(w1, value, sums[1][token]);
    }
  }
  write<kTokens>(sums, out, stride);
}

template <Packing kPacking>
void floats(const uint8_t* panel, int columns, const float* x, size_t x_stride, int tokens, float* out, size_t stride) {
  int t = 0;
  for (; t + 4 <= tokens; t += 4) float_tile<kPacking, 4>(panel, columns, x + t * x_stride, x_stride, out + t * stride, stride);
  x += t * x_stride;
  out += t * stride;
  switch (tokens - t) {
    case 3: return float_tile<kPacking, 3>(panel, columns, x, x_stride, out, stride);
    case 2: return float_tile<kPacking, 2>(panel, columns, x, x_stride, out, stride);
    case 1: return float_tile<kPacking, 1>(panel, columns, x, x_stride, out, stride);
    default: return;
  }
}

inline int32_t sum_of(__m256i a) {
  __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1)));
}

void quantise(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums) {
  const __m256 magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
  for (int g = 0; g < columns / kGroup; ++g) {
    __m256 v[4];
    __m256 largest = _mm256_setzero_ps();
    for (int i = 0; i < 4; ++i) {
      v[i] = _mm256_loadu_ps(x + g * kGroup + i * 8);
      largest = _mm256_max_ps(largest, _mm256_and_ps(v[i], magnitude));
    }
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(largest), _mm256_extractf128_ps(largest, 1));
    four = _mm_max_ps(four, _mm_movehl_ps(four, four));
    const float most = _mm_cvtss_f32(_mm_max_ss(four, _mm_shuffle_ps(four, four, 1)));
    const __m256 inverse = _mm256_set1_ps(most > 0 ? 127.0f / most : 0);
    __m256i words[4];
    for (int i = 0; i < 4; ++i) words[i] = _mm256_cvtps_epi32(_mm256_mul_ps(v[i], inverse));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(words[0], words[1]), _mm256_packs_epi32(words[2], words[3]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(quants + g * kGroup), _mm256_permutevar8x32_epi32(bytes, order));
    scales[g] = most / 127.0f;
    sums[g * 2] = sum_of(_mm256_add_epi32(words[0], words[1]));
    sums[g * 2 + 1] = sum_of(_mm256_add_epi32(words[2], words[3]));
  }
}

void to_half(const float* from, uint16_t* to, int n) {
  int i = 0;
  for (; i + 8 <= n; i += 8)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
  for (; i < n; ++i) to[i] = _cvtss_sh(from[i], _MM_FROUND_TO_NEAREST_INT);
}

struct Lanes {
  __m256 low, high;
  static Lanes load(const float* from) { return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)}; }
  static Lanes load_half(const uint16_t* from) {
    const uint8_t* at = reinterpret_cast<const uint8_t*>(from);
    return {halves_at(at), halves_at(at + 16)};
  }
  static Lanes load_bytes(const int8_t* from) {
    const uint8_t* at = reinterpret_cast<const uint8_t*>(from);
    return {from_signed(at), from_signed(at + 8)};
  }
  static float half(uint16_t bits) { return _cvtsh_ss(bits); }
  Lanes scaled(float factor) const { return {_mm256_mul_ps(low, _mm256_set1_ps(factor)), _mm256_mul_ps(high, _mm256_set1_ps(factor))}; }
  void add_product(const Lanes& a, float factor) {
    const __m256 f = _mm256_set1_ps(factor);
    low = _mm256_fmadd_ps(a.low, f, low);
    high = _mm256_fmadd_ps(a.high, f, high);
  }
  void store(float* to) const {
    _mm256_storeu_ps(to, low);
    _mm256_storeu_ps(to + 8, high);
  }
};

/** Eight sums side by side, so that only the multipliers' rate counts. */
double int8_operations(int rounds) {
  __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  __m256i a = _mm256_set1_epi8(1);
  const __m256i b = _mm256_set1_epi8(2), ones = _mm256_set1_epi16(1);
  const auto step = [&](__m256i& sum) {
    pin(a);
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), ones));
    pin(sum);
  };
  for (int i = 0; i < rounds; ++i) step(s0), step(s1), step(s2), step(s3), step(s4), step(s5), step(s6), step(s7);
  return 64.0 * 8 * rounds;
}

}  // namespace

#define MILLWRIGHT_NAME "AVX2"
#define MILLWRIGHT_TILE 4
#define MILLWRIGHT_MIX_QUERIES 3
#define MILLWRIGHT_MIX_COLUMNS 2
const Kernels kAvx2Kernels =
#include "table.inc"
    ;

}  // namespace millwright
#endif
