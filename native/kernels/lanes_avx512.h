// Sixteen rows at once in AVX-512 with VNNI: one register holds a step of a panel.
#pragma once

#ifdef MILLWRIGHT_EMULATE_AVX512
#include "avx512_emulated.h"
#else
#include <immintrin.h>
#endif

#include <cstdint>
#include <cstring>

#include "kernels.h"

namespace millwright {
namespace {

#ifndef MILLWRIGHT_EMULATE_AVX512
/** The compiler takes the value for changed, and so leaves what it is computed from. */
inline void keep(__m512i& value) { asm volatile("" : "+v"(value)); }
#endif

struct Avx512 {
  static constexpr const char* kName = "AVX-512 VNNI";
  /** Tokens of a full tile, and the most that one of the tiles of the rest takes. */
  static constexpr int kTileTokens = 16, kRestTokens = 8;
  /** Columns that are gone over at once: weights come from the second-level cache as fast as sixteen tokens want them, and sums stay in registers. */
  static constexpr int kBlockColumns = 8192;
  static constexpr int kMixQueries = 7, kMixColumns = 4;
  /** Queries and registers of bytes whose sums fill the registers, and in how many parts a register's sixteen rows are gone over. */
  static constexpr int kByteQueries = 7, kByteUnits = 1, kByteParts = 1;
  /** For so many panels side by side. */
  static constexpr FetchAhead fetch(int /*streams*/) { return {3072, 1}; }
  /** Panels that are read side by side for so many tokens. */
  static constexpr int streams(int tokens) { return tokens <= 2 ? 4 : tokens <= 4 ? 2 : 1; }
  /** Steps whose products one Dots can sum. */
  static constexpr int run(int /*bits*/) { return 8; }
  /** Weights of so many bits keep their offset in products. */
  static constexpr bool biased(int /*bits*/) { return true; }
  /** Weights of so many bits are unpacked once for many tokens; eight-bit ones lie spread out already. */
  static constexpr bool unpacks(int bits) { return bits != 8; }

