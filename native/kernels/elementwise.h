// Functions of vectors, over sixteen lanes: each instruction set brings its own lanes as `V`.
#pragma once

#include <cmath>
#include <cstring>

#include "kernels.h"

namespace millwright {
namespace {

/** A vector's last values, filled up to sixteen. */
struct Rest {
  float values[16];
  Rest(const float* from, int n, float filling = 0) {
    for (float& value : values) value = filling;
    std::memcpy(values, from, static_cast<size_t>(n) * sizeof(float));
  }
};

/** out[i] = each(out[i], b[i]), sixteen at a time. */
template <class V, class Each>
inline void combine(float* out, const float* b, int n, Each each) {
  using Floats = typename V::Floats;
  int i = 0;
  for (; i + 16 <= n; i += 16) each(Floats::load(out + i), Floats::load(b + i)).store(out + i);
  if (i == n) return;
  Rest last(out + i, n - i);
  each(Floats::load(last.values), Floats::load(Rest(b + i, n - i).values)).store(last.values);
  std::memcpy(out + i, last.values, static_cast<size_t>(n - i) * sizeof(float));
}

/**
 * e^x with a relative error below 3e-7: 2^n times a polynomial on [-ln2/2, ln2/2] (coefficients of the Cephes library's
 * expf). What is below -87 counts as -87.
 */
template <class V>
inline typename V::Floats exponential(typename V::Floats x) {
  using Floats = typename V::Floats;
  const auto all = [](float value) { return Floats::all(value); };
  x = x.at_least(all(-87.0f)).at_most(all(88.0f));
  // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number.
  const Floats round = all(12582912.0f), n = round.plus(x, all(1.44269504f)) - round;
  const Floats r = x.minus(n, all(0.693359375f)).plus(n, all(2.12194440e-4f));
  Floats p = all(1.3981999507e-3f).plus(r, all(1.9875691500e-4f));
  p = all(8.3334519073e-3f).plus(p, r);
  p = all(4.1665795894e-2f).plus(p, r);
  p = all(1.6666665459e-1f).plus(p, r);
  p = all(5.0000001201e-1f).plus(p, r);
  return (r.plus(p * r, r) + all(1.0f)) * n.power_of_two();
}

/**
 * 2^x for x up to 0, with a relative error below 3e-6: a polynomial on [-1/2, 1/2] of the least largest error that is 1 at 0. It is
 * exactly 1 for 0, and exactly 0 from -127 down.
 */
template <class V>
inline typename V::Floats power_of_two_up_to_one(typename V::Floats x) {
  using Floats = typename V::Floats;
  const auto all = [](float value) { return Floats::all(value); };
  x = x.at_least(all(-127.0f));
  // The nearest whole number stands in the last bits of this sum.
  const Floats whole = x + all(12582912.0f), r = x - (whole - all(12582912.0f));
  Floats p = all(0.0559064267f).plus(r, all(0.00958285314f));
  p = all(0.240240986f).plus(p, r);
  p = all(0.693124193f).plus(p, r);
  return all(1.0f).plus(p, r).times_power(whole);
}

template <class V>
float dot(const float* a, const float* b, int n) {
  using Floats = typename V::Floats;
  Floats sum = Floats::zero(), other = Floats::zero();
  int i = 0;
  for (; i + 32 <= n; i += 32) {
    sum = sum.plus(Floats::load(a + i), Floats::load(b + i));
    other = other.plus(Floats::load(a + i + 16), Floats::load(b + i + 16));
  }
  if (i + 16 <= n) {
    sum = sum.plus(Floats::load(a + i), Floats::load(b + i));
    i += 16;
  }
  if (i < n) other = other.plus(Floats::load(Rest(a + i, n - i).values), Floats::load(Rest(b + i, n - i).values));
  return (sum + other).sum();
}

/** y = x / rms(x) * weight (Zhang and Sennrich 2019). */
template <class V>
void rms_norm(const float* x, const float* weight, float epsilon, int n, float* y) {
  using Floats = typename V::Floats;
  const Floats factor = Floats::all(1.0f / std::sqrt(dot<V>(x, x, n) / static_cast<float>(n) + epsilon));
  if (y != x) std::memcpy(y, x, static_cast<size_t>(n) * sizeof(float));
  combine<V>(y, weight, n, [&](Floats value, Floats w) { return value * factor * w; });
}

template <class V>
void add(float* out, const float* values, int n) {
  combine<V>(out, values, n, [](typename V::Floats a, typename V::Floats b) { return a + b; });
}

template <class V>
float largest(const float* x, int n) {
  using Floats = typename V::Floats;
  Floats most = Floats::all(x[0]);
  int i = 0;
  for (; i + 16 <= n; i += 16) most = most.at_least(Floats::load(x + i));
  if (i < n) most = most.at_least(Floats::load(Rest(x + i, n - i, x[0]).values));
  return most.largest();
}

/** x = e^(x - most); gives back the sum. */
template <class V>
float exponentials(float* x, int n, float most) {
  using Floats = typename V::Floats;
  Floats sum = Floats::zero();
  int i = 0;
  for (; i + 16 <= n; i += 16) {
    const Floats value = exponential<V>(Floats::load(x + i) - Floats::all(most));
    value.store(x + i);
    sum = sum + value;
  }
  float total = sum.sum();
  if (i < n) {
    Rest last(x + i, n - i);
    exponential<V>(Floats::load(last.values) - Floats::all(most)).store(last.values);
    for (int rest = 0; i < n; ++i, ++rest) total += x[i] = last.values[rest];
  }
  return total;
}

template <class V>
inline typename V::Floats times_sigmoid(typename V::Floats x, typename V::Floats steepness) {
  using Floats = typename V::Floats;
  return x / (Floats::all(1.0f) + exponential<V>(Floats::zero() - steepness));
}

/** gate = silu(gate) * up (SwiGLU; Shazeer 2020). */
template <class V>
void swiglu(float* gate, const float* up, int n) {
  combine<V>(gate, up, n, [](typename V::Floats x, typename V::Floats other) { return times_sigmoid<V>(x, x) * other; });
}

/** gate = gelu(gate) * up (GeGLU, tanh form): x/2 * (1 + tanh(u)) is x * sigmoid(2u). */
template <class V>
void geglu(float* gate, const float* up, int n) {
  using Floats = typename V::Floats;
  combine<V>(gate, up, n, [](Floats x, Floats other) {
    return times_sigmoid<V>(x, Floats::all(1.5957691216f) * (x.plus(x * x * x, Floats::all(0.044715f)))) * other;
  });
}

/** Rotary embedding of one head (Su et al. 2021), pairs (i, i + half). */
template <class V>
void rotate_halves(float* head, const float* cosines, const float* sines, int half) {
  using Floats = typename V::Floats;
  int i = 0;
  for (; i + 16 <= half; i += 16) {
    const Floats a = Floats::load(head + i), b = Floats::load(head + half + i), c = Floats::load(cosines + i), s = Floats::load(sines + i);
    (a * c).minus(b, s).store(head + i);
    (a * s).plus(b, c).store(head + half + i);
  }
  for (; i < half; ++i) {
    const float a = head[i], b = head[i + half];
    head[i] = a * cosines[i] - b * sines[i];
    head[i + half] = a * sines[i] + b * cosines[i];
  }
}

/** Pairs (2i, 2i + 1). */
void rotate_pairs(float* head, const float* cosines, const float* sines, int half) {
#pragma omp simd
  for (int i = 0; i < half; ++i) {
    const float a = head[2 * i], b = head[2 * i + 1];
    head[2 * i] = a * cosines[i] - b * sines[i];
    head[2 * i + 1] = a * sines[i] + b * cosines[i];
  }
}

template <class V>
void to_half(const float* from, uint16_t* to, int n) {
  using Floats = typename V::Floats;
  int i = 0;
  for (; i + 16 <= n; i += 16) Floats::load(from + i).store_halves(to + i);
  if (i == n) return;
  uint16_t last[16];
  Floats::load(Rest(from + i, n - i).values).store_halves(last);
  std::memcpy(to + i, last, static_cast<size_t>(n - i) * sizeof(uint16_t));
}

/** Reads memory in four streams side by side, as products of one token do. */
template <class V>
uint64_t read(const uint8_t* from, size_t bytes) {
  using Bytes = typename V::Bytes;
  const size_t each = bytes / 4;
  Bytes seen[4] = {Bytes::all(0), Bytes::all(0), Bytes::all(0), Bytes::all(0)};
  for (size_t at = 0; at < each; at += 256)
    for (int stream = 0; stream < 4; ++stream)
      for (size_t line = 0; line < 256; line += 64) seen[line / 64] = seen[line / 64] | Bytes::load(from + static_cast<size_t>(stream) * each + at + line);
  uint64_t bits[8];
  ((seen[0] | seen[1]) | (seen[2] | seen[3])).store(reinterpret_cast<uint8_t*>(bits));
  return bits[0] | bits[1] | bits[2] | bits[3] | bits[4] | bits[5] | bits[6] | bits[7];
}

}  // namespace
}  // namespace millwright
