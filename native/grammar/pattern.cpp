#include "pattern.h"

#include <optional>
#include <string>

#include "../tokenizer/unicode.h"
#include "error.h"

namespace millwright {
namespace {

constexpr int kDeepest = 64;
constexpr uint32_t kMostRepeats = 1'000'000;
constexpr size_t kLongestPattern = 10'000;
constexpr size_t kMostBranches = 10'000;

const CharSet kDigits{{'0', '9'}};
const CharSet kWord{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
const CharSet kSpaces{{9, 13},         {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                      {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
const CharSet kBreaks{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};

/** A branch of alternatives and what its edges are tied to. */
struct Branch {
  std::vector<ExprId> items;
  bool from_start = false, to_end = false;
};

class PatternParser {
 public:
  PatternParser(ExprPool& pool, std::string_view pattern, bool in_string)
      : pool_(pool), pattern_(pattern), in_string_(in_string) {
    if (pattern.size() > kLongestPattern) fail("is longer than 10000 bytes");
  }

  ExprId parse(PatternMode mode) {
    const std::vector<Branch> branches = alternatives(0);
    if (at_ < pattern_.size()) fail("has a bracket ) too many");
    std::vector<ExprId> choices;
    for (const Branch& branch : branches) {
      std::vector<ExprId> items;
      if (mode == PatternMode::kSearch && !branch.from_start) items.push_back(anything());
      items.insert(items.end(), branch.items.begin(), branch.items.end());
      if (mode == PatternMode::kSearch && !branch.to_end) items.push_back(anything());
      choices.push_back(pool_.sequence(std::move(items)));
    }
    return pool_.choice(std::move(choices));
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw GrammarError("The pattern /" + std::string(pattern_.substr(0, 200)) + "/ " + what + ".");
  }

  bool more() const { return at_ < pattern_.size(); }
  bool peek(std::string_view text) const { return pattern_.substr(at_).starts_with(text); }
  bool take(std::string_view text) {
    if (!peek(text)) return false;
    at_ += text.size();
    return true;
  }
  char32_t next() {
    if (!more()) fail("ends early");
    const CodePoint point = decode_utf8(pattern_, at_);
    if (!point.valid) fail("is not UTF-8");
    at_ += point.length;
    return point.value;
  }

  ExprId anything() { return pool_.repeat(pool_.chars(CharSet::all(), in_string_), 0, kUnbounded); }

  std::vector<Branch> alternatives(int depth) {
    if (depth > kDeepest) fail("is nested too deeply");
    std::vector<Branch> out;
    do {
      for (Branch& one : branch(depth)) out.push_back(std::move(one));
    } while (take("|"));
    if (out.size() > kMostBranches) fail("has too many alternatives");
    return out;
  }

  /** One alternative; several when a leading or trailing group holds anchors of its own. */
  std::vector<Branch> branch(int depth) {
    std::vector<Branch> ways(1);
    bool began = false, ended = false;
    while (more() && !peek("|") && !peek(")")) {
      if (ended) fail("has $ in the middle");
      if (take("^")) {
        if (began) fail("has ^ in the middle");
        for (Branch& way : ways) way.from_start = true;
        continue;
      }
      if (take("$")) {
        for (Branch& way : ways) way.to_end = true;
        ended = true;
        continue;
      }
      if (peek("(")) {
        group(ways, began, ended, depth);
      } else {
        const ExprId item = quantified(atom());
        for (Branch& way : ways) way.items.push_back(item);
      }
      began = true;
    }
    return ways;
  }

  void group(std::vector<Branch>& ways, bool began, bool& ended, int depth) {
    take("(");
    if (take("?")) {
      if (take("<") && !peek("=") && !peek("!")) {
        while (more() && !take(">")) next();
      } else if (!take(":")) {
        fail("uses look-around or another (? group, which is not supported");
      }
    }
    std::vector<Branch> inner = alternatives(depth + 1);
    if (!take(")")) fail("has an open bracket (");
    bool anchored = false;
    for (const Branch& one : inner) {
      anchored = anchored || one.from_start || one.to_end;
      if (one.from_start && began) fail("has ^ in the middle");
    }
    if (!anchored) {
      std::vector<ExprId> choices;
      for (Branch& one : inner) choices.push_back(pool_.sequence(std::move(one.items)));
      const ExprId item = quantified(pool_.choice(std::move(choices)));
      for (Branch& way : ways) way.items.push_back(item);
      return;
    }
    if (more() && (peek("*") || peek("+") || peek("?") || peek("{"))) fail("repeats a group that holds ^ or $");
    // Before they are made: of two groups as long as a pattern may be there are millions.
    if (ways.size() * inner.size() > kMostBranches) fail("has too many alternatives");
    std::vector<Branch> out;
    for (const Branch& way : ways) {
      for (const Branch& one : inner) {
        Branch joined = way;
        joined.items.insert(joined.items.end(), one.items.begin(), one.items.end());
        joined.from_start = joined.from_start || one.from_start;
        joined.to_end = one.to_end;
        ended = ended || one.to_end;
        out.push_back(std::move(joined));
      }
    }
    if (ended && more() && !peek("|") && !peek(")") && !peek("$")) fail("has $ in the middle");
    ended = ended && !peek("$");
    ways = std::move(out);
  }

  std::optional<uint32_t> number() {
    const size_t start = at_;
    uint64_t value = 0;
    for (; more() && pattern_[at_] >= '0' && pattern_[at_] <= '9'; ++at_)
      value = std::min<uint64_t>(value * 10 + static_cast<uint64_t>(pattern_[at_] - '0'), kMostRepeats + 1);
    if (at_ == start) return std::nullopt;
    if (value > kMostRepeats) fail("repeats more than 1000000 times");
    return static_cast<uint32_t>(value);
  }

  ExprId quantified(ExprId item) {
    uint32_t least = 1, most = 1;
    if (take("*")) {
      least = 0;
      most = kUnbounded;
    } else if (take("+")) {
      most = kUnbounded;
    } else if (take("?")) {
      least = 0;
    } else if (peek("{")) {
      take("{");
      const auto low = number();
      if (!low) fail("has a { that is not a count; write \\{");
      least = most = *low;
      if (take(",")) most = peek("}") ? kUnbounded : number().value_or(kUnbounded);
      if (!take("}")) fail("has a count that is not closed");
      if (least > most) fail("has a count whose limits are swapped");
    } else {
      return item;
    }
    take("?");  // a lazy count admits the same texts
    if (more() && (peek("*") || peek("+") || peek("?") || peek("{"))) fail("repeats a count");
    return pool_.repeat(item, least, most);
  }

  ExprId atom() {
    const char32_t code = next();
    switch (code) {
      case '.':
        return pool_.chars(kBreaks.inverted(), in_string_);
      case '[':
        return pool_.chars(char_class(), in_string_);
      case '\\': {
        CharSet set;
        escape(set, false);
        return pool_.chars(std::move(set), in_string_);
      }
      case '*':
      case '+':
      case '?':
      case '{':
        fail("has a count with nothing before it");
      default:
        return pool_.chars({{code, code}}, in_string_);
    }
  }

  char32_t hex(int digits) {
    char32_t value = 0;
    for (int count = 0; count < digits; ++count) {
      const char32_t digit = next();
      if (digit >= '0' && digit <= '9') value = value << 4 | (digit - '0');
      else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f') value = value << 4 | ((digit | 0x20) - 'a' + 10);
      else fail("has a wrong hexadecimal escape");
    }
    return value;
  }

  char32_t unicode_escape() {
    if (!take("{")) {
      const char32_t code = hex(4);
      if (code < 0xD800 || code > 0xDFFF) return code;
      if (code >= 0xDC00 || !take("\\u")) fail("has half a surrogate pair");
      const char32_t low = hex(4);
      if (low < 0xDC00 || low > 0xDFFF) fail("has half a surrogate pair");
      return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    char32_t code = 0;
    while (!take("}")) {
      code = code << 4 | hex(1);
      if (code > 0x10FFFF) fail("has an escape beyond Unicode");
    }
    return code;
  }

  /** Adds what an escape means. Returns the character when it is a single one. */
  std::optional<char32_t> escape(CharSet& set, bool in_class) {
    const char32_t code = next();
    const auto one = [&](char32_t value) {
      set.add(value, value);
      return value;
    };
    switch (code) {
      case 'd':
        set.add(kDigits);
        return std::nullopt;
      case 'D':
        set.add(kDigits.inverted());
        return std::nullopt;
      case 'w':
        set.add(kWord);
        return std::nullopt;
      case 'W':
        set.add(kWord.inverted());
        return std::nullopt;
      case 's':
        set.add(kSpaces);
        return std::nullopt;
      case 'S':
        set.add(kSpaces.inverted());
        return std::nullopt;
      case 't':
        return one('\t');
      case 'n':
        return one('\n');
      case 'r':
        return one('\r');
      case 'f':
        return one('\f');
      case 'v':
        return one('\v');
      case '0':
        return one(0);
      case 'x':
        return one(hex(2));
      case 'u':
        return one(unicode_escape());
      case 'b':
        if (in_class) return one('\b');
        [[fallthrough]];
      default:
        if ((code >= '1' && code <= '9') || is_letter(code))
          fail("uses \\" + std::string(1, static_cast<char>(code < 0x80 ? code : '?')) + ", which is not supported");
        return one(code);
    }
  }

  CharSet char_class() {
    const bool inverted = take("^");
    CharSet set;
    while (!take("]")) {
      CharSet part;
      std::optional<char32_t> low;
      const char32_t code = next();
      if (code == '\\') low = escape(part, true);
      else low = code, part.add(code, code);
      if (low && peek("-") && !peek("-]")) {
        take("-");
        CharSet upper;
        const char32_t high_code = next();
        const std::optional<char32_t> high = high_code == '\\' ? escape(upper, true) : std::optional(high_code);
        if (!high) fail("has a range that ends in a class");
        if (*high < *low) fail("has a range whose ends are swapped");
        part.add(*low, *high);
      }
      set.add(part);
    }
    set = set.without({{0xD800, 0xDFFF}});
    return inverted ? set.inverted() : set;
  }

  ExprPool& pool_;
  std::string_view pattern_;
  bool in_string_;
  size_t at_ = 0;
};

}  // namespace

ExprId parse_pattern(ExprPool& pool, std::string_view pattern, PatternMode mode, bool in_string) {
  return PatternParser(pool, pattern, in_string).parse(mode);
}

}  // namespace millwright
