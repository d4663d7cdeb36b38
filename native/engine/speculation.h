// How far to guess ahead, and whose guesses to take: as far as it makes answers quicker, by what rounds were seen to cost.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "draft.h"
#include "round_cost.h"
#include "sequence.h"

namespace millwright {

struct SpeculationFigures {
  uint64_t lookup_guessed = 0, lookup_held = 0, draft_guessed = 0, draft_held = 0;
};

class Speculation {
 public:
  /**
   * @param draft may be nullptr: then guesses come from the text alone
   * @param draft_tokens how far it guesses; 0: as far as it pays
   */
  explicit Speculation(std::unique_ptr<Draft> draft, size_t draft_tokens = 0) : draft_(std::move(draft)), draft_tokens_(draft_tokens) {}

  /** Whether anybody guesses but the text itself. */
  bool has_draft() const { return draft_ != nullptr; }
  size_t draft_bytes() const { return draft_ ? draft_->bytes() : 0; }
  const SpeculationFigures& figures() const { return figures_; }

  /** A sequence starts: decides whether the draft keeps up with it. */
  void start(Sequence& sequence);
  /** These have got further by what they start from. */
  void follow(std::span<Sequence* const> sequences);
  /**
   * Puts guesses into sequences that choose their next token in this round.
   * @param room how many guesses the pages of each can still take
   * @param tokens of the round without guesses
   */
  void guess(std::span<Sequence* const> sequences, std::span<const size_t> room, size_t tokens);
  /** The first `held` of a sequence's guesses were what the model chose itself; its first `right` tokens stand. */
  void learn(Sequence& sequence, size_t right, size_t held);
  /** A round without prompts took so long. */
  void note_round(size_t tokens, double seconds) { cost_.learn(tokens, seconds); }

 private:
  void look_up(std::span<Sequence* const> sequences, std::span<const size_t> room, size_t& tokens);
  void ask_draft(std::span<Sequence* const> sequences, std::span<const size_t> room, size_t tokens);
  size_t best_length(std::span<Sequence* const> sequences, size_t tokens) const;

  std::unique_ptr<Draft> draft_;
  size_t draft_tokens_;
  RoundCost cost_;
  Acceptance lookups_, drafts_;  // of all sequences: what a new one starts from
  bool worthwhile_ = true;       // the draft, as far as was seen
  Acceptance starts_;            // when a sequence is to find out whether it has become so
  SpeculationFigures figures_;
};

}  // namespace millwright
