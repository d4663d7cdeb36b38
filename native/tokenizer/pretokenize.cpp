#include "pretokenize.h"

#include "unicode.h"

namespace millwright {
namespace {

// The three rule sets are one regular expression with small differences (Qwen 2's shown):
//   (?i:'s|'t|'re|'ve|'m|'ll|'d) | [^\r\n\p{L}\p{N}]?\p{L}+ | \p{N} | ?[^\s\p{L}\p{N}]+[\r\n]* |
//   \s*[\r\n]+ | \s+(?!\S) | \s+
// Alternatives are tried in this order at each place; the first that matches wins.
class Cutter {
 public:
  Cutter(std::string_view text, PreTokenizer rules) : text_(text), rules_(rules) {}

  size_t next(size_t at) const {
    if (const size_t end = contraction(at)) return end;
    if (const size_t end = letters(at)) return end;
    if (const size_t end = numbers(at)) return end;
    if (const size_t end = symbols(at)) return end;
    return spaces(at);
  }

 private:
  bool gpt2() const { return rules_ == PreTokenizer::kGpt2; }

  CodePoint at(size_t place) const {
    return place < text_.size() ? decode_utf8(text_, place) : CodePoint{0, 0, false};
  }

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
    if (text_[place] != '\'') return 0;
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

  size_t numbers(size_t place) const {
    const size_t start = gpt2() && text_[place] == ' ' ? place + 1 : place;
    const size_t most = gpt2() ? SIZE_MAX : rules_ == PreTokenizer::kQwen2 ? 1 : 3;
    const size_t end = run(start, [](const CodePoint& point) { return is_number(point.value); }, most);
    return end > start ? end : 0;
  }

  size_t symbols(size_t place) const {
    const size_t start = text_[place] == ' ' ? place + 1 : place;
    size_t end = run(start, is_symbol);
    if (end == start) return 0;
    if (!gpt2()) end = run(end, [](const CodePoint& point) { return is_break(point.value); });
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

}  // namespace

std::vector<std::string_view> pretokenize(std::string_view text, PreTokenizer rules) {
  std::vector<std::string_view> words;
  const Cutter cutter(text, rules);
  for (size_t at = 0; at < text.size();) {
    const size_t end = cutter.next(at);
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

}  // namespace millwright
