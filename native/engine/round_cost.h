// What a round costs by its number of tokens, learnt from the rounds as they come.
#pragma once

#include <array>
#include <cstddef>

namespace millwright {

class RoundCost {
 public:
  void learn(size_t tokens, double seconds);
  /** Seconds of a round of so many tokens; 0 while nothing is known. Between and beyond what was seen it is a straight line. */
  double expect(size_t tokens) const;

 private:
  static constexpr size_t kMost = 96;
  std::array<double, kMost + 1> seconds_{};
};

/** How many prompt tokens to compute beside running answers, so that none of these waits long for its next token. */
class PromptPace {
 public:
  void learn(size_t tokens, double seconds);
  /**
   * Tokens of one round when so many wait: `answering` when answers are running, else more. A rest that another round
   * would be needed for comes along: short ends of several prompts that arrive together are through together.
   */
  size_t room(bool answering, size_t waiting) const;

 private:
  double rate_ = 0;  // prompt tokens a second
};

}  // namespace millwright
