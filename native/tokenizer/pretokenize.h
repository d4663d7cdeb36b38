// Cutting text into words before byte-level byte-pair encoding, as each model family was trained.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary.h"

namespace millwright {

/** The words of a text in order; together they are the text. */
std::vector<std::string_view> pretokenize(std::string_view text, PreTokenizer rules);

/**
 * The rules that a vocabulary was made by, where its file does not say: of those that cut the fewest of its tokens apart, the
 * ones that cut most. A cut that no token reaches over changes nothing.
 *
 * @param tokens their bytes
 */
PreTokenizer likely_rules(std::span<const std::string> tokens);

}  // namespace millwright
