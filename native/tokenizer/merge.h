// The merge loop that both kinds of byte-pair encoding share.
#pragma once

#include <cstdint>
#include <queue>
#include <string_view>
#include <vector>

namespace millwright {

/** A stretch of the text that is one symbol so far; length 0 once it was merged into its left neighbour. */
struct Symbol {
  uint32_t start, length;
  int32_t previous, next;
  int32_t id;
};

/** What two neighbours would become. Lower rank merges first; equal ranks merge from the left. */
struct Merge {
  double rank;
  int32_t id;  // -1: they do not merge
};

/** Merges until nothing merges. `lookup(left, right)` gives the Merge of two neighbouring symbols. */
template <typename Lookup>
void merge_symbols(std::vector<Symbol>& symbols, Lookup lookup) {
  struct Candidate {
    double rank;
    int32_t left, right, id;
    uint32_t length;
    bool operator<(const Candidate& other) const {
      return rank != other.rank ? rank > other.rank : left > other.left;
    }
  };
  std::priority_queue<Candidate> queue;
  const auto consider = [&](int32_t left, int32_t right) {
    if (left < 0 || right < 0) return;
    const Merge merge = lookup(symbols[left], symbols[right]);
    if (merge.id >= 0)
      queue.push({merge.rank, left, right, merge.id, symbols[left].length + symbols[right].length});
  };
  for (int32_t index = 1; index < static_cast<int32_t>(symbols.size()); ++index) consider(index - 1, index);
  while (!queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    Symbol& left = symbols[best.left];
    Symbol& right = symbols[best.right];
    const bool stale = left.length == 0 || right.length == 0 || left.length + right.length != best.length;
    if (stale) continue;
    left.length += right.length;
    left.id = best.id;
    left.next = right.next;
    right.length = 0;
    if (left.next >= 0) symbols[left.next].previous = best.left;
    consider(left.previous, best.left);
    consider(best.left, left.next);
  }
}

}  // namespace millwright
