#include "piece_trie.h"

#include <algorithm>

namespace millwright {

PieceTrie::PieceTrie(std::vector<std::pair<std::string_view, int32_t>> pieces) {
  std::stable_sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  struct Span {
    size_t begin, end;
    uint32_t depth;
  };
  nodes_.emplace_back();
  bytes_.push_back(0);
  std::vector<Span> spans{{0, pieces.size(), 0}};
  // Breadth first, so that the children of a node lie side by side.
  for (uint32_t node = 0; node < nodes_.size(); ++node) {
    const Span span = spans[node];
    size_t at = span.begin;
    while (at < span.end && pieces[at].first.size() == span.depth) nodes_[node].value = pieces[at++].second;
    if (span.depth == 0) nodes_[node].value = -1;  // an empty piece matches nothing
    nodes_[node].first_child = static_cast<uint32_t>(nodes_.size());
    while (at < span.end) {
      const auto byte = static_cast<unsigned char>(pieces[at].first[span.depth]);
      const size_t begin = at;
      while (at < span.end && static_cast<unsigned char>(pieces[at].first[span.depth]) == byte) ++at;
      nodes_.emplace_back();
      bytes_.push_back(byte);
      spans.push_back({begin, at, span.depth + 1});
      ++nodes_[node].children;
    }
  }
}

uint32_t PieceTrie::child(uint32_t node, unsigned char byte) const {
  const Node& parent = nodes_[node];
  const unsigned char* begin = bytes_.data() + parent.first_child;
  const unsigned char* end = begin + parent.children;
  const unsigned char* found = std::lower_bound(begin, end, byte);
  return found != end && *found == byte ? static_cast<uint32_t>(found - bytes_.data()) : 0;
}

}  // namespace millwright
