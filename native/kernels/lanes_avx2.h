// Sixteen rows at once in AVX2 with FMA and F16C: two registers hold a step of a panel.
#pragma once

#include <immintrin.h>

#include <cstdint>
#include <cstring>

#include "kernels.h"

namespace millwright {
namespace {

struct Avx2 {
  static constexpr const char* kName = "AVX2";
  /** Tokens of a full tile, and the most that one of the tiles of the rest takes. */
  static constexpr int kTileTokens = 4, kRestTokens = 4;
  /** Columns that stay in the first-level cache while all tokens go over them. */
  static constexpr int kBlockColumns = 512;
  /** For so many panels side by side. */
  static constexpr FetchAhead fetch(int streams) { return {1024, streams == 4 ? 2 : 1}; }
  /** Sums, values and a weight fill the registers, and none more: a sum that is spilled costs its way through memory each time. */
  static constexpr int kMixQueries = 4, kMixColumns = 1;
  /** Queries and steps of bytes whose sums fill the registers, and in how many parts a step's sixteen rows are gone over. */
  static constexpr int kByteQueries = 4, kByteUnits = 1, kByteParts = 2;
  /** Panels that are read side by side for so many tokens. */
  static constexpr int streams(int tokens) { return tokens == 1 ? 4 : tokens == 2 ? 2 : 1; }
  /**
   * Steps whose products one Dots can sum: a step adds at most 2 * 127 * (2^bits - 1) to a sixteen-bit number, so that eight
   * steps of four bits, four of five, two of six stay below 2^15. Products of eight bits go to 32 bits at once.
   */
  static constexpr int run(int bits) { return bits == 4 ? 8 : bits == 5 ? 4 : bits == 6 ? 2 : 8; }
  /** Weights of so many bits keep their offset in products; eight-bit ones are made signed. */
  static constexpr bool biased(int bits) { return bits != 8; }
  /** Weights of so many bits are unpacked once for many tokens: eight-bit ones into signs and sizes. */
  static constexpr bool unpacks(int /*bits*/) { return true; }

