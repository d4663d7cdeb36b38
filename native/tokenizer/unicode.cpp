#include "unicode.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <vector>

namespace millwright {
namespace {

struct Range {
  uint32_t low, high;
};
struct CombiningRange {
  uint32_t low, high, combining;
};
struct Decomposition {
  uint32_t code, first, second, composes;
};
/** Every `step`-th character from `low` has its small form `distance` ahead. */
struct SmallForms {
  uint32_t low, high, step, distance;
};

#include "unicode_table.inc"

template <typename T, size_t N>
const T* find_range(const T (&table)[N], uint32_t code) {
  const T* found = std::upper_bound(std::begin(table), std::end(table), code,
                                    [](uint32_t value, const T& range) { return value < range.low; });
  if (found == std::begin(table)) return nullptr;
  --found;
  return code <= found->high ? found : nullptr;
}

uint32_t combining_class(char32_t code) {
  if (code < 0x300) return 0;
  const CombiningRange* range = find_range(kCombining, code);
  return range ? range->combining : 0;
}

const Decomposition* decomposition(char32_t code) {
  const Decomposition* found =
      std::lower_bound(std::begin(kDecompositions), std::end(kDecompositions), code,
                       [](const Decomposition& entry, char32_t value) { return entry.code < value; });
  return found != std::end(kDecompositions) && found->code == code ? found : nullptr;
}

// Hangul syllables (de)compose by arithmetic.
constexpr char32_t kSyllable = 0xAC00, kLead = 0x1100, kVowel = 0x1161, kTail = 0x11A7;
constexpr uint32_t kLeads = 19, kVowels = 21, kTails = 28;

void decompose(char32_t code, std::u32string& out) {
  if (code >= kSyllable && code < kSyllable + kLeads * kVowels * kTails) {
    const uint32_t index = code - kSyllable;
    out.push_back(kLead + index / (kVowels * kTails));
    out.push_back(kVowel + index % (kVowels * kTails) / kTails);
    if (index % kTails != 0) out.push_back(kTail + index % kTails);
    return;
  }
  const Decomposition* entry = code < 0xC0 ? nullptr : decomposition(code);
  if (!entry) {
    out.push_back(code);
    return;
  }
  decompose(entry->first, out);
  if (entry->second != 0) out.push_back(entry->second);
}

char32_t compose(char32_t first, char32_t second) {
  if (first >= kLead && first < kLead + kLeads && second >= kVowel && second < kVowel + kVowels)
    return kSyllable + ((first - kLead) * kVowels + (second - kVowel)) * kTails;
  if (first >= kSyllable && first < kSyllable + kLeads * kVowels * kTails && (first - kSyllable) % kTails == 0 &&
      second > kTail && second < kTail + kTails)
    return first + (second - kTail);
  static const std::unordered_map<uint64_t, char32_t> pairs = [] {
    std::unordered_map<uint64_t, char32_t> map;
    for (const Decomposition& entry : kDecompositions)
      if (entry.composes) map.emplace(uint64_t{entry.first} << 32 | entry.second, entry.code);
    return map;
  }();
  const auto found = pairs.find(uint64_t{first} << 32 | second);
  return found == pairs.end() ? 0 : found->second;
}

void order_marks(std::u32string& text) {
  for (size_t start = 0; start < text.size();) {
    if (combining_class(text[start]) == 0) {
      ++start;
      continue;
    }
    size_t end = start;
    while (end < text.size() && combining_class(text[end]) != 0) ++end;
    std::stable_sort(text.begin() + start, text.begin() + end,
                     [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    start = end;
  }
}

std::u32string compose_all(const std::u32string& text) {
  std::u32string out;
  size_t starter = std::u32string::npos;
  uint32_t last_class = 0;
  for (const char32_t code : text) {
    const uint32_t current = combining_class(code);
    if (starter != std::u32string::npos) {
      const bool adjacent = starter + 1 == out.size();
      if (adjacent || last_class < current) {
        if (const char32_t composed = compose(out[starter], code)) {
          out[starter] = composed;
          continue;
        }
      }
    }
    if (current == 0) starter = out.size();
    last_class = current;
    out.push_back(code);
  }
  return out;
}

// A stand-in for a byte that is not UTF-8: beyond Unicode, so that no rule touches it.
constexpr char32_t kRawByte = 0x200000;

}  // namespace

CodePoint decode_utf8(std::string_view text, size_t at) {
  const auto byte = [&](size_t index) -> uint32_t {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
  };
  const auto tail = [&](size_t index) { return (byte(index) & 0xC0) == 0x80; };
  const uint32_t lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  if (lead >= 0xC2 && lead < 0xE0 && tail(at + 1)) return {(lead & 0x1F) << 6 | (byte(at + 1) & 0x3F), 2, true};
  if (lead >= 0xE0 && lead < 0xF0 && tail(at + 1) && tail(at + 2)) {
    const char32_t code = (lead & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F);
    if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return {code, 3, true};
  }
  if (lead >= 0xF0 && lead < 0xF5 && tail(at + 1) && tail(at + 2) && tail(at + 3)) {
    const char32_t code = (lead & 0x07) << 18 | (byte(at + 1) & 0x3F) << 12 | (byte(at + 2) & 0x3F) << 6 |
                          (byte(at + 3) & 0x3F);
    if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4, true};
  }
  return {0xFFFD, 1, false};
}

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | code >> 6));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | code >> 12));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | code >> 18));
    out.push_back(static_cast<char>(0x80 | (code >> 12 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

size_t complete_utf8_length(std::string_view text) {
  // Only the last three bytes can belong to an unfinished character.
  for (size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto lead = static_cast<unsigned char>(text[text.size() - back]);
    if ((lead & 0xC0) == 0x80) continue;
    const size_t need = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 1;
    return need > back ? text.size() - back : text.size();
  }
  return text.size();
}

bool is_letter(char32_t code) {
  if (code < 0x80) return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
  if (code >= 0x4E00 && code <= 0x9FFF) return true;
  return find_range(kLetters, code) != nullptr;
}

bool is_mark(char32_t code) { return code >= 0x300 && find_range(kMarks, code) != nullptr; }

bool is_number(char32_t code) {
  if (code < 0x80) return code >= '0' && code <= '9';
  return find_range(kNumbers, code) != nullptr;
}

bool is_punctuation(char32_t code) { return find_range(kPunctuation, code) != nullptr; }

bool is_space(char32_t code) {
  return (code >= 9 && code <= 13) || code == 0x20 || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000;
}

bool is_small(char32_t code) { return code < 0x80 ? code >= 'a' && code <= 'z' : find_range(kSmallLetters, code) != nullptr; }

bool is_capital(char32_t code) { return code < 0x80 ? code >= 'A' && code <= 'Z' : find_range(kCapitals, code) != nullptr; }

bool is_nonspacing(char32_t code) { return code >= 0x300 && find_range(kNonspacingMarks, code) != nullptr; }

bool is_control_character(char32_t code) { return find_range(kControls, code) != nullptr; }

char32_t to_small(char32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code | 0x20 : code;
  const SmallForms* forms = find_range(kSmallForms, code);
  return forms && (code - forms->low) % forms->step == 0 ? static_cast<char32_t>(code + forms->distance) : code;
}

std::u32string to_nfd(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.valid) decompose(point.value, out);
    else out.push_back(kRawByte + static_cast<unsigned char>(text[at]));
    at += point.length;
  }
  order_marks(out);
  return out;
}

std::string to_nfc(std::string_view text) {
  // Nothing below U+0300 takes part in composition, and neither do the plain CJK ideographs.
  const bool plain = [&] {
    for (size_t at = 0; at < text.size();) {
      const CodePoint point = decode_utf8(text, at);
      if (point.value >= 0x300 && !(point.value >= 0x3400 && point.value <= 0x9FFF) &&
          !(point.value >= 0xFF00 && point.value <= 0xFFFF))
        return false;
      at += point.length;
    }
    return true;
  }();
  if (plain) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (const char32_t code : compose_all(to_nfd(text))) {
    if (code >= kRawByte) out.push_back(static_cast<char>(code - kRawByte));
    else append_utf8(out, code);
  }
  return out;
}

}  // namespace millwright
