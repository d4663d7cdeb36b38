// Tokens to text as they come, never half a character.
#pragma once

#include <cstdint>
#include <string>

#include "tokenizer.h"

namespace millwright {

class StreamDecoder {
 public:
  explicit StreamDecoder(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

  /** The text that is certain now; bytes of an unfinished character wait. Control tokens add nothing. */
  std::string push(int32_t token);
  /** What still waits, as replacement characters, at the end of the stream. */
  std::string flush();

 private:
  const Tokenizer& tokenizer_;
  std::string waiting_;
};

/** The same text with every byte that is not UTF-8 replaced by U+FFFD. */
std::string repair_utf8(std::string text);

}  // namespace millwright
