// Panels times activations, written once over sixteen lanes; each instruction set brings its own lanes as `V`.
#pragma once

#include <cstring>
#include <type_traits>

#include "kernels.h"

namespace millwright {
namespace {

/** body(0), body(1) ... with numbers that are known when compiling. */
template <int kFrom, int kTo, class Body>
[[gnu::always_inline]] constexpr void unrolled(Body&& body) {
  if constexpr (kFrom < kTo) {
    body(std::integral_constant<int, kFrom>());
    unrolled<kFrom + 1, kTo>(body);
  }
}

/** A group of a packed panel, one of so many side by side: its numbers come out of the bits of the format. */
template <class V, Packing kPacking, int kStreams>
struct PackedGroup {
  using Floats = typename V::Floats;
  using Bytes = typename V::Bytes;
  static constexpr PackingTraits t = traits(kPacking);
  static constexpr int kBytes = t.group_bytes(), kHeader = t.header_bytes, kPerBlock = t.groups_per_block;

  const uint8_t* header;
  const uint8_t* at;

  Floats scale() const {
    fetch(kBytes - 64);
    if constexpr (kPacking == Packing::kQ6K) return Floats::load_halves(header) * Floats::load_signed(at);
    else if constexpr (kPerBlock == 8) return Floats::load_halves(header) * Floats::load_unsigned(at);
    else return Floats::load_halves(at);
  }
  /** Scales of the second half of the columns, or minima. */
  Floats second() const {
    if constexpr (kPacking == Packing::kQ6K) return Floats::load_halves(header) * Floats::load_signed(at + 16);
    else if constexpr (kPerBlock == 8) return Floats::load_halves(header + 32) * Floats::load_unsigned(at + 16);
    else return Floats::load_halves(at + 32);
  }
  template <int kStep>
  typename V::template Weights<t.bits> weights() const { return typename V::template Weights<t.bits>(step<kStep>()); }

 private:
  /** Has a line come that is wanted some groups later: the processor's own reading ahead falls short of memory's rate. */
  void fetch(int offset) const {
    constexpr FetchAhead ahead = V::fetch(kStreams);
    if constexpr (ahead.bytes > 0) __builtin_prefetch(at + offset + ahead.bytes, 0, ahead.level == 1 ? 3 : 2);
  }
  template <int kStep>
  Bytes step() const {
    if constexpr (kStep * 64 < kBytes - 64) fetch(kStep * 64);
    const uint8_t* quants = at + t.scale_bytes;
    if constexpr (t.bits == 8) return Bytes::load(quants + kStep * 64);
    const Bytes both = Bytes::load(quants + kStep % 4 * 64);
    const Bytes low = shifted<kStep < 4 ? 0 : -4>(both) & Bytes::all(15);
    if constexpr (t.bits == 5) return low | (shifted<4 - kStep>(Bytes::load(quants + 256)) & Bytes::all(0x10));
    if constexpr (t.bits == 6) return low | (shifted<4 - kStep % 4 * 2>(Bytes::load(quants + 256 + kStep / 4 * 64)) & Bytes::all(0x30));
    return low;
  }
  template <int kLeft>
  static Bytes shifted(Bytes bytes) {
    if constexpr (kLeft > 0) return bytes.template left<kLeft>();
    else if constexpr (kLeft < 0) return bytes.template right<-kLeft>();
    else return bytes;
  }
};

/**
 * A group that unpack() has spread out: scales as floats, then minima or the second half's scales where there are any, then
 * eight steps of weights as the instruction set's products want them.
 */
template <class V, Packing kPacking>
struct WideGroup {
  using Floats = typename V::Floats;
  using Weights = typename V::template Weights<traits(kPacking).bits>;
  static constexpr int kSteps = 64 + (traits(kPacking).minimum || traits(kPacking).halves ? 64 : 0);
  static constexpr int kBytes = kSteps + 8 * Weights::kBytes, kHeader = 0, kPerBlock = 1;
  static_assert(kBytes <= kMostWideGroupBytes);

  const uint8_t* header;
  const uint8_t* at;