  struct Floats {
    __m512 v;
    static Floats zero() { return {_mm512_setzero_ps()}; }
    static Floats all(float value) { return {_mm512_set1_ps(value)}; }
    static Floats load(const float* from) { return {_mm512_loadu_ps(from)}; }
    static Floats load_halves(const uint8_t* from) { return {_mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)))}; }
    static Floats load_bfloats(const uint8_t* from) {
      return {_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))), 16))};
    }
    static Floats load_unsigned(const uint8_t* from) { return {_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))))}; }
    static Floats load_signed(const uint8_t* from) { return {_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))))}; }
    static float half(uint16_t bits) { return _cvtsh_ss(bits); }
    void store(float* to) const { _mm512_storeu_ps(to, v); }
    void store_halves(uint16_t* to) const { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT)); }
    /** Rounds to signed bytes and gives back their sum. */
    int32_t store_bytes(int8_t* to) const {
      const __m512i whole = _mm512_cvtps_epi32(v);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtsepi32_epi8(whole));
      return _mm512_reduce_add_epi32(whole);
    }
    Floats operator+(Floats b) const { return {_mm512_add_ps(v, b.v)}; }
    Floats operator-(Floats b) const { return {_mm512_sub_ps(v, b.v)}; }
    Floats operator*(Floats b) const { return {_mm512_mul_ps(v, b.v)}; }
    Floats operator/(Floats b) const { return {_mm512_div_ps(v, b.v)}; }
    /** this + a * b, rounded once. */
    Floats plus(Floats a, Floats b) const { return {_mm512_fmadd_ps(a.v, b.v, v)}; }
    /** this - a * b, rounded once. */
    Floats minus(Floats a, Floats b) const { return {_mm512_fnmadd_ps(a.v, b.v, v)}; }
    Floats at_least(Floats b) const { return {_mm512_max_ps(v, b.v)}; }
    Floats at_most(Floats b) const { return {_mm512_min_ps(v, b.v)}; }
    Floats magnitude() const { return {_mm512_abs_ps(v)}; }
    /** 2 to the power of whole numbers within [-126, 127]. */
    Floats power_of_two() const { return {_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_add_epi32(_mm512_cvtps_epi32(v), _mm512_set1_epi32(127)), 23))}; }
    /** this * 2^n for the whole number that the last bits of `whole` hold, see power_of_two_up_to_one. */
    Floats times_power(Floats whole) const { return {_mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(v), _mm512_slli_epi32(_mm512_castps_si512(whole.v), 23)))}; }
    float sum() const { return _mm512_reduce_add_ps(v); }
    float largest() const { return _mm512_reduce_max_ps(v); }
  };

  struct Ints {
    __m512i v;
    static Ints all(int32_t value) { return {_mm512_set1_epi32(value)}; }
    Floats floats() const { return {_mm512_cvtepi32_ps(v)}; }
    Ints operator+(Ints b) const { return {_mm512_add_epi32(v, b.v)}; }
    int32_t sum() const { return _mm512_reduce_add_epi32(v); }
  };

  /** 64 bytes; shifts move the bits of 16-bit numbers. */
  struct Bytes {
    __m512i v;
    static Bytes all(uint8_t value) { return {_mm512_set1_epi8(static_cast<char>(value))}; }
    static Bytes load(const uint8_t* from) { return {_mm512_loadu_si512(from)}; }
    void store(uint8_t* to) const { _mm512_storeu_si512(to, v); }
    Bytes operator&(Bytes b) const { return {_mm512_and_si512(v, b.v)}; }
    Bytes operator|(Bytes b) const { return {_mm512_or_si512(v, b.v)}; }
    template <int kBits>
    Bytes right() const { return {_mm512_srli_epi16(v, kBits)}; }
    template <int kBits>
    Bytes left() const { return {_mm512_slli_epi16(v, kBits)}; }
  };

  /** A step's weights as Dots wants them. */
  template <int kBits>
  struct Weights {
    static constexpr int kBytes = 64;
    __m512i v;
    explicit Weights(Bytes bytes) : v(bytes.v) {}
    static Weights load(const uint8_t* from) { return Weights(Bytes::load(from)); }
    void store(uint8_t* to) const { Bytes{v}.store(to); }
  };

  /** Sums of products of weights with four activations of one token. */
  template <int kBits>
  struct Dots {
    __m512i v;
    void begin(Ints start) { v = start.v; }
    void add(const Weights<kBits>& weights, int32_t activations) { v = _mm512_dpbusd_epi32(v, weights.v, _mm512_set1_epi32(activations)); }
    Ints total(Ints /*start*/) const { return {v}; }
  };

  /** A query's multipliers in two signed bytes each: the high ones, then the low ones. */
  static constexpr int kMultiplierBytes = kMostHeadWidth * 2;
  static Ints store_multipliers(Floats values, uint8_t* to, int at) {
    const __m512i whole = _mm512_cvtps_epi32(values.v);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), _mm512_cvtepi32_epi8(_mm512_srai_epi32(_mm512_add_epi32(whole, _mm512_set1_epi32(128)), 8)));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + kMostHeadWidth + at), _mm512_cvtepi32_epi8(whole));
    return {whole};
  }
  /** Those of one step, in every lane. */
  struct Multipliers {
    __m512i high, low;
    static Multipliers load(const uint8_t* from, int step) {
      int32_t high, low;
      std::memcpy(&high, from + step * 4, sizeof high);
      std::memcpy(&low, from + kMostHeadWidth + step * 4, sizeof low);
      return {_mm512_set1_epi32(high), _mm512_set1_epi32(low)};
    }
  };
  /** Sixteen rows' next four bytes. */
  struct ByteStep {
    __m512i v;
    template <int kPart>
    static ByteStep load(const uint8_t* from) { return {_mm512_loadu_si512(from)}; }
  };
  struct ByteSums {
    __m512i high = _mm512_setzero_si512(), low = _mm512_setzero_si512();
    void add(const Multipliers& by, ByteStep bytes) {
      high = _mm512_dpbusd_epi32(high, bytes.v, by.high);
      low = _mm512_dpbusd_epi32(low, bytes.v, by.low);
    }
    template <int kPart>
    void total(Ints& to) const { to.v = _mm512_add_epi32(_mm512_slli_epi32(high, 8), low); }
  };

  /** Twelve sums side by side, so that only the multipliers' rate counts. */
  static double int8_operations(int rounds) {
    __m512i s0 = _mm512_setzero_si512(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, s8 = s0, s9 = s0, s10 = s0, s11 = s0;
    const __m512i a = _mm512_set1_epi8(1), b = _mm512_set1_epi8(2);
    const auto step = [&](__m512i& sum) {
      sum = _mm512_dpbusd_epi32(sum, a, b);
      keep(sum);
    };
    for (int i = 0; i < rounds; ++i) {
      step(s0), step(s1), step(s2), step(s3), step(s4), step(s5);
      step(s6), step(s7), step(s8), step(s9), step(s10), step(s11);
    }
    return 128.0 * 12 * rounds;
  }
};

/**
 * The same for AMD's processors: a core of Zen 4 has some 24 lines on their way into its first-level cache at a time, which
 * memory's latency makes half of its rate, and some 64 into its second. More are waited for: four panels side by side have
 * as many lines in 1 KB.
 */
struct Avx512Amd : Avx512 {
  static constexpr FetchAhead fetch(int streams) { return {streams == 4 ? 1024 : 3072, 2}; }
};

}  // namespace
}  // namespace millwright
