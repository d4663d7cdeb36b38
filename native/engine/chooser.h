// From scores to the next token of a sequence: grammar, penalties, sampling, probabilities.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../model/decoder.h"
#include "../tokenizer/tokenizer.h"
#include "sequence.h"

namespace millwright {

/** One row of the head that is wanted: all words, or only those that a grammar allows when they are few. */
struct ScoredRow {
  size_t token = 0;              // of the batch
  bool few = false;              // only `allowed` are scored
  std::vector<int32_t> allowed;  // ascending; used when `few`
  std::vector<float> scores;     // of `allowed`
  size_t offset = 0;             // of its scores among the whole rows
};

struct Choice {
  TokenProbability chosen;
  std::vector<TokenProbability> alternatives;
};

class Chooser {
 public:
  Chooser(Decoder& decoder, const Tokenizer& tokenizer) : decoder_(decoder), tokenizer_(tokenizer) {}

  /** A row for the place where the matcher stands (nullptr: free text). What is few is scored here and now. */
  ScoredRow row(size_t token, Matcher* matcher);
  /** Scores the rows that want all words, at once. */
  void score(std::span<ScoredRow* const> rows);

  /**
   * The token for the next place of the sequence; `matcher` as in row(). False when the grammar allows none.
   * @throws ModelError when the model's scores are no numbers
   * @param ahead tokens that are taken for granted beyond the sequence's text
   */
  bool choose(const ScoredRow& row, const Sequence& sequence, size_t ahead, Matcher* matcher, Choice& out);

 private:
  Candidates candidates(const ScoredRow& row, Matcher* matcher);
  void adjust(std::span<float> scores, const int32_t* tokens, const Sequence& sequence);

  Decoder& decoder_;
  const Tokenizer& tokenizer_;
  std::vector<float> scores_, picked_, adjusted_;
  std::vector<int32_t> allowed_;
  std::vector<uint64_t> mask_;
};

}  // namespace millwright
