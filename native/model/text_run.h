// A whole text through a model, apart from the engine: for tests, perplexity and calibration.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "decoder.h"

namespace millwright {

struct TextRun {
  std::string path;
  std::vector<int32_t> tokens;
  int threads = 1;
  Isa isa = Isa::kPortable;
  bool kv_bytes = false;
  /** Tokens at a time. */
  size_t chunk = 64;
};

/** What comes after each token of a text. */
struct Scored {
  std::vector<float> logits;    // [tokens][vocabulary], when they are wanted
  std::vector<float> logprobs;  // natural logarithm, of each token but the first, given those before it
};
/** @throws ModelError, std::out_of_range for a token that is not in the vocabulary */
Scored score_text(const TextRun& run, bool with_logits);

/** What a model holds while it reads a text. */
struct Observed {
  InputStatistics inputs;
  std::vector<float> states;  // final normed ones, [tokens][width]
};
Observed observe_text(const TextRun& run);

/** How far a model is from the one whose states are given; both must have the same head. */
struct Distance {
  double divergence = 0;  // Kullback-Leibler divergence from the other's next-word probabilities, mean of all tokens, in nats
  double agreement = 0;   // share of tokens after which both hold the same word for the most probable
};
/** @param states as observe_text() gives them for the same tokens */
Distance compare_states(const TextRun& run, std::span<const float> states);

}  // namespace millwright
