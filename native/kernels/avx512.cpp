// AVX-512 with VNNI: one register holds a step of all sixteen rows.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>

#include "kernels.h"
#include "loops.h"
#include "mix.h"

namespace millwright {
namespace {

inline __m512 halves_at(const uint8_t* at) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))); }
inline __m512i bytes_at(const uint8_t* at) { return _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))); }

inline __m512i broadcast4(const int8_t* at) {
  int32_t word;
  std::memcpy(&word, at, sizeof word);
  return _mm512_set1_epi32(word);
}

/** The eight steps of a group as unsigned bytes. */
template <Packing kPacking>
inline void load_steps(const uint8_t* quants, __m512i steps[8]) {
  constexpr PackingTraits t = traits(kPacking);
  if constexpr (t.bits == 8) {
    for (int s = 0; s < 8; ++s) steps[s] = _mm512_loadu_si512(quants + s * 64);
    return;
  }
  const __m512i low = _mm512_set1_epi8(15);
  for (int s = 0; s < 4; ++s) {
    const __m512i bytes = _mm512_loadu_si512(quants + s * 64);
    steps[s] = _mm512_and_si512(bytes, low);
    steps[s + 4] = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), low);
  }
  if constexpr (t.bits == 5) {
    const __m512i high = _mm512_loadu_si512(quants + 256), sixteen = _mm512_set1_epi8(16);
    for (int s = 0; s < 8; ++s)
      steps[s] = _mm512_mask_add_epi8(steps[s], _mm512_test_epi8_mask(high, _mm512_set1_epi8(static_cast<char>(1 << s))), steps[s], sixteen);
  }
  if constexpr (t.bits == 6) {
    const __m512i two = _mm512_set1_epi8(0x30);
    for (int half = 0; half < 2; ++half) {
      const __m512i high = _mm512_loadu_si512(quants + 256 + half * 64);
      __m512i* to = steps + half * 4;
      to[0] = _mm512_or_si512(to[0], _mm512_and_si512(_mm512_slli_epi16(high, 4), two));
      to[1] = _mm512_or_si512(to[1], _mm512_and_si512(_mm512_slli_epi16(high, 2), two));
      to[2] = _mm512_or_si512(to[2], _mm512_and_si512(high, two));
      to[3] = _mm512_or_si512(to[3], _mm512_and_si512(_mm512_srli_epi16(high, 2), two));
    }
  }
}

/** Super-scales of a K block; nothing for the others. */
struct Block {
  __m512 scale, minimum;
};
template <Packing kPacking>
inline Block open_block(const uint8_t* header) {
  constexpr PackingTraits t = traits(kPacking);
  Block block{_mm512_setzero_ps(), _mm512_setzero_ps()};
  if constexpr (t.header_bytes > 0) block.scale = halves_at(header);
  if constexpr (t.header_bytes > 32) block.minimum = halves_at(header + 32);
  return block;
}

/** Scales of a group, and its minima or the scales of its second half. */
template <Packing kPacking>
inline void load_scales(const Block& block, const uint8_t* group, __m512& first, __m512& second) {
  constexpr PackingTraits t = traits(kPacking);
  if constexpr (kPacking == Packing::kQ6K) {
    first = _mm512_mul_ps(block.scale, _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(group)))));
    second = _mm512_mul_ps(block.scale, _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(group + 16)))));
  } else if constexpr (t.groups_per_block == 8) {
    first = _mm512_mul_ps(block.scale, _mm512_cvtepi32_ps(bytes_at(group)));
    second = _mm512_mul_ps(block.minimum, _mm512_cvtepi32_ps(bytes_at(group + 16)));
  } else {
    first = halves_at(group);
    if constexpr (t.minimum) second = halves_at(group + 32);
  }
}

/** One group of one panel for all tokens; the same arithmetic in the same order wherever the steps come from. */
template <Packing kPacking, int kTokens>
inline void add_group(const __m512i steps[8], __m512 first, __m512 second, const Tile& x, int g, __m512 sums[kTokens]) {
  constexpr PackingTraits t = traits(kPacking);
  constexpr int kHalves = t.halves ? 2 : 1;
  const int8_t* quants = x.quants + static_cast<size_t>(g) * 32 * kTokens;
  const size_t at = static_cast<size_t>(g) * kTokens;
  for (int half = 0; half < kHalves; ++half) {
    __m512i dots[kTokens];
    for (int token = 0; token < kTokens; ++token)
      dots[token] = t.offset == 0 ? _mm512_setzero_si512() : _mm512_set1_epi32(x.offsets[(at * kHalves) + static_cast<size_t>(half * kTokens + token)]);
    for (int s = half * 4; s < (half + 1) * 8 / kHalves; ++s)
      for (int token = 0; token < kTokens; ++token) dots[token] = _mm512_dpbusd_epi32(dots[token], steps[s], broadcast4(quants + (s * kTokens + token) * 4));
    const __m512 scale = half == 0 ? first : second;
    for (int token = 0; token < kTokens; ++token)
      sums[token] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[token]), _mm512_mul_ps(scale, _mm512_set1_ps(x.scales[at + token])), sums[token]);
  }
  if constexpr (t.minimum)
    for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_fnmadd_ps(second, _mm512_set1_ps(x.sums[at + token]), sums[token]);
}

