// A static byte trie: all stored pieces that start at a place in a text, found in one walk.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace millwright {

class PieceTrie {
 public:
  PieceTrie() = default;
  /** The last of equal pieces wins. */
  explicit PieceTrie(std::vector<std::pair<std::string_view, int32_t>> pieces);

  bool empty() const { return nodes_.size() <= 1; }

  /** Calls visit(length, value) for every piece that is a prefix of the text, shortest first. */
  template <typename Visit>
  void prefixes(std::string_view text, Visit visit) const {
    uint32_t node = 0;
    for (size_t depth = 0; depth < text.size() && !nodes_.empty(); ++depth) {
      node = child(node, static_cast<unsigned char>(text[depth]));
      if (node == 0) return;
      if (nodes_[node].value >= 0) visit(depth + 1, nodes_[node].value);
    }
  }

  /** Length and value of the longest piece that is a prefix of the text; length 0 when there is none. */
  std::pair<size_t, int32_t> longest(std::string_view text) const {
    std::pair<size_t, int32_t> best{0, -1};
    prefixes(text, [&](size_t length, int32_t value) { best = {length, value}; });
    return best;
  }

 private:
  struct Node {
    uint32_t first_child = 0;
    uint16_t children = 0;
    int32_t value = -1;
  };

  uint32_t child(uint32_t node, unsigned char byte) const;

  std::vector<Node> nodes_;
  std::vector<unsigned char> bytes_;  // the byte that leads to each node; a node's children are consecutive
};

}  // namespace millwright