  Floats scale() const { return Floats::load(reinterpret_cast<const float*>(at)); }
  Floats second() const { return Floats::load(reinterpret_cast<const float*>(at + 64)); }
  template <int kStep>
  Weights weights() const { return Weights::load(at + kSteps + kStep * Weights::kBytes); }
};

/** Adds the products of one group with all tokens; the same arithmetic in the same order wherever its numbers come from. */
template <class V, Packing kPacking, int kTokens, class Group>
[[gnu::always_inline]] inline void add_group(const Group& group, const Tile& x, int g, typename V::Floats sums[kTokens]) {
  using Floats = typename V::Floats;
  using Ints = typename V::Ints;
  constexpr PackingTraits t = traits(kPacking);
  constexpr int kHalves = t.halves ? 2 : 1, kSteps = 8 / kHalves, kRun = V::run(t.bits) < kSteps ? V::run(t.bits) : kSteps;
  constexpr bool kBiased = t.offset != 0 && V::biased(t.bits);
  const int8_t* quants = x.quants + static_cast<size_t>(g) * kGroup * kTokens;
  const size_t first = static_cast<size_t>(g) * kTokens;
  unrolled<0, kHalves>([&](auto half) __attribute__((always_inline)) {
    Ints ints[kTokens];
    const auto start = [&](bool begun, int token) __attribute__((always_inline)) {
      if (begun) return ints[token];
      return Ints::all(kBiased ? x.offsets[first * kHalves + static_cast<size_t>(half * kTokens + token)] : 0);
    };
    unrolled<0, kSteps / kRun>([&](auto run) __attribute__((always_inline)) {
      typename V::template Dots<t.bits> dots[kTokens];
      for (int token = 0; token < kTokens; ++token) dots[token].begin(start(run > 0, token));
      unrolled<0, kRun>([&](auto i) __attribute__((always_inline)) {
        // Steps that share their bytes come one after the other.
        constexpr int kIndex = half * kSteps + run * kRun + i, kStep = t.halves || t.bits == 8 ? kIndex : kIndex / 2 + kIndex % 2 * 4;
        const auto weights = group.template weights<kStep>();
        for (int token = 0; token < kTokens; ++token) {
          int32_t four;
          std::memcpy(&four, quants + (kStep * kTokens + token) * 4, sizeof four);
          dots[token].add(weights, four);
        }
      });
      for (int token = 0; token < kTokens; ++token) ints[token] = dots[token].total(start(run > 0, token));
    });
    const Floats scale = half == 0 ? group.scale() : group.second();
    for (int token = 0; token < kTokens; ++token) sums[token] = sums[token].plus(ints[token].floats(), scale * Floats::all(x.scales[first + static_cast<size_t>(token)]));
  });
  if constexpr (t.minimum) {
    const Floats minimum = group.second();
    for (int token = 0; token < kTokens; ++token) sums[token] = sums[token].minus(minimum, Floats::all(x.sums[first + static_cast<size_t>(token)]));
  }
}

/** Some panels side by side: each is a stream of its own, and memory serves several streams faster than one. */
template <class V, Packing kPacking, class Group, int kTokens, int kStreams>
void group_tile(const uint8_t* const* panels, int columns, const Tile& x, float* const* outs, size_t stride, bool add) {
  using Floats = typename V::Floats;
  Floats sums[kStreams][kTokens];
  Group groups[kStreams];
  for (int i = 0; i < kStreams; ++i) {
    groups[i] = {nullptr, panels[i]};
    for (int token = 0; token < kTokens; ++token) sums[i][token] = add ? Floats::load(outs[i] + token * stride) : Floats::zero();
  }
  for (int g = 0; g < columns / kGroup;) {
    for (Group& group : groups) {
      group.header = group.at;
      group.at += Group::kHeader;
    }
    for (int in_block = 0; in_block < Group::kPerBlock; ++in_block, ++g)
      for (int i = 0; i < kStreams; ++i) {
        add_group<V, kPacking, kTokens>(groups[i], x, g, sums[i]);
        groups[i].at += Group::kBytes;
      }
  }
  for (int i = 0; i < kStreams; ++i)
    for (int token = 0; token < kTokens; ++token) sums[i][token].store(outs[i] + token * stride);
}

/** The same for formats that hold floats. */
template <class V, Packing kPacking, int kTokens, int kStreams>
void float_tile(const uint8_t* const* panels, int columns, const Tile& x, float* const* outs, size_t stride, bool add) {
  using Floats = typename V::Floats;
  constexpr size_t kStep = kPanelRows * static_cast<size_t>(traits(kPacking).float_bytes);
  Floats sums[kStreams][kTokens];
  for (int i = 0; i < kStreams; ++i)
    for (int token = 0; token < kTokens; ++token) sums[i][token] = add ? Floats::load(outs[i] + token * stride) : Floats::zero();
  for (size_t c = 0; c < static_cast<size_t>(columns); ++c)
    for (int i = 0; i < kStreams; ++i) {
      const uint8_t* at = panels[i] + c * kStep;
      Floats weights;
      if constexpr (kPacking == Packing::kF32) weights = Floats::load(reinterpret_cast<const float*>(at));
      else if constexpr (kPacking == Packing::kF16) weights = Floats::load_halves(at);
      else weights = Floats::load_bfloats(at);
      for (int token = 0; token < kTokens; ++token) sums[i][token] = sums[i][token].plus(weights, Floats::all(x.floats[static_cast<size_t>(token) * x.float_stride + c]));
    }
  for (int i = 0; i < kStreams; ++i)
    for (int token = 0; token < kTokens; ++token) sums[i][token].store(outs[i] + token * stride);
}

template <class V, Packing kPacking, int kTokens, int kStreams>
inline void packed_tile(const uint8_t* const* panels, int columns, const Tile& x, float* const* outs, size_t stride, bool add) {
  if constexpr (traits(kPacking).quantised()) group_tile<V, kPacking, PackedGroup<V, kPacking, kStreams>, kTokens, kStreams>(panels, columns, x, outs, stride, add);
  else float_tile<V, kPacking, kTokens, kStreams>(panels, columns, x, outs, stride, add);
}

/** The next smaller tile that is compiled. */
template <class V>
constexpr int fewer(int tokens) { return tokens > V::kRestTokens ? V::kRestTokens : tokens - 1; }

/** Calls the tile that is compiled for that many tokens. */
template <class V, Packing kPacking, int kTokens = V::kTileTokens>
void packed(const uint8_t* const* panels, int count, int columns, const Tile& x, float* const* outs, size_t stride, bool add) {
  if constexpr (kTokens > 1)
    if (x.tokens != kTokens) return packed<V, kPacking, fewer<V>(kTokens)>(panels, count, columns, x, outs, stride, add);
  constexpr int kStreams = V::streams(kTokens);
  int i = 0;
  for (; i + kStreams <= count; i += kStreams) packed_tile<V, kPacking, kTokens, kStreams>(panels + i, columns, x, outs + i, stride, add);
  if constexpr (kStreams > 1)
    for (; i < count; ++i) packed_tile<V, kPacking, kTokens, 1>(panels + i, columns, x, outs + i, stride, add);
}
template <class V, Packing kPacking, int kTokens = V::kTileTokens>
void wide(const uint8_t* panel, int columns, const Tile& x, float* out, size_t stride, bool add) {
  if constexpr (kTokens > 1)
    if (x.tokens != kTokens) return wide<V, kPacking, fewer<V>(kTokens)>(panel, columns, x, out, stride, add);
  group_tile<V, kPacking, WideGroup<V, kPacking>, kTokens, 1>(&panel, columns, x, &out, stride, add);
}

template <class V, Packing kPacking>
void unpack(const uint8_t* panel, int columns, uint8_t* to) {
  using Group = PackedGroup<V, kPacking, 1>;
  using Wide = WideGroup<V, kPacking>;
  constexpr PackingTraits t = traits(kPacking);
  Group group = {panel, panel};
  for (int g = 0; g < columns / kGroup; ++g, group.at += Group::kBytes, to += Wide::kBytes) {
    if (g % Group::kPerBlock == 0) {
      group.header = group.at;
      group.at += Group::kHeader;
    }
    group.scale().store(reinterpret_cast<float*>(to));
    if constexpr (t.minimum || t.halves) group.second().store(reinterpret_cast<float*>(to + 64));
    unrolled<0, 8>([&](auto step) __attribute__((always_inline)) { group.template weights<step>().store(to + Wide::kSteps + step * Wide::Weights::kBytes); });
  }
}

/** Quantises one token's columns; `sums` gets the sum of quants of every 16 columns. */
template <class V>
void quantise(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums) {
  using Floats = typename V::Floats;
  for (int g = 0; g < columns / kGroup; ++g) {
    const Floats a = Floats::load(x + g * kGroup), b = Floats::load(x + g * kGroup + 16);
    const float most = a.magnitude().at_least(b.magnitude()).largest();
    const Floats inverse = Floats::all(most > 0 ? 127.0f / most : 0);
    sums[g * 2] = (a * inverse).store_bytes(quants + g * kGroup);
    sums[g * 2 + 1] = (b * inverse).store_bytes(quants + g * kGroup + 16);
    scales[g] = most / 127.0f;
  }
}

}  // namespace
}  // namespace millwright
