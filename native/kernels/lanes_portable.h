// Sixteen rows at once in plain loops, which run anywhere: what every other instruction set is tested against.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "half.h"

#include "kernels.h"

namespace millwright {
namespace {

/**
 * Widths are those of AVX-512, so that every machine's tests go through the loops which that path takes. The longer functions
 * stay functions: spread out sixteen times over they would take minutes to compile and run no faster.
 */
struct Portable {
  static constexpr const char* kName = "portable";
  /** Tokens of a full tile, and the most that one of the tiles of the rest takes. */
  static constexpr int kTileTokens = 8, kRestTokens = 8;
  /** Columns that stay in the first-level cache while all tokens go over them. */
  static constexpr int kBlockColumns = 512;
  /** For so many panels side by side: a processor that nobody measured reads ahead as it likes. */
  static constexpr FetchAhead fetch(int /*streams*/) { return {0, 1}; }
  static constexpr int kMixQueries = 7, kMixColumns = 4;
  /** Queries and registers of bytes whose sums fill the registers, and in how many parts a register's sixteen rows are gone over. */
  static constexpr int kByteQueries = 7, kByteUnits = 2, kByteParts = 1;
  /** Panels that are read side by side for so many tokens. */
  static constexpr int streams(int tokens) { return tokens <= 2 ? 4 : tokens <= 4 ? 2 : 1; }
  /** Steps whose products one Dots can sum. */
  static constexpr int run(int /*bits*/) { return 8; }
  /** Weights of so many bits keep their offset in products. */
  static constexpr bool biased(int /*bits*/) { return true; }
  /** Weights of so many bits are unpacked once for many tokens; eight-bit ones lie spread out already. */
  static constexpr bool unpacks(int bits) { return bits != 8; }

  struct Floats {
    float v[16];
    template <class Each>
    [[gnu::noinline]] static Floats of(Each each) {
      Floats out;
      for (int i = 0; i < 16; ++i) out.v[i] = each(i);
      return out;
    }
    static uint16_t half_at(const uint8_t* from, int i) {
      uint16_t bits;
      std::memcpy(&bits, from + i * 2, sizeof bits);
      return bits;
    }
    static Floats zero() { return all(0); }
    static Floats all(float value) { return of([&](int) { return value; }); }
    static Floats load(const float* from) { return of([&](int i) { return from[i]; }); }
    static Floats load_halves(const uint8_t* from) { return of([&](int i) { return half_to_float(half_at(from, i)); }); }
    static Floats load_bfloats(const uint8_t* from) { return of([&](int i) { return bfloat_to_float(half_at(from, i)); }); }
    static Floats load_unsigned(const uint8_t* from) { return of([&](int i) { return static_cast<float>(from[i]); }); }
    static Floats load_signed(const uint8_t* from) { return of([&](int i) { return static_cast<float>(static_cast<int8_t>(from[i])); }); }
    static float half(uint16_t bits) { return half_to_float(bits); }
    void store(float* to) const { std::memcpy(to, v, sizeof v); }
    void store_halves(uint16_t* to) const {
      for (int i = 0; i < 16; ++i) to[i] = float_to_half(v[i]);
    }
    /** Rounds to signed bytes and gives back their sum. */
    int32_t store_bytes(int8_t* to) const {
      int32_t sum = 0;
      for (int i = 0; i < 16; ++i) {
        const int whole = static_cast<int>(std::nearbyint(v[i]));
        to[i] = static_cast<int8_t>(whole);
        sum += whole;
      }
      return sum;
    }
    Floats operator+(const Floats& b) const { return of([&](int i) { return v[i] + b.v[i]; }); }
    Floats operator-(const Floats& b) const { return of([&](int i) { return v[i] - b.v[i]; }); }
    Floats operator*(const Floats& b) const { return of([&](int i) { return v[i] * b.v[i]; }); }
    Floats operator/(const Floats& b) const { return of([&](int i) { return v[i] / b.v[i]; }); }
    /** this + a * b */
    Floats plus(const Floats& a, const Floats& b) const { return of([&](int i) { return v[i] + a.v[i] * b.v[i]; }); }
    /** this - a * b */
    Floats minus(const Floats& a, const Floats& b) const { return of([&](int i) { return v[i] - a.v[i] * b.v[i]; }); }
    Floats at_least(const Floats& b) const { return of([&](int i) { return v[i] > b.v[i] ? v[i] : b.v[i]; }); }
    Floats at_most(const Floats& b) const { return of([&](int i) { return v[i] < b.v[i] ? v[i] : b.v[i]; }); }
    Floats magnitude() const { return of([&](int i) { return std::fabs(v[i]); }); }
    /** 2 to the power of whole numbers within [-126, 127]. */
    Floats power_of_two() const {
      return of([&](int i) {
        const int32_t bits = (static_cast<int32_t>(v[i]) + 127) << 23;
        float power;
        std::memcpy(&power, &bits, sizeof power);
        return power;
      });
    }
    /** this * 2^n for the whole number that the last bits of `whole` hold, see power_of_two_up_to_one. */
    Floats times_power(const Floats& whole) const {
      return of([&](int i) {
        uint32_t bits, n;
        std::memcpy(&bits, &v[i], sizeof bits);
        std::memcpy(&n, &whole.v[i], sizeof n);
        bits += n << 23;
        float power;
        std::memcpy(&power, &bits, sizeof power);
        return power;
      });
    }
    float sum() const {
      float sum = 0;
      for (const float value : v) sum += value;
      return sum;
    }
    float largest() const { return *std::max_element(v, v + 16); }
  };