  /**
   * Holds the compiler to the order of additions that is written. GCC otherwise regroups integer sums into trees, needs more
   * registers than there are, and loses a quarter of the speed.
   */
  static void pin(__m256i& value) { asm volatile("" : "+x"(value)); }
  static int32_t sum_of(__m256i eight) {
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1)));
  }
  static __m128i eight(const uint8_t* from) { return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)); }
  static __m128i sixteen(const uint8_t* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); }

  struct Floats {
    __m256 low, high;
    static Floats zero() { return {_mm256_setzero_ps(), _mm256_setzero_ps()}; }
    static Floats all(float value) { return {_mm256_set1_ps(value), _mm256_set1_ps(value)}; }
    static Floats load(const float* from) { return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)}; }
    static Floats load_halves(const uint8_t* from) { return {_mm256_cvtph_ps(sixteen(from)), _mm256_cvtph_ps(sixteen(from + 16))}; }
    static Floats load_bfloats(const uint8_t* from) {
      const auto widen = [](__m128i halves) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(halves), 16)); };
      return {widen(sixteen(from)), widen(sixteen(from + 16))};
    }
    static Floats load_unsigned(const uint8_t* from) {
      return {_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(eight(from))), _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(eight(from + 8)))};
    }
    static Floats load_signed(const uint8_t* from) {
      return {_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(eight(from))), _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(eight(from + 8)))};
    }
    static float half(uint16_t bits) { return _cvtsh_ss(bits); }
    void store(float* to) const {
      _mm256_storeu_ps(to, low);
      _mm256_storeu_ps(to + 8, high);
    }
    void store_halves(uint16_t* to) const {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_cvtps_ph(low, _MM_FROUND_TO_NEAREST_INT));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 8), _mm256_cvtps_ph(high, _MM_FROUND_TO_NEAREST_INT));
    }
    /** Rounds to signed bytes and gives back their sum. */
    int32_t store_bytes(int8_t* to) const {
      const __m256i a = _mm256_cvtps_epi32(low), b = _mm256_cvtps_epi32(high);
      const __m256i shorts = _mm256_permute4x64_epi64(_mm256_packs_epi32(a, b), 0xd8);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_packs_epi16(_mm256_castsi256_si128(shorts), _mm256_extracti128_si256(shorts, 1)));
      return sum_of(_mm256_add_epi32(a, b));
    }
    Floats operator+(Floats b) const { return {_mm256_add_ps(low, b.low), _mm256_add_ps(high, b.high)}; }
    Floats operator-(Floats b) const { return {_mm256_sub_ps(low, b.low), _mm256_sub_ps(high, b.high)}; }
    Floats operator*(Floats b) const { return {_mm256_mul_ps(low, b.low), _mm256_mul_ps(high, b.high)}; }
    Floats operator/(Floats b) const { return {_mm256_div_ps(low, b.low), _mm256_div_ps(high, b.high)}; }
    /** this + a * b, rounded once. */
    Floats plus(Floats a, Floats b) const { return {_mm256_fmadd_ps(a.low, b.low, low), _mm256_fmadd_ps(a.high, b.high, high)}; }
    /** this - a * b, rounded once. */
    Floats minus(Floats a, Floats b) const { return {_mm256_fnmadd_ps(a.low, b.low, low), _mm256_fnmadd_ps(a.high, b.high, high)}; }
    Floats at_least(Floats b) const { return {_mm256_max_ps(low, b.low), _mm256_max_ps(high, b.high)}; }
    Floats at_most(Floats b) const { return {_mm256_min_ps(low, b.low), _mm256_min_ps(high, b.high)}; }
    Floats magnitude() const {
      const __m256 bits = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
      return {_mm256_and_ps(low, bits), _mm256_and_ps(high, bits)};
    }
    /** 2 to the power of whole numbers within [-126, 127]. */
    Floats power_of_two() const {
      const auto power = [](__m256 n) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23)); };
      return {power(low), power(high)};
    }
    /** this * 2^n for the whole number that the last bits of `whole` hold, see power_of_two_up_to_one. */
    Floats times_power(Floats whole) const {
      const auto times = [](__m256 p, __m256 n) { return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(p), _mm256_slli_epi32(_mm256_castps_si256(n), 23))); };
      return {times(low, whole.low), times(high, whole.high)};
    }
    float sum() const {
      const __m256 both = _mm256_add_ps(low, high);
      __m128 four = _mm_add_ps(_mm256_castps256_ps128(both), _mm256_extractf128_ps(both, 1));
      four = _mm_add_ps(four, _mm_movehl_ps(four, four));
      return _mm_cvtss_f32(_mm_add_ss(four, _mm_shuffle_ps(four, four, 1)));
    }
    float largest() const {
      const __m256 both = _mm256_max_ps(low, high);
      __m128 four = _mm_max_ps(_mm256_castps256_ps128(both), _mm256_extractf128_ps(both, 1));
      four = _mm_max_ps(four, _mm_movehl_ps(four, four));
      return _mm_cvtss_f32(_mm_max_ss(four, _mm_shuffle_ps(four, four, 1)));
    }
  };

  struct Ints {
    __m256i low, high;
    static Ints all(int32_t value) { return {_mm256_set1_epi32(value), _mm256_set1_epi32(value)}; }
    Floats floats() const { return {_mm256_cvtepi32_ps(low), _mm256_cvtepi32_ps(high)}; }
    Ints operator+(Ints b) const { return {_mm256_add_epi32(low, b.low), _mm256_add_epi32(high, b.high)}; }
    int32_t sum() const { return sum_of(_mm256_add_epi32(low, high)); }
  };

  /** 64 bytes; shifts move the bits of 16-bit numbers. */
  struct Bytes {
    __m256i low, high;
    static Bytes all(uint8_t value) { return {_mm256_set1_epi8(static_cast<char>(value)), _mm256_set1_epi8(static_cast<char>(value))}; }
    static Bytes load(const uint8_t* from) {
      return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)), _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 32))};
    }
    void store(uint8_t* to) const {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), low);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 32), high);
    }
    Bytes operator&(Bytes b) const { return {_mm256_and_si256(low, b.low), _mm256_and_si256(high, b.high)}; }
    Bytes operator|(Bytes b) const { return {_mm256_or_si256(low, b.low), _mm256_or_si256(high, b.high)}; }
    template <int kBits>
    Bytes right() const { return {_mm256_srli_epi16(low, kBits), _mm256_srli_epi16(high, kBits)}; }
    template <int kBits>
    Bytes left() const { return {_mm256_slli_epi16(low, kBits), _mm256_slli_epi16(high, kBits)}; }
  };

  /** A step's weights as Dots wants them. */
  template <int kBits>
  struct Weights {
    static constexpr int kBytes = 64;
    __m256i low, high;
    explicit Weights(Bytes bytes) : low(bytes.low), high(bytes.high) {}
    static Weights load(const uint8_t* from) { return Weights(Bytes::load(from)); }
    void store(uint8_t* to) const { Bytes{low, high}.store(to); }
  };

  /** Sums of products of weights with four activations of one token, in pairs of sixteen bits. */
  template <int kBits>
  struct Dots {
    __m256i low, high;
    void begin(Ints /*start*/) { low = high = _mm256_setzero_si256(); }
    void add(const Weights<kBits>& weights, int32_t activations) {
      const __m256i x = _mm256_set1_epi32(activations);
      low = _mm256_add_epi16(low, _mm256_maddubs_epi16(weights.low, x));
      high = _mm256_add_epi16(high, _mm256_maddubs_epi16(weights.high, x));
      pin(low);
      pin(high);
    }
    Ints total(Ints start) const {
      const __m256i ones = _mm256_set1_epi16(1);
      return {_mm256_add_epi32(start.low, _mm256_madd_epi16(low, ones)), _mm256_add_epi32(start.high, _mm256_madd_epi16(high, ones))};
    }
  };

  /** A query's multipliers, sixteen bits each. */
  static constexpr int kMultiplierBytes = kMostHeadWidth * 2;
  static Ints store_multipliers(Floats values, uint8_t* to, int at) {
    const Ints whole = {_mm256_cvtps_epi32(values.low), _mm256_cvtps_epi32(values.high)};
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + at * 2), _mm256_permute4x64_epi64(_mm256_packs_epi32(whole.low, whole.high), 0xd8));
    return whole;
  }
  /** Those of one step, in every second lane. */
  struct Multipliers {
    __m256i four;
    static Multipliers load(const uint8_t* from, int step) {
      int64_t four;
      std::memcpy(&four, from + step * 8, sizeof four);
      return {_mm256_set1_epi64x(four)};
    }
  };
  /** The next four bytes of eight rows, the first or the last of sixteen, spread to sixteen bits. */
  struct ByteStep {
    __m256i low, high;
    template <int kPart>
    static ByteStep load(const uint8_t* from) {
      return {_mm256_cvtepu8_epi16(sixteen(from + kPart * 32)), _mm256_cvtepu8_epi16(sixteen(from + kPart * 32 + 16))};
    }
  };
  /** Two sums a row, of the first two and the last two of each four. */
  struct ByteSums {
    __m256i low = _mm256_setzero_si256(), high = _mm256_setzero_si256();
    void add(const Multipliers& by, ByteStep bytes) {
      low = _mm256_add_epi32(low, _mm256_madd_epi16(bytes.low, by.four));
      pin(low);
      high = _mm256_add_epi32(high, _mm256_madd_epi16(bytes.high, by.four));
      pin(high);
    }
    template <int kPart>
    void total(Ints& to) const { (kPart == 0 ? to.low : to.high) = _mm256_permute4x64_epi64(_mm256_hadd_epi32(low, high), 0xd8); }
  };

  /** Eight sums side by side, so that only the multipliers' rate counts. */
  static double int8_operations(int rounds) {
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
};