template <Packing kPacking, int kTokens>
void packed_tile(const uint8_t* at, int groups, const Tile& x, float* out, size_t stride) {
  constexpr PackingTraits t = traits(kPacking);
  __m512 sums[kTokens];
  for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_setzero_ps();
  for (int g = 0; g < groups;) {
    const Block block = open_block<kPacking>(at);
    at += t.header_bytes;
    for (int i = 0; i < t.groups_per_block; ++i, ++g, at += t.group_bytes()) {
      __m512i steps[8];
      __m512 first, second = _mm512_setzero_ps();
      load_scales<kPacking>(block, at, first, second);
      load_steps<kPacking>(at + t.scale_bytes, steps);
      add_group<kPacking, kTokens>(steps, first, second, x, g, sums);
    }
  }
  for (int token = 0; token < kTokens; ++token) _mm512_storeu_ps(out + token * stride, sums[token]);
}

template <Packing kPacking, int kTokens>
void wide_tile(const uint8_t* at, int groups, const Tile& x, float* out, size_t stride) {
  constexpr PackingTraits t = traits(kPacking);
  __m512 sums[kTokens];
  for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_setzero_ps();
  for (int g = 0; g < groups; ++g, at += t.wide_group_bytes()) {
    __m512i steps[8];
    for (int s = 0; s < 8; ++s) steps[s] = _mm512_loadu_si512(at + t.wide_group_bytes() - 512 + s * 64);
    const __m512 first = _mm512_loadu_ps(at);
    const __m512 second = t.wide_group_bytes() > 576 ? _mm512_loadu_ps(at + 64) : _mm512_setzero_ps();
    add_group<kPacking, kTokens>(steps, first, second, x, g, sums);
  }
  for (int token = 0; token < kTokens; ++token) _mm512_storeu_ps(out + token * stride, sums[token]);
}

template <Packing kPacking>
void unpack(const uint8_t* at, int groups, uint8_t* wide) {
  constexpr PackingTraits t = traits(kPacking);
  for (int g = 0; g < groups;) {
    const Block block = open_block<kPacking>(at);
    at += t.header_bytes;
    for (int i = 0; i < t.groups_per_block; ++i, ++g, at += t.group_bytes(), wide += t.wide_group_bytes()) {
      __m512i steps[8];
      __m512 first, second = _mm512_setzero_ps();
      load_scales<kPacking>(block, at, first, second);
      load_steps<kPacking>(at + t.scale_bytes, steps);
      _mm512_storeu_ps(wide, first);
      if constexpr (t.minimum || t.halves) _mm512_storeu_ps(wide + 64, second);
      for (int s = 0; s < 8; ++s) _mm512_storeu_si512(wide + t.wide_group_bytes() - 512 + s * 64, steps[s]);
    }
  }
}

/** Calls the tile that is compiled for that many tokens. */
template <template <Packing, int> class Tiles, Packing kPacking>
inline void by_tokens(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) {
  switch (x.tokens) {
    case 8: return Tiles<kPacking, 8>::run(panel, groups, x, out, stride);
    case 7: return Tiles<kPacking, 7>::run(panel, groups, x, out, stride);
    case 6: return Tiles<kPacking, 6>::run(panel, groups, x, out, stride);
    case 5: return Tiles<kPacking, 5>::run(panel, groups, x, out, stride);
    case 4: return Tiles<kPacking, 4>::run(panel, groups, x, out, stride);
    case 3: return Tiles<kPacking, 3>::run(panel, groups, x, out, stride);
    case 2: return Tiles<kPacking, 2>::run(panel, groups, x, out, stride);
    default: return Tiles<kPacking, 1>::run(panel, groups, x, out, stride);
  }
}
template <Packing kPacking, int kTokens>
struct PackedTiles {
  static void run(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) { packed_tile<kPacking, kTokens>(panel, groups, x, out, stride); }
};
template <Packing kPacking, int kTokens>
struct WideTiles {
  static void run(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) { wide_tile<kPacking, kTokens>(panel, groups, x, out, stride); }
};
template <Packing kPacking>
void packed(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) { by_tokens<PackedTiles, kPacking>(panel, groups, x, out, stride); }
template <Packing kPacking>
void wide(const uint8_t* panel, int groups, const Tile& x, float* out, size_t stride) { by_tokens<WideTiles, kPacking>(panel, groups, x, out, stride); }

template <Packing kPacking>
inline __m512 load_floats(const uint8_t* at) {
  if constexpr (kPacking == Packing::kF32) return _mm512_loadu_ps(at);
  if constexpr (kPacking == Packing::kF16) return halves_at(at);
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))), 16));
}

