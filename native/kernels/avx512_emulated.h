// The intrinsics that lanes_avx512.h uses, in plain loops after Intel's description of each: tests of that path run on machines
// that lack it. Names and types are the compiler's own, so immintrin.h must not be there as well.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "half.h"

#define MILLWRIGHT_EMULATED [[gnu::noinline]] [[maybe_unused]] static

namespace millwright {
namespace {

struct __m512 {
  float v[16];
};
struct __m512i {
  int32_t v[16];
};
struct __m256i {
  uint16_t v[16];
};
struct __m128i {
  uint8_t v[16];
};
constexpr int _MM_FROUND_TO_NEAREST_INT = 0;

template <class Out, class Each>
inline Out each_lane(Each each) {
  Out out;
  for (int i = 0; i < 16; ++i) out.v[i] = each(i);
  return out;
}
template <class Value>
inline Value loaded(const void* from) {
  Value value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

MILLWRIGHT_EMULATED void keep(__m512i&) {}
MILLWRIGHT_EMULATED float _cvtsh_ss(uint16_t half) { return half_to_float(half); }

MILLWRIGHT_EMULATED __m512 _mm512_loadu_ps(const void* from) { return loaded<__m512>(from); }
MILLWRIGHT_EMULATED __m512i _mm512_loadu_si512(const void* from) { return loaded<__m512i>(from); }
MILLWRIGHT_EMULATED __m256i _mm256_loadu_si256(const __m256i* from) { return loaded<__m256i>(from); }
MILLWRIGHT_EMULATED __m128i _mm_loadu_si128(const __m128i* from) { return loaded<__m128i>(from); }
MILLWRIGHT_EMULATED void _mm512_storeu_ps(void* to, __m512 a) { std::memcpy(to, &a, sizeof a); }
MILLWRIGHT_EMULATED void _mm512_storeu_si512(void* to, __m512i a) { std::memcpy(to, &a, sizeof a); }
MILLWRIGHT_EMULATED void _mm256_storeu_si256(__m256i* to, __m256i a) { std::memcpy(to, &a, sizeof a); }
MILLWRIGHT_EMULATED void _mm_storeu_si128(__m128i* to, __m128i a) { std::memcpy(to, &a, sizeof a); }

MILLWRIGHT_EMULATED __m512 _mm512_set1_ps(float a) { return each_lane<__m512>([&](int) { return a; }); }
MILLWRIGHT_EMULATED __m512 _mm512_setzero_ps() { return _mm512_set1_ps(0); }
MILLWRIGHT_EMULATED __m512i _mm512_set1_epi32(int32_t a) { return each_lane<__m512i>([&](int) { return a; }); }
MILLWRIGHT_EMULATED __m512i _mm512_set1_epi8(char a) { return _mm512_set1_epi32(static_cast<int32_t>(static_cast<uint8_t>(a) * 0x01010101u)); }
MILLWRIGHT_EMULATED __m512i _mm512_setzero_si512() { return _mm512_set1_epi32(0); }

MILLWRIGHT_EMULATED __m512 _mm512_add_ps(__m512 a, __m512 b) { return each_lane<__m512>([&](int i) { return a.v[i] + b.v[i]; }); }
MILLWRIGHT_EMULATED __m512 _mm512_sub_ps(__m512 a, __m512 b) { return each_lane<__m512>([&](int i) { return a.v[i] - b.v[i]; }); }
MILLWRIGHT_EMULATED __m512 _mm512_mul_ps(__m512 a, __m512 b) { return each_lane<__m512>([&](int i) { return a.v[i] * b.v[i]; }); }
MILLWRIGHT_EMULATED __m512 _mm512_div_ps(__m512 a, __m512 b) { return each_lane<__m512>([&](int i) { return a.v[i] / b.v[i]; }); }
MILLWRIGHT_EMULATED __m512 _mm512_max_ps(__m512 a, __m512 b) { return each_lane<__m512>([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; }); }
MILLWRIGHT_EMULATED __m512 _mm512_min_ps(__m512 a, __m512 b) { return each_lane<__m512>([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; }); }
MILLWRIGHT_EMULATED __m512 _mm512_abs_ps(__m512 a) { return each_lane<__m512>([&](int i) { return std::fabs(a.v[i]); }); }
MILLWRIGHT_EMULATED __m512 _mm512_fmadd_ps(__m512 a, __m512 b, __m512 c) { return each_lane<__m512>([&](int i) { return std::fma(a.v[i], b.v[i], c.v[i]); }); }
MILLWRIGHT_EMULATED __m512 _mm512_fnmadd_ps(__m512 a, __m512 b, __m512 c) { return each_lane<__m512>([&](int i) { return std::fma(-a.v[i], b.v[i], c.v[i]); }); }
MILLWRIGHT_EMULATED float _mm512_reduce_add_ps(__m512 a) {
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; ++i) a.v[i] += a.v[i + width];
  return a.v[0];
}
MILLWRIGHT_EMULATED float _mm512_reduce_max_ps(__m512 a) { return *std::max_element(a.v, a.v + 16); }

MILLWRIGHT_EMULATED __m512i _mm512_add_epi32(__m512i a, __m512i b) {
  return each_lane<__m512i>([&](int i) { return static_cast<int32_t>(static_cast<uint32_t>(a.v[i]) + static_cast<uint32_t>(b.v[i])); });
}
MILLWRIGHT_EMULATED __m512i _mm512_and_si512(__m512i a, __m512i b) { return each_lane<__m512i>([&](int i) { return a.v[i] & b.v[i]; }); }
MILLWRIGHT_EMULATED __m512i _mm512_or_si512(__m512i a, __m512i b) { return each_lane<__m512i>([&](int i) { return a.v[i] | b.v[i]; }); }
MILLWRIGHT_EMULATED __m512i _mm512_slli_epi32(__m512i a, int bits) { return each_lane<__m512i>([&](int i) { return static_cast<int32_t>(static_cast<uint32_t>(a.v[i]) << bits); }); }
MILLWRIGHT_EMULATED __m512i _mm512_srai_epi32(__m512i a, int bits) { return each_lane<__m512i>([&](int i) { return a.v[i] >> bits; }); }
template <class Each>
inline __m512i each_short(const __m512i& a, Each each) {
  uint16_t shorts[32];
  std::memcpy(shorts, &a, sizeof shorts);
  for (uint16_t& value : shorts) value = static_cast<uint16_t>(each(value));
  return loaded<__m512i>(shorts);
}
MILLWRIGHT_EMULATED __m512i _mm512_slli_epi16(__m512i a, int bits) { return each_short(a, [&](uint16_t value) { return value << bits; }); }
MILLWRIGHT_EMULATED __m512i _mm512_srli_epi16(__m512i a, int bits) { return each_short(a, [&](uint16_t value) { return value >> bits; }); }
MILLWRIGHT_EMULATED int32_t _mm512_reduce_add_epi32(__m512i a) {
  int32_t sum = 0;
  for (const int32_t value : a.v) sum += value;
  return sum;
}
/** Four unsigned bytes of b times four signed ones of c, added to a number of a; nothing saturates. */
MILLWRIGHT_EMULATED __m512i _mm512_dpbusd_epi32(__m512i a, __m512i b, __m512i c) {
  uint8_t left[64];
  int8_t right[64];
  std::memcpy(left, &b, sizeof left);
  std::memcpy(right, &c, sizeof right);
  return each_lane<__m512i>([&](int i) {
    int32_t sum = a.v[i];
    for (int k = i * 4; k < i * 4 + 4; ++k) sum += left[k] * right[k];
    return sum;
  });
}

MILLWRIGHT_EMULATED __m512 _mm512_castsi512_ps(__m512i a) { return loaded<__m512>(&a); }
MILLWRIGHT_EMULATED __m512i _mm512_castps_si512(__m512 a) { return loaded<__m512i>(&a); }
MILLWRIGHT_EMULATED __m512 _mm512_cvtepi32_ps(__m512i a) { return each_lane<__m512>([&](int i) { return static_cast<float>(a.v[i]); }); }
MILLWRIGHT_EMULATED __m512i _mm512_cvtps_epi32(__m512 a) { return each_lane<__m512i>([&](int i) { return static_cast<int32_t>(std::nearbyint(a.v[i])); }); }
MILLWRIGHT_EMULATED __m512i _mm512_cvtepu8_epi32(__m128i a) { return each_lane<__m512i>([&](int i) { return int32_t{a.v[i]}; }); }
MILLWRIGHT_EMULATED __m512i _mm512_cvtepi8_epi32(__m128i a) { return each_lane<__m512i>([&](int i) { return int32_t{static_cast<int8_t>(a.v[i])}; }); }
MILLWRIGHT_EMULATED __m512i _mm512_cvtepu16_epi32(__m256i a) { return each_lane<__m512i>([&](int i) { return int32_t{a.v[i]}; }); }
MILLWRIGHT_EMULATED __m128i _mm512_cvtsepi32_epi8(__m512i a) { return each_lane<__m128i>([&](int i) { return static_cast<uint8_t>(std::clamp(a.v[i], -128, 127)); }); }
MILLWRIGHT_EMULATED __m128i _mm512_cvtepi32_epi8(__m512i a) { return each_lane<__m128i>([&](int i) { return static_cast<uint8_t>(a.v[i]); }); }
MILLWRIGHT_EMULATED __m512 _mm512_cvtph_ps(__m256i a) { return each_lane<__m512>([&](int i) { return half_to_float(a.v[i]); }); }
MILLWRIGHT_EMULATED __m256i _mm512_cvtps_ph(__m512 a, int /*rounding*/) { return each_lane<__m256i>([&](int i) { return float_to_half(a.v[i]); }); }

}  // namespace
}  // namespace millwright

#undef MILLWRIGHT_EMULATED
