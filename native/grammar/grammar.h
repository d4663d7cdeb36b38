// Decoding under a grammar: which tokens may come next, and which must.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "../tokenizer/tokenizer.h"
#include "automaton.h"
#include "error.h"

namespace millwright {

/** What a grammar is made from. */
struct GrammarSource {
  enum class Kind {
    kSchema,  // a JSON schema: compact JSON that satisfies it, properties in declared order
    kRegex,   // a regular expression that matches the whole text
    kChoice,  // a JSON list of texts: one of them
  };
  Kind kind = Kind::kSchema;
  std::string text;
};

/** @throws GrammarError for a name other than schema, regex and choice */
GrammarSource::Kind grammar_kind(std::string_view name);

/**
 * A compiled schema or pattern for one vocabulary. States and masks are found as they are met and kept for every
 * later request. Safe to share between threads. Keeps a reference to the tokenizer, which must outlive it.
 */
class Grammar {
 public:
  /** @throws GrammarError */
  static std::shared_ptr<Grammar> compile(const GrammarSource& source, const Tokenizer& tokenizer);

  Grammar(Program program, const Tokenizer& tokenizer) : automaton_(std::move(program)), tokenizer_(tokenizer) {}

  const Tokenizer& tokenizer() const { return tokenizer_; }
  /** Grows with the texts met; a holder may compile afresh when it becomes large. */
  size_t state_count() const;
  /** Whether later texts are better off with a grammar that is compiled afresh. */
  bool worn() const;
  /** Memory that states and masks take, about. */
  size_t bytes() const;

 private:
  friend class Matcher;

  /** The tokens that may follow a state: plain ones that many states share, and single ones. */
  struct Mask {
    const std::vector<uint64_t>* plain = nullptr;
    std::vector<int32_t> tokens;  // ascending; empty when `bits` is used
    std::vector<uint64_t> bits;   // when there are too many for a list
    size_t count = 0;
  };

  const Mask& mask(StateId state);
  const std::vector<uint64_t>* plain_mask(size_t band, const Automaton::PlainSet& never);
  void walk(const std::vector<VocabularyTrie::Node>& nodes, StateId state);
  const std::vector<int32_t>& forced(StateId state);
  StateId advance(StateId state, std::string_view bytes);

  mutable std::mutex mutex_;
  Automaton automaton_;
  const Tokenizer& tokenizer_;
  std::unordered_map<StateId, std::unique_ptr<Mask>> masks_;
  std::unordered_map<StateId, std::vector<int32_t>> forced_;
  size_t mask_bytes_ = 0;
  std::vector<uint64_t> walked_;  // tokens that the walks of one mask found
  std::map<std::pair<size_t, Automaton::PlainSet>, std::vector<uint64_t>> plain_masks_;
};

/** One text in the making. Cheap to copy, so that a speculative continuation can be tried and dropped. */
class Matcher {
 public:
  explicit Matcher(std::shared_ptr<Grammar> grammar);

  /**
   * Sets a bit for every token that may come next, end tokens included when the text may end here.
   * @param bits resized to (vocabulary + 63) / 64 words
   * @returns the number of tokens set; 0 after the end, or when the vocabulary cannot spell what has to come
   */
  size_t fill_mask(std::vector<uint64_t>& bits);

  /** The same tokens as a list, when there are at most `most` of them; false otherwise. */
  bool list_allowed(std::vector<int32_t>& tokens, size_t most = 4096);

  /** Takes a token. False, and nothing changes, when it may not come here. */
  bool accept(int32_t token);

  /** Tokens that must come next, whatever the model thinks; they are not taken yet. Empty when there is a choice. */
  std::vector<int32_t> forced();

  /** Whether the text is a whole one as it stands. */
  bool can_end() const;
  /** Whether nothing more can come: an end token was taken, or the text is whole and closed. */
  bool done() const;

 private:
  std::shared_ptr<Grammar> grammar_;
  StateId state_;
  bool ended_ = false;
};

}  // namespace millwright
