#include "vocabulary_trie.h"

#include <algorithm>
#include <iterator>

#include "unicode.h"

namespace millwright {
namespace {

// A band of one length is in or out as a whole; the few tokens beyond need a walk.
constexpr uint32_t kBandLimits[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 255};
constexpr size_t kLongestToken = 255;  // depth is kept in a byte; longer tokens are never offered

/** Characters of a plain token, or 0 when it is not plain. */
uint32_t plain_characters(std::string_view bytes) {
  uint32_t count = 0;
  for (size_t at = 0; at < bytes.size(); ++count) {
    const CodePoint point = decode_utf8(bytes, at);
    if (!point.valid || point.value < 0x20 || point.value == '"' || point.value == '\\') return 0;
    if (point.value == 0x2028 || point.value == 0x2029) return 0;
    at += point.length;
  }
  return count;
}

}  // namespace

VocabularyTrie::VocabularyTrie(std::vector<Entry> entries, int32_t vocabulary_size)
    : words_((static_cast<size_t>(vocabulary_size) + 63) / 64) {
  std::erase_if(entries, [](const Entry& entry) { return entry.bytes.size() > kLongestToken; });
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.bytes != b.bytes ? a.bytes < b.bytes : a.token < b.token;
  });
  std::vector<Entry> rest;
  std::vector<std::vector<Entry>> plain(std::size(kBandLimits));
  std::vector<uint32_t> longest(std::size(kBandLimits), 0);
  for (const Entry& entry : entries) {
    longest_ = std::max(longest_, static_cast<uint32_t>(entry.bytes.size()));
    const uint32_t characters = plain_characters(entry.bytes);
    if (characters == 0) {
      rest.push_back(entry);
      continue;
    }
    const size_t band = std::lower_bound(std::begin(kBandLimits), std::end(kBandLimits), characters) - kBandLimits;
    plain[band].push_back(entry);
    longest[band] = std::max(longest[band], characters);
  }
  holding_.assign(kOther + 1, {});
  for (const auto& band : plain) {
    for (const Entry& entry : band) {
      for (const char byte : entry.bytes) {
        std::vector<uint64_t>& holders = holding_[std::min<size_t>(static_cast<unsigned char>(byte), kOther)];
        if (holders.empty()) holders.assign(words_, 0);
        holders[entry.token / 64] |= uint64_t{1} << (entry.token % 64);
      }
    }
  }
  std::vector<uint64_t> mask(words_, 0);
  for (size_t band = 0; band < plain.size(); ++band) {
    if (plain[band].empty()) continue;
    for (const Entry& entry : plain[band]) mask[entry.token / 64] |= uint64_t{1} << (entry.token % 64);
    bands_.push_back({longest[band], build(std::move(plain[band])), mask});
  }
  rest_ = build(std::move(rest));
}

std::vector<VocabularyTrie::Node> VocabularyTrie::build(std::vector<Entry> entries) {
  std::vector<Node> nodes;
  std::vector<uint32_t> path;  // the open nodes from the root down
  const auto close = [&](size_t depth) {
    for (; path.size() > depth; path.pop_back()) nodes[path.back()].next = static_cast<uint32_t>(nodes.size());
  };
  std::string_view previous;
  for (const Entry& entry : entries) {
    const std::string_view bytes = entry.bytes;
    if (!nodes.empty() && bytes == previous) {
      Node& node = nodes[path.back()];
      if (node.token >= 0) {
        duplicates_.push_back({node.token});
        node.token = -2 - static_cast<int32_t>(duplicates_.size() - 1);
      }
      duplicates_[-2 - node.token].push_back(entry.token);
      continue;
    }
    const size_t shared = std::mismatch(bytes.begin(), bytes.end(), previous.begin(), previous.end()).first - bytes.begin();
    close(shared);
    for (size_t depth = shared; depth < bytes.size(); ++depth) {
      path.push_back(static_cast<uint32_t>(nodes.size()));
      nodes.push_back({0, -1, static_cast<uint8_t>(bytes[depth]), static_cast<uint8_t>(depth)});
    }
    nodes.back().token = entry.token;
    previous = bytes;
  }
  close(0);
  return nodes;
}

}  // namespace millwright