/** A pair of products of eight bits does not fit sixteen: |w| goes times x with w's sign, which stays below 2^15. */
template <>
struct Avx2::Weights<8> {
  static constexpr int kBytes = 128;
  __m256i low, high, low_size, high_size;
  explicit Weights(Bytes bytes) {
    const __m256i sign = _mm256_set1_epi8(static_cast<char>(0x80));
    low = _mm256_xor_si256(bytes.low, sign);
    high = _mm256_xor_si256(bytes.high, sign);
    low_size = _mm256_abs_epi8(low);
    high_size = _mm256_abs_epi8(high);
  }
  static Weights load(const uint8_t* from) { return {Bytes::load(from), Bytes::load(from + 64)}; }
  void store(uint8_t* to) const {
    Bytes{low, high}.store(to);
    Bytes{low_size, high_size}.store(to + 64);
  }

 private:
  Weights(Bytes whole, Bytes sizes) : low(whole.low), high(whole.high), low_size(sizes.low), high_size(sizes.high) {}
};
template <>
struct Avx2::Dots<8> {
  __m256i low, high;
  void begin(Ints start) {
    low = start.low;
    high = start.high;
  }
  void add(const Weights<8>& weights, int32_t activations) {
    const __m256i x = _mm256_set1_epi32(activations), ones = _mm256_set1_epi16(1);
    low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_maddubs_epi16(weights.low_size, _mm256_sign_epi8(x, weights.low)), ones));
    pin(low);
    high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_maddubs_epi16(weights.high_size, _mm256_sign_epi8(x, weights.high)), ones));
    pin(high);
  }
  Ints total(Ints /*start*/) const { return {low, high}; }
};

}  // namespace
}  // namespace millwright
