// SentencePiece's compiled normaliser: a double-array trie from character sequences to their replacement.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace millwright {

class Charsmap {
 public:
  Charsmap() = default;
  /** @throws std::runtime_error when the blob is malformed. */
  explicit Charsmap(std::string_view blob);

  struct Match {
    std::string_view replacement;
    size_t length;  // bytes of the text that it replaces; 0: nothing here
  };
  /** The longest rule that starts the text. */
  Match match(std::string_view text) const;

 private:
  std::vector<uint32_t> units_;
  std::string replacements_;
};

}  // namespace millwright