  struct Ints {
    int32_t v[16];
    static Ints all(int32_t value) {
      Ints out;
      for (int32_t& each : out.v) each = value;
      return out;
    }
    Floats floats() const { return Floats::of([&](int i) { return static_cast<float>(v[i]); }); }
    Ints operator+(const Ints& b) const {
      Ints out;
      for (int i = 0; i < 16; ++i) out.v[i] = v[i] + b.v[i];
      return out;
    }
    int32_t sum() const {
      int32_t sum = 0;
      for (const int32_t value : v) sum += value;
      return sum;
    }
  };

  /** 64 bytes; shifts move the bits of each, so that what a mask lets through is the same as of 16-bit numbers. */
  struct Bytes {
    uint8_t v[64];
    template <class Each>
    [[gnu::noinline]] static Bytes of(Each each) {
      Bytes out;
      for (int i = 0; i < 64; ++i) out.v[i] = static_cast<uint8_t>(each(i));
      return out;
    }
    static Bytes all(uint8_t value) { return of([&](int) { return value; }); }
    static Bytes load(const uint8_t* from) { return of([&](int i) { return from[i]; }); }
    void store(uint8_t* to) const { std::memcpy(to, v, sizeof v); }
    Bytes operator&(const Bytes& b) const { return of([&](int i) { return v[i] & b.v[i]; }); }
    Bytes operator|(const Bytes& b) const { return of([&](int i) { return v[i] | b.v[i]; }); }
    template <int kBits>
    Bytes right() const { return of([&](int i) { return v[i] >> kBits; }); }
    template <int kBits>
    Bytes left() const { return of([&](int i) { return v[i] << kBits; }); }
  };

  /** A step's weights as Dots wants them. */
  template <int kBits>
  struct Weights {
    static constexpr int kBytes = 64;
    Bytes bytes;
    explicit Weights(const Bytes& from) : bytes(from) {}
    static Weights load(const uint8_t* from) { return Weights(Bytes::load(from)); }
    void store(uint8_t* to) const { bytes.store(to); }
  };

  /** Sums of products of weights with four activations of one token. */
  template <int kBits>
  struct Dots {
    Ints sums;
    void begin(const Ints& start) { sums = start; }
    [[gnu::noinline]] void add(const Weights<kBits>& weights, int32_t activations) {
      int8_t x[4];
      std::memcpy(x, &activations, sizeof x);
      for (int r = 0; r < 16; ++r) {
        const uint8_t* w = weights.bytes.v + r * 4;
        sums.v[r] += w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3] * x[3];
      }
    }
    Ints total(const Ints& /*start*/) const { return sums; }
  };

  /** A query's multipliers, sixteen bits each. */
  static constexpr int kMultiplierBytes = kMostHeadWidth * 2;
  [[gnu::noinline]] static Ints store_multipliers(const Floats& values, uint8_t* to, int at) {
    Ints whole;
    int16_t shorts[16];
    for (int i = 0; i < 16; ++i) shorts[i] = static_cast<int16_t>(whole.v[i] = static_cast<int32_t>(std::nearbyint(values.v[i])));
    std::memcpy(to + at * 2, shorts, sizeof shorts);
    return whole;
  }
  struct Multipliers {
    int16_t four[4];
    static Multipliers load(const uint8_t* from, int step) {
      Multipliers to;
      std::memcpy(to.four, from + step * 8, sizeof to.four);
      return to;
    }
  };
  /** Sixteen rows' next four bytes. */
  struct ByteStep {
    uint8_t v[64];
    template <int kPart>
    static ByteStep load(const uint8_t* from) {
      ByteStep to;
      std::memcpy(to.v, from, sizeof to.v);
      return to;
    }
  };
  struct ByteSums {
    Ints sums = Ints::all(0);
    [[gnu::noinline]] void add(const Multipliers& by, const ByteStep& bytes) {
      for (int i = 0; i < 64; ++i) sums.v[i / 4] += bytes.v[i] * by.four[i % 4];
    }
    template <int kPart>
    void total(Ints& to) const { to = sums; }
  };

  static double int8_operations(int rounds) {
    int8_t a[64], b[64];
    std::memset(a, 1, sizeof a);
    std::memset(b, 2, sizeof b);
    volatile int32_t kept = 0;
    for (int i = 0; i < rounds; ++i) {
      int32_t sum = kept;
      for (int k = 0; k < 64; ++k) sum += a[k] * b[k];
      kept = sum;
    }
    return 128.0 * rounds;
  }
};

}  // namespace
}  // namespace millwright
