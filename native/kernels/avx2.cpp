// AVX2 + FMA + F16C. Eight lanes a register: a panel is worked off in two halves of eight rows.
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>

#include "kernels.h"

namespace millwright {
namespace {

constexpr size_t kScaleBytes = kPanelRows * sizeof(uint16_t);
constexpr int kTile = 4;

inline __m256i broadcast4(const int8_t* at) {
  int32_t word;
  std::memcpy(&word, at, sizeof word);
  return _mm256_set1_epi32(word);
}

/** Four products a lane, summed: |w| is unsigned and takes its sign over to x, so that nothing saturates. */
inline __m256i dot_signed(__m256i sum, __m256i w, __m256i x) {
  const __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(w), _mm256_sign_epi8(x, w));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

inline __m256i dot_unsigned(__m256i sum, __m256i w, __m256i x) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(w, x), _mm256_set1_epi16(1)));
}

template <bool kFour, int kTokens>
void tile(const uint8_t* data, const Activations& x, int first, float* out, size_t stride) {
  constexpr size_t kGroupBytes = kScaleBytes + (kFour ? 4 : 8) * 64;
  const int groups = x.groups();
  const __m256i low = _mm256_set1_epi8(15);
  for (int half = 0; half < 2; ++half) {
    __m256 sums[kTokens];
    for (int t = 0; t < kTokens; ++t) sums[t] = _mm256_setzero_ps();
    for (int g = 0; g < groups; ++g) {
      const uint8_t* group = data + g * kGroupBytes;
      const uint8_t* weights = group + kScaleBytes + half * 32;
      __m256i dots[kTokens];
      for (int t = 0; t < kTokens; ++t)
        dots[t] = kFour ? _mm256_set1_epi32(-8 * x.sums[static_cast<size_t>(first + t) * groups + g]) : _mm256_setzero_si256();
      if constexpr (kFour) {
        for (int step = 0; step < 4; ++step) {
          const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights + step * 64));
          const __m256i w0 = _mm256_and_si256(bytes, low);
          const __m256i w1 = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low);
          for (int t = 0; t < kTokens; ++t) {
            const int8_t* q = x.quants + static_cast<size_t>(first + t) * x.columns + g * kGroup + step * 4;
            dots[t] = dot_unsigned(dots[t], w0, broadcast4(q));
            dots[t] = dot_unsigned(dots[t], w1, broadcast4(q + 16));
          }
        }
      } else {
        for (int step = 0; step < 8; ++step) {
          const __m256i w = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights + step * 64));
          for (int t = 0; t < kTokens; ++t)
            dots[t] = dot_signed(dots[t], w, broadcast4(x.quants + static_cast<size_t>(first + t) * x.columns + g * kGroup + step * 4));
        }
      }
      const __m256 scale = _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(group + half * 16)));
      for (int t = 0; t < kTokens; ++t) {
        const __m256 both = _mm256_mul_ps(scale, _mm256_set1_ps(x.scales[static_cast<size_t>(first + t) * groups + g]));
        sums[t] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots[t]), both, sums[t]);
      }
    }
    for (int t = 0; t < kTokens; ++t) _mm256_storeu_ps(out + t * stride + half * 8, sums[t]);
  }
}

template <bool kFour>
void panel(const uint8_t* data, const Activations& x, int first, int tokens, float* out, size_t stride) {
  int done = 0;
  for (; done + kTile <= tokens; done += kTile) tile<kFour, kTile>(data, x, first + done, out + done * stride, stride);
  switch (tokens - done) {
    case 3: tile<kFour, 3>(data, x, first + done, out + done * stride, stride); break;
    case 2: tile<kFour, 2>(data, x, first + done, out + done * stride, stride); break;
    case 1: tile<kFour, 1>(data, x, first + done, out + done * stride, stride); break;
    default: break;
  }
}

inline float sum_of(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
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
    __m256i total = _mm256_setzero_si256(), words[4];
    for (int i = 0; i < 4; ++i) {
      words[i] = _mm256_cvtps_epi32(_mm256_mul_ps(v[i], inverse));
      total = _mm256_add_epi32(total, words[i]);
    }
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(words[0], words[1]), _mm256_packs_epi32(words[2], words[3]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(quants + g * kGroup), _mm256_permutevar8x32_epi32(bytes, order));
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(total), _mm256_extracti128_si256(total, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
    scales[g] = most / 127.0f;
    sums[g] = _mm_cvtsi128_si32(sum);
  }
}

float dot(const float* a, const float* b, int n) {
  __m256 s0 = _mm256_setzero_ps(), s1 = _mm256_setzero_ps();
  int i = 0;
  for (; i + 16 <= n; i += 16) {
    s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
    s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), s1);
  }
  float sum = sum_of(_mm256_add_ps(s0, s1));
  for (; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

inline __m256 load_half(const uint16_t* at) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))); }

float dot_half(const float* a, const uint16_t* b, int n) {
  __m256 s0 = _mm256_setzero_ps(), s1 = _mm256_setzero_ps();
  int i = 0;
  for (; i + 16 <= n; i += 16) {
    s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), load_half(b + i), s0);
    s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), load_half(b + i + 8), s1);
  }
  float sum = sum_of(_mm256_add_ps(s0, s1));
  for (; i < n; ++i) sum += a[i] * _cvtsh_ss(b[i]);
  return sum;
}

void add_half(float* out, float factor, const uint16_t* values, int n) {
  const __m256 f = _mm256_set1_ps(factor);
  int i = 0;
  for (; i + 8 <= n; i += 8) _mm256_storeu_ps(out + i, _mm256_fmadd_ps(f, load_half(values + i), _mm256_loadu_ps(out + i)));
  for (; i < n; ++i) out[i] += factor * _cvtsh_ss(values[i]);
}

void to_half(const float* from, uint16_t* to, int n) {
  int i = 0;
  for (; i + 8 <= n; i += 8)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
  for (; i < n; ++i) to[i] = _cvtss_sh(from[i], _MM_FROUND_TO_NEAREST_INT);
}

}  // namespace

const Kernels kAvx2Kernels = {"AVX2", panel<false>, panel<true>, quantise, dot, dot_half, add_half, to_half};

}  // namespace millwright
#endif
