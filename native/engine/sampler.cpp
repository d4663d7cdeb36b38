#include "sampler.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace millwright {
namespace {

uint64_t mix(uint64_t value) {
  // SplitMix64 (Steele, Lea and Flood 2014).
  value += 0x9e3779b97f4a7c15ull;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ull;
  value = (value ^ value >> 27) * 0x94d049bb133111ebull;
  return value ^ value >> 31;
}

/**
 * The candidate whose score / temperature plus Gumbel noise is largest: each comes with the probability of the softmax.
 * `kept` lists indices; empty: all of them.
 */
size_t draw(const Candidates& candidates, std::span<const size_t> kept, float temperature, Noise noise) {
  const uint64_t place = mix(mix(noise.seed) ^ noise.position);
  const size_t count = kept.empty() ? candidates.scores.size() : kept.size();
  const double scale = 1.0 / temperature;
  size_t best = kept.empty() ? 0 : kept[0];
  double most = -INFINITY;
  for (size_t i = 0; i < count; ++i) {
    const size_t index = kept.empty() ? i : kept[i];
    const double score = candidates.scores[index] * scale;
    // `left` over 2^64 is 1 - u. Noise as large as what is missing needs 1 - u below e^-missing: most tokens fall out
    // here without a logarithm.
    const uint64_t left = mix(place ^ static_cast<uint32_t>(candidates.token(index)));
    const double missing = most - score;
    if (missing > 0 && static_cast<double>(std::countl_zero(left)) + 1 < missing * 1.4426950408889634) continue;
    const double u = 1 - (static_cast<double>(left >> 11) + 0.5) * 0x1p-53;
    const double value = score - std::log(-std::log(u));
    if (value > most) {
      most = value;
      best = index;
    }
  }
  return best;
}

float most_of(std::span<const float> scores) {
  float most = scores[0];
#pragma omp simd reduction(max : most)
  for (size_t i = 0; i < scores.size(); ++i) most = scores[i] > most ? scores[i] : most;
  return most;
}

/** Indices that top-k, top-p and min-p leave, in this order; the first always stays. */
std::vector<size_t> kept_by(std::span<const float> scores, const Sampling& sampling) {
  const size_t limit = sampling.top_k > 0 ? std::min(static_cast<size_t>(sampling.top_k), scores.size()) : scores.size();
  const double scale = 1.0 / sampling.temperature;
  const double top = most_of(scores);
  const auto weight = [&](size_t index) { return std::exp((scores[index] - top) * scale); };
  double total = 0;
  if (sampling.top_p < 1 && limit == scores.size())
    for (size_t i = 0; i < scores.size(); ++i) total += weight(i);
  // Few tokens hold most of the mass: more are sorted only when they are needed.
  for (size_t count = limit < scores.size() ? limit : std::min<size_t>(limit, 64);; count = std::min(limit, count * 8)) {
    std::vector<size_t> order = largest(scores, count);
    if (limit < scores.size())
      for (const size_t index : order) total += weight(index);
    double mass = 0;
    size_t kept = 0;
    bool enough = count == limit;
    for (; kept < order.size(); ++kept) {
      const double each = weight(order[kept]);
      if (kept > 0 && ((sampling.top_p < 1 && mass >= sampling.top_p * total) || each < sampling.min_p)) {
        enough = true;
        break;
      }
      mass += each;
    }
    if (!enough) continue;
    order.resize(kept);
    return order;
  }
}

}  // namespace

bool all_finite(std::span<const float> scores) {
  float none = 0;  // what is no number, or infinite, times zero is no number
#pragma omp simd reduction(+ : none)
  for (size_t i = 0; i < scores.size(); ++i) none += scores[i] * 0.0f;
  return none == 0;
}

float log_sum_exp(std::span<const float> scores) {
  const float most = most_of(scores);
  double sum = 0;
  for (const float score : scores) sum += std::exp(static_cast<double>(score - most));
  return most + static_cast<float>(std::log(sum));
}

std::vector<size_t> largest(std::span<const float> scores, size_t count) {
  count = std::min(count, scores.size());
  const auto before = [&](size_t a, size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; };
  // A heap with the least of the best at its front.
  std::vector<size_t> best;
  best.reserve(count + 1);
  for (size_t index = 0; index < scores.size(); ++index) {
    if (best.size() == count) {
      if (count == 0 || !before(index, best.front())) continue;
      std::pop_heap(best.begin(), best.end(), before);
      best.back() = index;
    } else {
      best.push_back(index);
    }
    std::push_heap(best.begin(), best.end(), before);
  }
  std::sort_heap(best.begin(), best.end(), before);
  return best;
}

size_t choose(const Candidates& candidates, const Sampling& sampling, Noise noise) {
  const std::span<const float> scores = candidates.scores;
  if (sampling.temperature <= 0) return static_cast<size_t>(std::find(scores.begin(), scores.end(), most_of(scores)) - scores.begin());
  if (sampling.top_k > 0 || sampling.top_p < 1 || sampling.min_p > 0) return draw(candidates, kept_by(scores, sampling), sampling.temperature, noise);
  return draw(candidates, {}, sampling.temperature, noise);
}

}  // namespace millwright
