// Cutting text into words before byte-level byte-pair encoding, as each model family was trained.
#pragma once

#include <string_view>
#include <vector>

#include "vocabulary.h"

namespace millwright {

/** The words of a text in order; together they are the text. */
std::vector<std::string_view> pretokenize(std::string_view text, PreTokenizer rules);

}  // namespace millwright
