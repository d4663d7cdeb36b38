// AVX-512 with VNNI: one register holds a step of all sixteen rows.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>

#include "kernels.h"

namespace millwright {
namespace {

constexpr size_t kScaleBytes = kPanelRows * sizeof(uint16_t);

inline __m512i broadcast4(const int8_t* at) {
  int32_t word;
  std::memcpy(&word, at, sizeof word);
  return _mm512_set1_epi32(word);
}

/** The weights count as unsigned: eight-bit ones are moved up by 128 on the way, which the group sums take back. */
template <bool kFour, int kTokens>
void tile(const uint8_t* data, const Activations& x, int first, float* out, size_t stride) {
  constexpr size_t kGroupBytes = kScaleBytes + (kFour ? 4 : 8) * 64;
  constexpr int kOffset = kFour ? 8 : 128;
  const int groups = x.groups();
  const __m512i low = _mm512_set1_epi8(15), flip = _mm512_set1_epi8(static_cast<char>(0x80));
  __m512 sums[kTokens];
  const int8_t* rows[kTokens];
  for (int t = 0; t < kTokens; ++t) {
    sums[t] = _mm512_setzero_ps();
    rows[t] = x.quants + static_cast<size_t>(first + t) * x.columns;
  }
  for (int g = 0; g < groups; ++g) {
    const uint8_t* group = data + g * kGroupBytes;
    const uint8_t* weights = group + kScaleBytes;
    _mm_prefetch(reinterpret_cast<const char*>(group + 4 * kGroupBytes), _MM_HINT_T0);
    __m512i dots[kTokens], more[kTokens];
    for (int t = 0; t < kTokens; ++t) {
      dots[t] = _mm512_set1_epi32(-kOffset * x.sums[static_cast<size_t>(first + t) * groups + g]);
      more[t] = _mm512_setzero_si512();
    }
    if constexpr (kFour) {
      for (int step = 0; step < 4; ++step) {
        const __m512i bytes = _mm512_loadu_si512(weights + step * 64);
        const __m512i w0 = _mm512_and_si512(bytes, low);
        const __m512i w1 = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), low);
        for (int t = 0; t < kTokens; ++t) {
          const int8_t* q = rows[t] + g * kGroup + step * 4;
          dots[t] = _mm512_dpbusd_epi32(dots[t], w0, broadcast4(q));
          more[t] = _mm512_dpbusd_epi32(more[t], w1, broadcast4(q + 16));
        }
      }
    } else {
      for (int step = 0; step < 8; step += 2) {
        const __m512i w0 = _mm512_xor_si512(_mm512_loadu_si512(weights + step * 64), flip);
        const __m512i w1 = _mm512_xor_si512(_mm512_loadu_si512(weights + step * 64 + 64), flip);
        for (int t = 0; t < kTokens; ++t) {
          const int8_t* q = rows[t] + g * kGroup + step * 4;
          dots[t] = _mm512_dpbusd_epi32(dots[t], w0, broadcast4(q));
          more[t] = _mm512_dpbusd_epi32(more[t], w1, broadcast4(q + 4));
        }
      }
    }
    const __m512 scale = _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(group)));
    for (int t = 0; t < kTokens; ++t) {
      const __m512 both = _mm512_mul_ps(scale, _mm512_set1_ps(x.scales[static_cast<size_t>(first + t) * groups + g]));
      sums[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_add_epi32(dots[t], more[t])), both, sums[t]);
    }
  }
  for (int t = 0; t < kTokens; ++t) _mm512_storeu_ps(out + t * stride, sums[t]);
}

template <bool kFour>
void panel(const uint8_t* data, const Activations& x, int first, int tokens, float* out, size_t stride) {
  switch (tokens) {
    case 8: return tile<kFour, 8>(data, x, first, out, stride);
    case 7: return tile<kFour, 7>(data, x, first, out, stride);
    case 6: return tile<kFour, 6>(data, x, first, out, stride);
    case 5: return tile<kFour, 5>(data, x, first, out, stride);
    case 4: return tile<kFour, 4>(data, x, first, out, stride);
    case 3: return tile<kFour, 3>(data, x, first, out, stride);
    case 2: return tile<kFour, 2>(data, x, first, out, stride);
    default: return tile<kFour, 1>(data, x, first, out, stride);
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
    sums[g] = _mm512_reduce_add_epi32(_mm512_add_epi32(qa, qb));
  }
}

float dot(const float* a, const float* b, int n) {
  __m512 sum = _mm512_setzero_ps();
  int i = 0;
  for (; i + 16 <= n; i += 16) sum = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), sum);
  float total = _mm512_reduce_add_ps(sum);
  for (; i < n; ++i) total += a[i] * b[i];
  return total;
}

inline __m512 load_half(const uint16_t* at) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))); }

float dot_half(const float* a, const uint16_t* b, int n) {
  __m512 sum = _mm512_setzero_ps();
  int i = 0;
  for (; i + 16 <= n; i += 16) sum = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), load_half(b + i), sum);
  float total = _mm512_reduce_add_ps(sum);
  for (; i < n; ++i) total += a[i] * _cvtsh_ss(b[i]);
  return total;
}

void add_half(float* out, float factor, const uint16_t* values, int n) {
  const __m512 f = _mm512_set1_ps(factor);
  int i = 0;
  for (; i + 16 <= n; i += 16) _mm512_storeu_ps(out + i, _mm512_fmadd_ps(f, load_half(values + i), _mm512_loadu_ps(out + i)));
  for (; i < n; ++i) out[i] += factor * _cvtsh_ss(values[i]);
}

void to_half(const float* from, uint16_t* to, int n) {
  int i = 0;
  for (; i + 16 <= n; i += 16)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), _mm512_cvtps_ph(_mm512_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
  for (; i < n; ++i) to[i] = _cvtss_sh(from[i], _MM_FROUND_TO_NEAREST_INT);
}

}  // namespace

const Kernels kAvx512Kernels = {"AVX-512 VNNI", panel<false>, panel<true>, quantise, dot, dot_half, add_half, to_half};

}  // namespace millwright
#endif
