// What is asked of the engine, and what it answers.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../grammar/grammar.h"
#include "sampler.h"

namespace millwright {

using Clock = std::chrono::steady_clock;

struct GenerateOptions {
  std::vector<int32_t> tokens;
  int max_tokens = 0;
  Sampling sampling;
  Penalties penalties;
  /** Added to the scores of single tokens. */
  std::vector<std::pair<int32_t, float>> bias;
  uint64_t seed = 0;
  std::shared_ptr<Grammar> grammar;  // none: free text
  int alternatives = -1;             // how many to report with each token; -1: no probabilities
  int deadline_ms = 0;               // ends when it takes longer; 0: never
  bool speculate = true;             // guess ahead; the answer is the same
  bool jump = true;                  // take what the grammar spells out at once instead of token by token
};

struct TokenProbability {
  int32_t token = 0;
  /** Natural logarithm, over the tokens that the grammar allowed. */
  float logprob = 0;
};

struct TokenEvent {
  TokenProbability chosen;
  std::vector<TokenProbability> alternatives;
  /** Number of the round that it was computed in. */
  uint64_t round = 0;
};

enum class Finish { kStop, kLength, kDeadline, kCancelled, kFailed };

/** What a request failed at. */
enum class Fault { kNone, kPrompt, kBias, kGrammar, kClosed, kEngine };

struct FinishEvent {
  Finish reason = Finish::kStop;
  int cached_tokens = 0;
  double queued_seconds = 0;  // until its turn came
  Fault fault = Fault::kNone;  // of kFailed
  std::string error;          // of kFailed
};

using OnToken = std::function<void(const TokenEvent&)>;
using OnFinish = std::function<void(const FinishEvent&)>;

/** A request on its way through the engine. */
struct Request {
  uint64_t id = 0;
  GenerateOptions options;
  OnToken on_token;
  OnFinish on_finish;
  std::shared_ptr<std::atomic<bool>> cancelled;
  Clock::time_point arrived = Clock::now(), deadline = Clock::time_point::max();

  /** Why it should end before its answer does, if it should. */
  const Finish* gone() const {
    static constexpr Finish kCancelled = Finish::kCancelled, kDeadline = Finish::kDeadline;
    if (cancelled->load(std::memory_order_relaxed)) return &kCancelled;
    return Clock::now() > deadline ? &kDeadline : nullptr;
  }
};

}  // namespace millwright
