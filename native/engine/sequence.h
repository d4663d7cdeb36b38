// A request that is being answered: its text, its pages, and where it stands in the round.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "page_store.h"
#include "prompt_lookup.h"
#include "request.h"

namespace millwright {

/** Pages for a number of tokens. */
inline int pages_for(size_t tokens) { return static_cast<int>((tokens + kPagePositions - 1) / kPagePositions); }

/** How often guesses of one kind hold, and when they are worth another try. */
struct Acceptance {
  double held = 0, tried = 0;  // with less weight the older they are
  int quiet = 0;               // rounds without a guess
  int patience = 16;           // of these, until one is tried again

  double rate(double prior) const { return (held + 2 * prior) / (tried + 2); }
  /** The first `held` of `guessed` tokens held. */
  void learn(size_t guessed, size_t held_now);
};

struct Sequence {
  std::unique_ptr<Request> request;
  std::vector<int32_t> text;     // prompt and answer
  std::vector<int32_t> guesses;  // what may come after it
  /** Of text and guesses, the tokens whose keys and values stand in the pages. */
  size_t computed = 0;
  std::vector<int32_t> pages;
  PageStore::Node last_node = 0;  // name of its last full page
  size_t published = 0;           // full pages that have a name

  bool filling = true;  // still computing what it starts from: nothing is chosen until it is through
  size_t generated = 0;
  size_t cached = 0;           // tokens of the prompt that were found computed
  double queued_seconds = 0;   // until it first started
  bool preempted = false;      // it ran before and had to give up its pages,
  uint64_t ended_before = 0;   // when so many others had ended
  std::unordered_map<int32_t, int> counts;  // of tokens in the answer, where penalties ask for them
  std::optional<Matcher> matcher;

  PromptLookup lookup;
  Acceptance lookup_acceptance, draft_acceptance;
  size_t draft_computed = 0;  // of text and guesses, the tokens whose draft keys and values stand
  bool drafts = false;        // the draft keeps up with it
  bool drafted = false;       // its guesses come from the draft

  // Its part of the running round.
  size_t share = 0;                       // tokens to compute, of a filling one
  size_t batch_begin = 0, batch_end = 0;  // in the batch
  size_t scored = 0;                      // of these the last ones, after which something is chosen

  const GenerateOptions& options() const { return request->options; }
  size_t prompt_size() const { return options().tokens.size(); }
  size_t pending() const { return text.size() + guesses.size() - computed; }
  /** Tokens that may still be chosen. */
  size_t left(size_t context) const {
    const size_t most = static_cast<size_t>(options().max_tokens), room = context > text.size() ? context - text.size() : 0;
    return generated < most ? std::min(room, most - generated) : 0;
  }
  int32_t token(size_t index) const { return index < text.size() ? text[index] : guesses[index - text.size()]; }
};

}  // namespace millwright
