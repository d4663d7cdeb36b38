#include "prompt_lookup.h"

#include <algorithm>

namespace millwright {

uint64_t PromptLookup::key(std::span<const int32_t> run) {
  uint64_t value = 0;
  for (const int32_t token : run) value = value * 1'000'003 + static_cast<uint32_t>(token);
  return value;
}

void PromptLookup::extend(std::span<const int32_t> text) {
  // The last run has no continuation yet.
  for (; seen_ + kRun < text.size(); ++seen_) table_[slot(key(text.subspan(seen_, kRun)))] = static_cast<uint32_t>(seen_ + kRun);
}

std::span<const int32_t> PromptLookup::guess(std::span<const int32_t> text, size_t most) const {
  if (text.size() <= kRun) return {};
  const auto last = text.last(kRun);
  const size_t at = table_[slot(key(last))];
  if (at < kRun || !std::equal(last.begin(), last.end(), text.begin() + static_cast<std::ptrdiff_t>(at - kRun))) return {};
  return text.subspan(at, std::min(most, text.size() - at));
}

}  // namespace millwright
