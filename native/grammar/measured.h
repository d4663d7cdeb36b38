// A pattern whose match must also have a certain number of characters: the product of both as one automaton.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "expression.h"

namespace millwright {

class MeasuredPattern {
 public:
  struct State {
    bool final = false;
    std::vector<std::pair<uint32_t, uint32_t>> moves;  // index into sets(), index into states()
    // A state whose moves correspond one to one and that goes on alike for `horizon` characters; itself if none.
    uint32_t alike = 0;
  };

  /** @throws GrammarError when the product would be too large */
  MeasuredPattern(const ExprPool& pool, ExprId pattern, uint32_t least, uint32_t most, uint32_t horizon);

  /** The first state is the start; empty when nothing matches. */
  const std::vector<State>& states() const { return states_; }
  const std::vector<CharSet>& sets() const { return sets_; }
  bool in_string() const { return in_string_; }

 private:
  std::vector<State> states_;
  std::vector<CharSet> sets_;
  bool in_string_ = false;
};

}  // namespace millwright
