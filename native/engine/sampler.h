// From scores to a token.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace millwright {

struct Sampling {
  float temperature = 0;
  int top_k = 0;
  float top_p = 1;
  float min_p = 0;
};

/** Index of the chosen score. Temperature 0 takes the largest, the lowest index on ties. */
size_t choose(std::span<const float> scores, const Sampling& sampling, std::mt19937_64& random);

/** Natural logarithm of the sum of exponentials: scores minus this are log-probabilities. */
float log_sum_exp(std::span<const float> scores);

/** Indices of the `count` largest scores, largest first. */
std::vector<size_t> largest(std::span<const float> scores, size_t count);

}  // namespace millwright
