#include "sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace millwright {

float log_sum_exp(std::span<const float> scores) {
  const float most = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (const float score : scores) sum += std::exp(static_cast<double>(score - most));
  return most + static_cast<float>(std::log(sum));
}

std::vector<size_t> largest(std::span<const float> scores, size_t count) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  count = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                    [&](size_t a, size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  order.resize(count);
  return order;
}

size_t choose(std::span<const float> scores, const Sampling& sampling, std::mt19937_64& random) {
  if (sampling.temperature <= 0) return static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  constexpr size_t kMost = 1000;
  const size_t keep = sampling.top_k > 0 ? std::min<size_t>(static_cast<size_t>(sampling.top_k), kMost) : kMost;
  std::vector<size_t> order = largest(scores, keep);
  std::vector<double> weights;
  double total = 0;
  for (const size_t index : order) {
    weights.push_back(std::exp(static_cast<double>(scores[index] - scores[order[0]]) / sampling.temperature));
    total += weights.back();
  }
  // min-p and top-p cut the tail; the first always stays.
  size_t kept = 0;
  double mass = 0;
  while (kept < order.size() && (kept == 0 || (mass < sampling.top_p * total && weights[kept] >= sampling.min_p * weights[0]))) mass += weights[kept++];
  double pick = std::uniform_real_distribution<double>(0, mass)(random);
  for (size_t i = 0; i < kept; ++i) {
    pick -= weights[i];
    if (pick <= 0) return order[i];
  }
  return order[kept - 1];
}

}  // namespace millwright
