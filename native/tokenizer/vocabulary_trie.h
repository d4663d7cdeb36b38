// The vocabulary as byte strings in depth-first order, laid out for one linear walk per grammar mask.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace millwright {

/**
 * Tokens are divided by what they are to a JSON string. A token made of whole characters without quote, backslash,
 * control character or line separator is "plain", and in a string with room for n more characters every plain token
 * of at most n characters is allowed: no walk is needed. Plain tokens lie in bands by length; the rest has its own
 * trie.
 */
class VocabularyTrie {
 public:
  struct Entry {
    std::string_view bytes;
    int32_t token;
  };
  struct Node {
    uint32_t next;   // index of the first node outside this node's subtree
    int32_t token;   // -1: none ends here; less than -1: duplicates()[-2 - token]
    uint8_t byte;
    uint8_t depth;   // of this byte in its tokens, from 0
  };
  struct Band {
    uint32_t most_characters;     // of the tokens in this band
    std::vector<Node> nodes;
    std::vector<uint64_t> mask;   // tokens of this band and of all shorter ones
  };

  VocabularyTrie(std::vector<Entry> entries, int32_t vocabulary_size);

  /** Plain tokens by ascending length. */
  const std::vector<Band>& bands() const { return bands_; }
  const std::vector<Node>& rest() const { return rest_; }
  /** Plain tokens that hold a character: an ASCII one by its code, or with kOther any beyond ASCII. */
  const std::vector<uint64_t>& holding(size_t character) const { return holding_[character]; }
  static constexpr size_t kOther = 128;
  /** Tokens that share their bytes with others. */
  const std::vector<std::vector<int32_t>>& duplicates() const { return duplicates_; }
  /** Bytes of the longest token. */
  uint32_t longest() const { return longest_; }
  /** 64-bit words of a mask over the vocabulary. */
  size_t words() const { return words_; }

 private:
  std::vector<Node> build(std::vector<Entry> entries);

  std::vector<Band> bands_;
  std::vector<Node> rest_;
  std::vector<std::vector<uint64_t>> holding_;
  std::vector<std::vector<int32_t>> duplicates_;
  size_t words_;
  uint32_t longest_ = 0;
};

}  // namespace millwright