template <Packing kPacking, int kTokens>
void float_tile(const uint8_t* panel, int columns, const float* x, size_t x_stride, float* out, size_t stride) {
  constexpr int kStep = kPanelRows * traits(kPacking).float_bytes;
  __m512 sums[kTokens];
  for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_setzero_ps();
  for (int c = 0; c < columns; ++c, panel += kStep) {
    const __m512 weights = load_floats<kPacking>(panel);
    for (int token = 0; token < kTokens; ++token) sums[token] = _mm512_fmadd_ps(weights, _mm512_set1_ps(x[token * x_stride + static_cast<size_t>(c)]), sums[token]);
  }
  for (int token = 0; token < kTokens; ++token) _mm512_storeu_ps(out + token * stride, sums[token]);
}

template <Packing kPacking>
void floats(const uint8_t* panel, int columns, const float* x, size_t x_stride, int tokens, float* out, size_t stride) {
  int t = 0;
  for (; t + 8 <= tokens; t += 8) float_tile<kPacking, 8>(panel, columns, x + t * x_stride, x_stride, out + t * stride, stride);
  x += t * x_stride;
  out += t * stride;
  switch (tokens - t) {
    case 7: return float_tile<kPacking, 7>(panel, columns, x, x_stride, out, stride);
    case 6: return float_tile<kPacking, 6>(panel, columns, x, x_stride, out, stride);
    case 5: return float_tile<kPacking, 5>(panel, columns, x, x_stride, out, stride);
    case 4: return float_tile<kPacking, 4>(panel, columns, x, x_stride, out, stride);
    case 3: return float_tile<kPacking, 3>(panel, columns, x, x_stride, out, stride);
    case 2: return float_tile<kPacking, 2>(panel, columns, x, x_stride, out, stride);
    case 1: return float_tile<kPacking, 1>(panel, columns, x, x_stride, out, stride);
    default: return;
  }
}

void quantise(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums) {
  for (int g = 0; g < columns / kGroup; ++g) {
    const __m512 a = _mm512_loadu_ps(x + g * kGroup), b = _mm512_loadu_ps(x + g * kGroup + 16);
    const float most = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(a), _mm512_abs_ps(b)));
    const __m512 inverse = _mm512_set1_ps(most > 0 ? 127.0f / most : 0);
    const __m512i qa = _mm512_cvtps_epi32(_mm512_mul_ps(a, inverse)), qb = _mm512_cvtps_epi32(_mm512_mul_ps(b, inverse));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(quants + g * kGroup), _mm512_cvtsepi32_epi8(qa));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(quants + g * kGroup + 16), _mm512_cvtsepi32_epi8(qb));
    scales[g] = most / 127.0f;
    sums[g * 2] = _mm512_reduce_add_epi32(qa);
    sums[g * 2 + 1] = _mm512_reduce_add_epi32(qb);
  }
}

void to_half(const float* from, uint16_t* to, int n) {
  int i = 0;
  for (; i + 16 <= n; i += 16)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), _mm512_cvtps_ph(_mm512_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
  for (; i < n; ++i) to[i] = _cvtss_sh(from[i], _MM_FROUND_TO_NEAREST_INT);
}

struct Lanes {
  __m512 value;
  static Lanes load(const float* from) { return {_mm512_loadu_ps(from)}; }
  static Lanes load_half(const uint16_t* from) { return {halves_at(reinterpret_cast<const uint8_t*>(from))}; }
  static Lanes load_bytes(const int8_t* from) {
    return {_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))))};
  }
  static float half(uint16_t bits) { return _cvtsh_ss(bits); }
  Lanes scaled(float factor) const { return {_mm512_mul_ps(value, _mm512_set1_ps(factor))}; }
  void add_product(const Lanes& a, float factor) { value = _mm512_fmadd_ps(a.value, _mm512_set1_ps(factor), value); }
  void store(float* to) const { _mm512_storeu_ps(to, value); }
};

/** Twelve sums side by side, so that only the multipliers' rate counts. */
double int8_operations(int rounds) {
  __m512i s0 = _mm512_setzero_si512(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, s8 = s0, s9 = s0, s10 = s0, s11 = s0;
  const __m512i a = _mm512_set1_epi8(1), b = _mm512_set1_epi8(2);
  const auto step = [&](__m512i& sum) {
    sum = _mm512_dpbusd_epi32(sum, a, b);
    asm volatile("" : "+v"(sum));
  };
  for (int i = 0; i < rounds; ++i) {
    step(s0), step(s1), step(s2), step(s3), step(s4), step(s5);
    step(s6), step(s7), step(s8), step(s9), step(s10), step(s11);
  }
  return 128.0 * 12 * rounds;
}

}  // namespace

#define MILLWRIGHT_NAME "AVX-512 VNNI"
#define MILLWRIGHT_TILE 8
#define MILLWRIGHT_MIX_QUERIES 7
#define MILLWRIGHT_MIX_COLUMNS 4
const Kernels kAvx512Kernels =
#include "table.inc"
    ;

}  // namespace millwright
#endif
