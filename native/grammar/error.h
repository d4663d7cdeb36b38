#pragma once

#include <stdexcept>
#include <string>

namespace millwright {

/** A schema or pattern that cannot be turned into a grammar; what() is one sentence that names the place. */
class GrammarError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace millwright
