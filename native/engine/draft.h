// A small model that guesses ahead of a large one (Leviathan, Kalman and Matias 2023; Chen et al. 2023).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "chooser.h"
#include "round_cost.h"

namespace millwright {

/**
 * Its keys and values lie in pages of its own under the large model's page numbers, so that sequences share their
 * beginnings here as they do there.
 */
class Draft {
 public:
  /**
   * @param tokenizer,vocabulary the large model's
   * @param progress told how much of its weights is loaded
   * @throws ModelError, also when its vocabulary is another one
   */
  Draft(const Gguf& file, const Tokenizer& tokenizer, int32_t vocabulary, ThreadPool& pool, Isa isa, bool kv_bytes, PageStore& store, const LoadProgress& progress);
  size_t bytes() const { return pages_.bytes(); }
  /** Finds out what it has of a sequence that starts. */
  void start(Sequence& sequence) const;
  /** Computes what a filling sequence has got further by. */
  void follow(std::span<Sequence* const> sequences);
  /** Puts up to `most[i]` guesses into each sequence. Their pages have room for them. */
  void guess(std::span<Sequence* const> sequences, std::span<const size_t> most);
  /** What stands in the pages is right up to here: guesses after it were not taken. */
  void settle(Sequence& sequence, size_t right) const;
  /** Seconds of one more guess for so many sequences; 0 while unknown. */
  double expect(size_t sequences) const { return cost_.expect(sequences); }

 private:
  void feed(Sequence& sequence, size_t to, std::vector<BatchToken>& batch);
  void mark(const Sequence& sequence, size_t from) const;

  const Tokenizer& tokenizer_;
  int32_t vocabulary_;  // words that the large model knows
  Decoder decoder_;
  PageStore& store_;
  KvPages pages_;
  Chooser chooser_;
  RoundCost cost_;
};

/** @throws ModelError that names the first token in which the vocabularies differ */
void check_same_vocabulary(const Tokenizer& tokenizer, const Tokenizer& draft);

}  // namespace millwright
