// UTF-8 and the few Unicode properties that the tokenisers and the grammar need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace millwright {

struct CodePoint {
  char32_t value;   // U+FFFD when the bytes are not UTF-8
  uint32_t length;  // bytes taken, at least 1
  bool valid;
};

/** The code point that starts at `at` (which must be inside the text); overlong and surrogate forms are invalid. */
CodePoint decode_utf8(std::string_view text, size_t at);

void append_utf8(std::string& out, char32_t code);

/** Bytes of the longest prefix that does not end inside a character. Invalid bytes count as whole. */
size_t complete_utf8_length(std::string_view text);

bool is_letter(char32_t code);       // \p{L}
bool is_mark(char32_t code);         // \p{M}
bool is_number(char32_t code);       // \p{N}
bool is_punctuation(char32_t code);  // \p{P}
bool is_space(char32_t code);        // White_Space
bool is_small(char32_t code);        // \p{Ll}
bool is_capital(char32_t code);      // \p{Lu} or \p{Lt}
bool is_nonspacing(char32_t code);   // \p{Mn}
bool is_control_character(char32_t code);  // \p{Cc}, \p{Cf} or \p{Co}

/** The small letter of a capital where that is one character; anything else as it is. */
char32_t to_small(char32_t code);

/** Canonical composition (NFC). Bytes that are not UTF-8 pass through unchanged. */
std::string to_nfc(std::string_view text);

/** Canonical decomposition of the whole text (NFD). */
std::u32string to_nfd(std::string_view text);

}  // namespace millwright
