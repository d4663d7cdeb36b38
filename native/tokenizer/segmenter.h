// One way of cutting text into the tokens of a vocabulary.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "vocabulary.h"

namespace millwright {

class Segmenter {
 public:
  virtual ~Segmenter() = default;
  /**
   * Appends the tokens of a text that holds no special token.
   * @param verbatim exactly these bytes: no space put first, no normalisation
   */
  virtual void segment(std::string_view text, bool verbatim, std::vector<int32_t>& out) const = 0;
};

// Each keeps a reference to the vocabulary, which must outlive it.
std::unique_ptr<Segmenter> make_sentencepiece_bpe(const Vocabulary& vocabulary);
std::unique_ptr<Segmenter> make_unigram(const Vocabulary& vocabulary);
std::unique_ptr<Segmenter> make_byte_bpe(const Vocabulary& vocabulary);
std::unique_ptr<Segmenter> make_word_piece(const Vocabulary& vocabulary);

/** The bytes that byte-level BPE writes as the letters of `text`; letters outside its alphabet stay as they are. */
std::string byte_letters_to_bytes(std::string_view text);

}  // namespace millwright
