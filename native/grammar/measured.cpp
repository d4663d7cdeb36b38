#include "measured.h"

#include <algorithm>
#include <map>

#include "../tokenizer/unicode.h"
#include "error.h"

namespace millwright {
namespace {

constexpr size_t kMostStates = 200'000;
/** Places looked at. */
constexpr size_t kMostWork = 5'000'000;

/** A plain character automaton with empty moves (Thompson's construction); repeats are written out. */
class CharAutomaton {
 public:
  struct Place {
    int32_t set = -1;  // the character set read here, or -1
    uint32_t to = 0;
    std::vector<uint32_t> jumps;
  };

  CharAutomaton(const ExprPool& pool, ExprId pattern) : pool_(pool) {
    final_ = place();
    start_ = build(pattern, final_);
  }

  uint32_t build(ExprId id, uint32_t after) {
    const Expr& expr = pool_[id];
    switch (expr.kind) {
      case Expr::Kind::kEmpty:
        return after;
      case Expr::Kind::kChars:
        return read(expr.chars, expr.in_string, after);
      case Expr::Kind::kSequence: {
        uint32_t node = after;
        for (size_t index = expr.items.size(); index-- > 0;) node = build(expr.items[index], node);
        return node;
      }
      case Expr::Kind::kChoice: {
        const uint32_t node = place();
        for (const ExprId item : expr.items) {
          const uint32_t way = build(item, after);
          places_[node].jumps.push_back(way);
        }
        return node;
      }
      case Expr::Kind::kRepeat:
        return repeat(expr, after);
      default:
        return place();  // a dead end
    }
  }

  const std::vector<Place>& places() const { return places_; }
  std::vector<CharSet>& sets() { return sets_; }
  uint32_t start() const { return start_; }
  uint32_t final() const { return final_; }
  bool in_string() const { return in_string_; }

 private:
  uint32_t place() {
    if (places_.size() >= kMostStates) throw GrammarError("A pattern with a length limit is too large to compile.");
    places_.emplace_back();
    return static_cast<uint32_t>(places_.size() - 1);
  }

  uint32_t read(const CharSet& set, bool in_string, uint32_t after) {
    in_string_ = in_string_ || in_string;
    std::vector<std::pair<char32_t, char32_t>> key;
    for (const CharRange& range : set.ranges()) key.emplace_back(range.low, range.high);
    const auto [found, fresh] = known_sets_.try_emplace(std::move(key), sets_.size());
    if (fresh) sets_.push_back(set);
    const size_t index = found->second;
    const uint32_t node = place();
    places_[node].set = static_cast<int32_t>(index);
    places_[node].to = after;
    return node;
  }

  uint32_t repeat(const Expr& expr, uint32_t after) {
    uint32_t node = after;
    if (expr.most == kUnbounded) {
      const uint32_t loop = place();
      const uint32_t body = build(expr.items[0], loop);
      places_[loop].jumps = {body, after};
      node = loop;
    } else {
      for (uint32_t round = expr.least; round < expr.most; ++round) {
        const uint32_t skip = place();
        const uint32_t body = build(expr.items[0], node);
        places_[skip].jumps = {body, after};
        node = skip;
      }
    }
    for (uint32_t round = 0; round < expr.least; ++round) node = build(expr.items[0], node);
    return node;
  }

  const ExprPool& pool_;
  std::vector<Place> places_;
  std::vector<CharSet> sets_;
  std::map<std::vector<std::pair<char32_t, char32_t>>, size_t> known_sets_;
  uint32_t start_ = 0, final_ = 0;
  bool in_string_ = false;
};

}  // namespace

MeasuredPattern::MeasuredPattern(const ExprPool& pool, ExprId pattern, uint32_t least, uint32_t most, uint32_t horizon) {
  CharAutomaton automaton(pool, pattern);
  in_string_ = automaton.in_string();
  // From this count on the upper limit makes itself felt: by the horizon, or because what is left to match, at most
  // one character for each place, may no longer fit.
  const uint64_t margin = uint64_t{horizon} + automaton.places().size() + 1;
  const uint32_t felt = most != kUnbounded && most > margin ? most - static_cast<uint32_t>(margin) : 0;
  // A state is a place that reads (or the final one) together with the characters read; without an upper limit
  // the count stops at the lower one.
  std::map<std::pair<std::vector<uint32_t>, uint32_t>, uint32_t> known;
  std::vector<std::pair<std::vector<uint32_t>, uint32_t>> queue;
  size_t work = 0;
  const auto closure = [&](uint32_t from) {
    std::vector<uint32_t> open{from}, out;
    std::vector<bool> seen(automaton.places().size(), false);
    seen[from] = true;
    while (!open.empty()) {
      const uint32_t at = open.back();
      open.pop_back();
      if (++work > kMostWork) throw GrammarError("A pattern with a length limit is too ambiguous to compile.");
      const CharAutomaton::Place& place = automaton.places()[at];
      if (place.set >= 0 || at == automaton.final()) out.push_back(at);
      for (const uint32_t next : place.jumps) {
        if (seen[next]) continue;
        seen[next] = true;
        open.push_back(next);
      }
    }
    std::sort(out.begin(), out.end());
    return out;
  };
  std::vector<std::vector<uint32_t>> closures(automaton.places().size());
  const auto state_of = [&](uint32_t place, uint32_t count) {
    if (closures[place].empty()) closures[place] = closure(place);
    const auto [found, fresh] = known.try_emplace({closures[place], count}, static_cast<uint32_t>(states_.size()));
    if (fresh) {
      if (states_.size() >= kMostStates) throw GrammarError("A pattern with a length limit is too large to compile.");
      states_.emplace_back();
      queue.push_back(found->first);
    }
    return found->second;
  };
  state_of(automaton.start(), 0);
  for (size_t index = 0; index < queue.size(); ++index) {
    const auto [places, count] = queue[index];
    if ((work += places.size()) > kMostWork) throw GrammarError("A pattern with a length limit is too ambiguous to compile.");
    states_[index].alike = static_cast<uint32_t>(index);
    if (count >= least && count < felt) {
      const auto [found, fresh] = known.try_emplace({places, felt}, static_cast<uint32_t>(states_.size()));
      if (fresh) {
        states_.emplace_back();
        queue.push_back(found->first);
      }
      states_[index].alike = found->second;
    }
    for (const uint32_t at : places) {
      if (at == automaton.final()) {
        if (count >= least && (most == kUnbounded || count <= most)) states_[index].final = true;
        continue;
      }
      if (most != kUnbounded && count >= most) continue;
      const CharAutomaton::Place& place = automaton.places()[at];
      const uint32_t next = most == kUnbounded ? std::min(count + 1, least) : count + 1;
      const uint32_t to = state_of(place.to, next);
      states_[index].moves.emplace_back(static_cast<uint32_t>(place.set), to);
    }
  }
  sets_ = automaton.sets();
}

}  // namespace millwright
