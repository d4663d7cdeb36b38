// From scores to a token.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace millwright {

struct Sampling {
  float temperature = 0;
  int top_k = 0;  // 0: all
  float top_p = 1;
  float min_p = 0;
};

/** OpenAI's penalties by how often and whether a token came in the answer; and that of CTRL (Keskar et al. 2019). */
struct Penalties {
  float frequency = 0, presence = 0, repetition = 1;
  bool any() const { return frequency != 0 || presence != 0 || repetition != 1; }
};

/** Some tokens and their scores. */
struct Candidates {
  std::span<const float> scores;
  /** Which token each score is of; nullptr: its index. */
  const int32_t* tokens = nullptr;

  int32_t token(size_t index) const { return tokens ? tokens[index] : static_cast<int32_t>(index); }
};

/**
 * Randomness that belongs to one place of one answer. Every token there has its own number, whatever else is computed and
 * whoever asks: so a draft that draws with the same numbers agrees as often as its probabilities do, and the answer is the
 * same with and without it (Daliri, Musco and Suresh 2024, arXiv:2408.07978).
 */
struct Noise {
  uint64_t seed = 0, position = 0;
};

/** Index of the chosen candidate. Temperature 0 takes the largest score, the first on ties. Candidates are not empty. */
size_t choose(const Candidates& candidates, const Sampling& sampling, Noise noise);

/** Whether none is infinite or no number. */
bool all_finite(std::span<const float> scores);

/** Natural logarithm of the sum of exponentials: scores minus this are log-probabilities. */
float log_sum_exp(std::span<const float> scores);

/** Indices of the `count` largest scores, largest first, the lower index first on ties. */
std::vector<size_t> largest(std::span<const float> scores, size_t count);

}  // namespace millwright
