#include "pretokenize.h"

#include <algorithm>
#include <array>

#include "unicode.h"

namespace millwright {
namespace {

// The rule sets are one regular expression with small differences (Qwen 2's shown):
//   (?i:'s|'t|'re|'ve|'m|'ll|'d) | [^\r\n\p{L}\p{N}]?\p{L}+ | \p{N} | ?[^\s\p{L}\p{N}]+[\r\n]* |
//   \s*[\r\n]+ | \s+(?!\S) | \s+
// Tekken and GPT-4o have for the first two, with U for [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}] and L for [\p{Ll}\p{Lm}\p{Lo}\p{M}]:
//   [^\r\n\p{L}\p{N}]?U*L+ | [^\r\n\p{L}\p{N}]?U+L*, in GPT-4o with an optional contraction behind
// Alternatives are tried in this order at each place; the first that matches wins.
class Cutter {
 public:
  Cutter(std::string_view text, PreTokenizer rules) : text_(text), rules_(rules) {}

  size_t next(size_t at) const {
    if (cased()) {
      if (const size_t end = cased_letters(at)) return end;
    } else {
      if (const size_t end = contraction(at)) return end;
      if (const size_t end = letters(at)) return end;
    }
    if (const size_t end = numbers(at)) return end;
    if (const size_t end = symbols(at)) return end;
    return spaces(at);
  }

 private:
  bool gpt2() const { return rules_ == PreTokenizer::kGpt2 || rules_ == PreTokenizer::kDigits; }
  bool cased() const { return rules_ == PreTokenizer::kTekken || rules_ == PreTokenizer::kGpt4o; }

  CodePoint at(size_t place) const {
    return place < text_.size() ? decode_utf8(text_, place) : CodePoint{0, 0, false};
  }

  static bool is_upper(const CodePoint& point) { return is_mark(point.value) || (is_letter(point.value) && !is_small(point.value)); }
  static bool is_lower(const CodePoint& point) { return is_mark(point.value) || (is_letter(point.value) && !is_capital(point.value)); }

  static bool is_break(char32_t code) { return code == '\r' || code == '\n'; }
  static bool is_symbol(const CodePoint& point) {
    return point.length != 0 && !is_space(point.value) && !is_letter(point.value) && !is_number(point.value);
  }

  template <typename Test>
  size_t run(size_t place, Test test, size_t most = SIZE_MAX) const {
    for (size_t count = 0; count < most; ++count) {
      const CodePoint point = at(place);
      if (point.length == 0 || !test(point)) break;
      place += point.length;
    }
    return place;
  }

  size_t contraction(size_t place) const {
    if (place >= text_.size() || text_[place] != '\'') return 0;
    const auto letter = [&](size_t offset) -> char32_t {
      const CodePoint point = at(offset);
      if (gpt2()) return point.value;
      if (point.value == 0x17F) return 's';  // the long s folds to s
      return point.value < 0x80 && is_letter(point.value) ? point.value | 0x20 : point.value;
    };
    const char32_t first = letter(place + 1);
    const size_t after = place + 1 + at(place + 1).length;
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return after;
    const char32_t second = letter(after);
    const bool pair = (first == 'r' && second == 'e') || (first == 'v' && second == 'e') ||
                      (first == 'l' && second == 'l');
    return pair ? after + at(after).length : 0;
  }

  size_t letters(size_t place) const {
    const CodePoint first = at(place);
    size_t start = place;
    if (!is_letter(first.value)) {
      const bool may_lead =
          gpt2() ? first.value == ' ' : !is_break(first.value) && !is_number(first.value);
      if (!may_lead) return 0;
      start += first.length;
    }
    const size_t end = run(start, [](const CodePoint& point) { return is_letter(point.value); });
    return end > start ? end : 0;
  }

  /** U*L+ from a place. */
  size_t ends_small(size_t place) const {
    size_t end = place, shared_end = 0;  // behind the last character of the U's that is an L too
    while (true) {
      const CodePoint point = at(end);
      if (point.length == 0 || !is_upper(point)) break;
      end += point.length;
      if (is_lower(point)) shared_end = end;
    }
    const size_t small_end = run(end, is_lower);
    return small_end > end ? small_end : shared_end;
  }
  /** U+L* from a place. */
  size_t begins_capital(size_t place) const {
    const size_t end = run(place, is_upper);
    return end > place ? run(end, is_lower) : 0;
  }

