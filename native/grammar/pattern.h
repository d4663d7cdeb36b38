// Regular expressions (the ECMAScript syntax that JSON Schema uses, without look-around and back-references).
#pragma once

#include <string_view>

#include "expression.h"

namespace millwright {

enum class PatternMode {
  kWhole,     // the pattern is the whole text
  kSearch,    // as JSON Schema: anywhere in the text, unless anchored
};

/**
 * @param in_string whether characters are written as inside a JSON string
 * @throws GrammarError that quotes the pattern and says what is not supported
 */
ExprId parse_pattern(ExprPool& pool, std::string_view pattern, PatternMode mode, bool in_string);

}  // namespace millwright
