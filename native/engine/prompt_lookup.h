// Guesses the next tokens from what the text already says: answers often copy from their prompt (Saxena 2023).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace millwright {

/** Remembers where each run of three tokens went on last. */
class PromptLookup {
 public:
  /** Takes in the text from where it left off. */
  void extend(std::span<const int32_t> text);
  /** At most so many guesses for what follows the whole text; empty when there is no sign of what comes. */
  std::span<const int32_t> guess(std::span<const int32_t> text, size_t most) const;

 private:
  static constexpr size_t kRun = 3;
  static uint64_t key(std::span<const int32_t> run);
  size_t slot(uint64_t key) const { return static_cast<size_t>((key * 0x9e3779b97f4a7c15ull) >> 32) % table_.size(); }

  /** Position after the last run with that hash; checked against the text before it is used. */
  std::vector<uint32_t> table_ = std::vector<uint32_t>(4096);
  size_t seen_ = 0;
};

}  // namespace millwright
