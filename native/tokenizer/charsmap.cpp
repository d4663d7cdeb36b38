#include "charsmap.h"

#include <cstring>
#include <stdexcept>

namespace millwright {
namespace {

// Layout of a unit of the Darts-clone double array.
bool has_leaf(uint32_t unit) { return unit >> 8 & 1; }
uint32_t value_of(uint32_t unit) { return unit & 0x7FFFFFFF; }
uint32_t label_of(uint32_t unit) { return unit & (0x80000000u | 0xFF); }
uint32_t offset_of(uint32_t unit) { return unit >> 10 << ((unit & (1u << 9)) >> 6); }

}  // namespace

Charsmap::Charsmap(std::string_view blob) {
  if (blob.empty()) return;
  uint32_t size = 0;
  if (blob.size() < sizeof size) throw std::runtime_error("the precompiled charsmap is truncated");
  std::memcpy(&size, blob.data(), sizeof size);
  if (size % 4 != 0 || size > blob.size() - sizeof size)
    throw std::runtime_error("the precompiled charsmap states a wrong size");
  units_.resize(size / 4);
  if (size > 0) std::memcpy(units_.data(), blob.data() + sizeof size, size);
  replacements_.assign(blob.substr(sizeof size + size));
}

Charsmap::Match Charsmap::match(std::string_view text) const {
  Match best{{}, 0};
  if (units_.empty()) return best;
  // Every index is checked: the file may be damaged.
  uint64_t node = offset_of(units_[0]);
  for (size_t depth = 0; depth < text.size(); ++depth) {
    const auto byte = static_cast<unsigned char>(text[depth]);
    node ^= byte;
    if (byte == 0 || node >= units_.size() || label_of(units_[node]) != byte) break;
    const uint32_t unit = units_[node];
    node ^= offset_of(unit);
    if (!has_leaf(unit)) continue;
    if (node >= units_.size()) break;
    const uint32_t start = value_of(units_[node]);
    if (start >= replacements_.size()) break;
    const size_t end = replacements_.find('\0', start);
    if (end == std::string::npos) break;
    best = {std::string_view(replacements_).substr(start, end - start), depth + 1};
  }
  return best;
}

}  // namespace millwright
