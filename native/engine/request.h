// What is asked of the engine, and what it answers.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../grammar/grammar.h"

namespace millwright {

struct GenerateOptions {
  std::vector<int32_t> tokens;
  int max_tokens = 0;
  float temperature = 0;
  int top_k = 0;
  float top_p = 1;
  float min_p = 0;
  uint64_t seed = 0;
  std::string schema;     // JSON schema; empty: free text
  int alternatives = -1;  // how many to report with each token; -1: no probabilities
  int deadline_ms = 0;    // ends with an error when it takes longer; 0: never
  bool speculate = true;  // guess ahead from the text; the answer is the same
  bool jump = true;       // take what the schema spells out at once instead of token by token
};

struct TokenProbability {
  std::string bytes;
  float logprob = 0;
};

struct TokenEvent {
  int32_t token = 0;
  std::string text;  // whole characters only
  TokenProbability chosen;
  std::vector<TokenProbability> alternatives;
};

struct FinishEvent {
  bool by_length = false;
  int cached_tokens = 0;
  std::string error;  // empty when all went well
};

using Clock = std::chrono::steady_clock;
using OnToken = std::function<void(const TokenEvent&)>;
using OnFinish = std::function<void(const FinishEvent&)>;

/** A request on its way through the engine. */
struct Request {
  uint64_t id = 0;
  GenerateOptions options;
  OnToken on_token;
  OnFinish on_finish;
  std::shared_ptr<Grammar> grammar;
  std::shared_ptr<std::atomic<bool>> cancelled;
  Clock::time_point deadline = Clock::time_point::max();

  /** Tokens that it can come to hold. */
  size_t most_tokens(int context) const { return std::min(static_cast<size_t>(context), options.tokens.size() + static_cast<size_t>(std::max(0, options.max_tokens))); }

  bool is_cancelled() const { return cancelled->load(); }
  bool is_late() const { return Clock::now() > deadline; }
  std::string late() const { return "the deadline of " + std::to_string(options.deadline_ms) + " ms is over"; }
};

}  // namespace millwright