  size_t cased_letters(size_t place) const {
    const CodePoint first = at(place);
    const bool may_lead = !is_break(first.value) && !is_letter(first.value) && !is_number(first.value);
    size_t end = may_lead ? ends_small(place + first.length) : 0;
    if (end == 0) end = ends_small(place);
    if (end == 0 && may_lead) end = begins_capital(place + first.length);
    if (end == 0) end = begins_capital(place);
    if (end == 0 || rules_ != PreTokenizer::kGpt4o) return end;
    const size_t contracted = contraction(end);
    return contracted ? contracted : end;
  }

  size_t numbers(size_t place) const {
    const size_t start = gpt2() && text_[place] == ' ' ? place + 1 : place;
    const bool alone = rules_ == PreTokenizer::kQwen2 || rules_ == PreTokenizer::kTekken;
    const size_t most = gpt2() ? SIZE_MAX : alone ? 1 : 3;
    const size_t end = run(start, [](const CodePoint& point) { return is_number(point.value); }, most);
    return end > start ? end : 0;
  }

  size_t symbols(size_t place) const {
    const size_t start = text_[place] == ' ' ? place + 1 : place;
    size_t end = run(start, is_symbol);
    if (end == start) return 0;
    const bool slashes = cased();
    if (!gpt2()) end = run(end, [&](const CodePoint& point) { return is_break(point.value) || (slashes && point.value == '/'); });
    return end;
  }

  size_t spaces(size_t place) const {
    size_t end = place, last = place, after_break = 0;
    while (true) {
      const CodePoint point = at(end);
      if (point.length == 0 || !is_space(point.value)) break;
      last = end;
      end += point.length;
      if (is_break(point.value)) after_break = end;
    }
    if (end == place) return place + at(place).length;
    if (!gpt2() && after_break != 0) return after_break;
    // Leave the last space to the word that follows, unless it is the only one.
    return end == text_.size() || last == place ? end : last;
  }

  std::string_view text_;
  PreTokenizer rules_;
};

void cut(std::string_view text, PreTokenizer rules, std::vector<std::string_view>& words) {
  const Cutter cutter(text, rules);
  for (size_t at = 0; at < text.size();) {
    const size_t end = cutter.next(at);
    words.push_back(text.substr(at, end - at));
    at = end;
  }
}

}  // namespace

std::vector<std::string_view> pretokenize(std::string_view text, PreTokenizer rules) {
  std::vector<std::string_view> words;
  if (rules != PreTokenizer::kDigits) {
    cut(text, rules, words);
    return words;
  }
  // Every digit is a word, and what stands between digits is cut by itself.
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (is_number(point.value)) {
      cut(text.substr(begin, at - begin), rules, words);
      words.push_back(text.substr(at, point.length));
      begin = at + point.length;
    }
    at += point.length;
  }
  cut(text.substr(begin), rules, words);
  return words;
}

PreTokenizer likely_rules(std::span<const std::string> tokens) {
  static constexpr std::array kMostCutsFirst = {PreTokenizer::kDigits, PreTokenizer::kTekken, PreTokenizer::kGpt4o,
                                                PreTokenizer::kQwen2,  PreTokenizer::kLlama3, PreTokenizer::kGpt2};
  // Of a part of a character nobody can tell whether it is a letter.
  const auto tells = [](std::string_view token) {
    for (size_t at = 0; at < token.size(); at += decode_utf8(token, at).length)
      if (!decode_utf8(token, at).valid) return false;
    return true;
  };
  std::array<size_t, kMostCutsFirst.size()> cuts{};
  for (const std::string& token : tokens) {
    if (!tells(token)) continue;
    for (size_t i = 0; i < cuts.size(); ++i)
      if (pretokenize(token, kMostCutsFirst[i]).size() > 1) ++cuts[i];
  }
  return kMostCutsFirst[static_cast<size_t>(std::min_element(cuts.begin(), cuts.end()) - cuts.begin())];
}

}  // namespace millwright
