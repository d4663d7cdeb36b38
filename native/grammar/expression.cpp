#include "expression.h"

#include <algorithm>
#include <limits>

#include "../tokenizer/unicode.h"
#include "error.h"

namespace millwright {
namespace {

constexpr char32_t kLast = 0x10FFFF;
constexpr size_t kMostExpressions = 400'000;
constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

uint64_t plus(uint64_t a, uint64_t b) { return a == kNoLimit || b == kNoLimit ? kNoLimit : a + b; }
uint64_t times(uint64_t a, uint64_t b) {
  if (a == 0 || b == 0) return 0;
  return a == kNoLimit || b == kNoLimit || a > kNoLimit / b ? kNoLimit : a * b;
}

}  // namespace

CharSet::CharSet(std::initializer_list<CharRange> ranges) : ranges_(ranges) { normalise(); }

CharSet CharSet::all() { return {{0, 0xD7FF}, {0xE000, kLast}}; }

void CharSet::add(char32_t low, char32_t high) {
  ranges_.push_back({low, high});
  normalise();
}

void CharSet::add(const CharSet& other) {
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  normalise();
}

void CharSet::normalise() {
  std::sort(ranges_.begin(), ranges_.end(), [](const CharRange& a, const CharRange& b) { return a.low < b.low; });
  std::vector<CharRange> out;
  for (const CharRange& range : ranges_) {
    if (!out.empty() && range.low <= out.back().high + 1) out.back().high = std::max(out.back().high, range.high);
    else out.push_back(range);
  }
  ranges_ = std::move(out);
}

CharSet CharSet::inverted() const { return all().without(*this); }

CharSet CharSet::without(const CharSet& other) const {
  CharSet out;
  for (CharRange range : ranges_) {
    bool gone = false;
    for (const CharRange& hole : other.ranges_) {
      if (hole.high < range.low) continue;
      if (hole.low > range.high) break;
      if (hole.low > range.low) out.ranges_.push_back({range.low, hole.low - 1});
      if (hole.high >= range.high) {
        gone = true;
        break;
      }
      range.low = hole.high + 1;
    }
    if (!gone) out.ranges_.push_back(range);
  }
  return out;
}

bool CharSet::contains(char32_t code) const {
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [code](const CharRange& range) { return code >= range.low && code <= range.high; });
}

bool CharSet::operator==(const CharSet& other) const {
  return std::equal(ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end(),
                    [](const CharRange& a, const CharRange& b) { return a.low == b.low && a.high == b.high; });
}

ExprId ExprPool::add(Expr expr) {
  if (exprs_.size() >= kMostExpressions) throw GrammarError("The schema is too large to compile.");
  exprs_.push_back(std::move(expr));
  return static_cast<ExprId>(exprs_.size() - 1);
}

ExprId ExprPool::never() { return add({}); }

ExprId ExprPool::empty() {
  Expr expr;
  expr.kind = Expr::Kind::kEmpty;
  return add(std::move(expr));
}

ExprId ExprPool::literal(std::string text) { return literals({std::move(text)}); }

ExprId ExprPool::literals(std::vector<std::string> texts) {
  if (texts.empty()) return never();
  Expr expr;
  expr.kind = Expr::Kind::kLiterals;
  expr.texts = std::move(texts);
  return add(std::move(expr));
}

ExprId ExprPool::chars(CharSet set, bool in_string) {
  if (set.empty()) return never();
  Expr expr;
  expr.kind = Expr::Kind::kChars;
  expr.chars = std::move(set);
  expr.in_string = in_string;
  return add(std::move(expr));
}

ExprId ExprPool::sequence(std::vector<ExprId> items) {
  if (items.empty()) return empty();
  if (items.size() == 1) return items.front();
  Expr expr;
  expr.kind = Expr::Kind::kSequence;
  expr.items = std::move(items);
  return add(std::move(expr));
}

ExprId ExprPool::choice(std::vector<ExprId> items) {
  if (items.empty()) return never();
  if (items.size() == 1) return items.front();
  Expr expr;
  expr.kind = Expr::Kind::kChoice;
  expr.items = std::move(items);
  return add(std::move(expr));
}

ExprId ExprPool::repeat(ExprId item, uint32_t least, uint32_t most) {
  if (most == 0) return empty();
  if (least > most) return never();
  if (least == 1 && most == 1) return item;
  if (nullable(item)) {
    // Rounds that match nothing need not be counted.
    least = 0;
    item = without_empty(item);
  }
  Expr expr;
  expr.kind = Expr::Kind::kRepeat;
  expr.least = least;
  expr.most = most;
  expr.items = {item};
  return add(std::move(expr));
}

ExprId ExprPool::rule(uint32_t number) {
  Expr expr;
  expr.kind = Expr::Kind::kRule;
  expr.least = number;
  return add(std::move(expr));
}

ExprId ExprPool::measured(ExprId item, uint32_t least, uint32_t most) {
  const Length natural = length(item);
  if (natural.least >= least && (most == kUnbounded || natural.most <= most)) return item;
  Expr expr;
  expr.kind = Expr::Kind::kMeasured;
  expr.least = least;
  expr.most = most;
  expr.items = {item};
  return add(std::move(expr));
}

bool ExprPool::nullable(ExprId id) const {
  const Expr& expr = exprs_[id];
  const auto test = [this](ExprId item) { return nullable(item); };
  switch (expr.kind) {
    case Expr::Kind::kNever:
    case Expr::Kind::kChars:
    case Expr::Kind::kRule:
      return false;
    case Expr::Kind::kEmpty:
      return true;
    case Expr::Kind::kLiterals:
      return std::any_of(expr.texts.begin(), expr.texts.end(), [](const std::string& text) { return text.empty(); });
    case Expr::Kind::kSequence:
      return std::all_of(expr.items.begin(), expr.items.end(), test);
    case Expr::Kind::kChoice:
      return std::any_of(expr.items.begin(), expr.items.end(), test);
    case Expr::Kind::kRepeat:
      return expr.least == 0 || nullable(expr.items[0]);
    case Expr::Kind::kMeasured:
      return expr.least == 0 && nullable(expr.items[0]);
  }
  return false;
}

ExprId ExprPool::without_empty(ExprId id) {
  if (!nullable(id)) return id;
  const Expr expr = exprs_[id];
  switch (expr.kind) {
    case Expr::Kind::kLiterals: {
      std::vector<std::string> texts = expr.texts;
      std::erase(texts, std::string());
      return literals(std::move(texts));
    }
    case Expr::Kind::kChoice: {
      std::vector<ExprId> items;
      for (const ExprId item : expr.items) items.push_back(without_empty(item));
      return choice(std::move(items));
    }
    case Expr::Kind::kRepeat:
      return repeat(without_empty(expr.items[0]), 1, expr.most);
    case Expr::Kind::kSequence: {
      // The first item that matches something, then the rest as it was.
      std::vector<ExprId> ways;
      for (size_t index = 0; index < expr.items.size(); ++index) {
        std::vector<ExprId> way{without_empty(expr.items[index])};
        way.insert(way.end(), expr.items.begin() + static_cast<std::ptrdiff_t>(index) + 1, expr.items.end());
        ways.push_back(sequence(std::move(way)));
      }
      return choice(std::move(ways));
    }
    default:
      return never();
  }
}

ExprPool::Length ExprPool::length(ExprId id) const {
  const Expr& expr = exprs_[id];
  switch (expr.kind) {
    case Expr::Kind::kChars:
      return {1, 1};
    case Expr::Kind::kNever:
    case Expr::Kind::kEmpty:
      return {0, 0};
    case Expr::Kind::kLiterals: {
      Length out{kNoLimit, 0};
      for (const std::string& text : expr.texts) {
        uint64_t count = 0;
        for (size_t at = 0; at < text.size(); at += decode_utf8(text, at).length) ++count;
        out = {std::min(out.least, count), std::max(out.most, count)};
      }
      return out;
    }
    case Expr::Kind::kSequence: {
      Length out{0, 0};
      for (const ExprId item : expr.items) {
        const Length part = length(item);
        out = {plus(out.least, part.least), plus(out.most, part.most)};
      }
      return out;
    }
    case Expr::Kind::kChoice: {
      Length out{kNoLimit, 0};
      for (const ExprId item : expr.items) {
        const Length part = length(item);
        out = {std::min(out.least, part.least), std::max(out.most, part.most)};
      }
      return out;
    }
    case Expr::Kind::kRepeat: {
      const Length part = length(expr.items[0]);
      return {times(part.least, expr.least), times(part.most, expr.most == kUnbounded ? kNoLimit : expr.most)};
    }
    case Expr::Kind::kRule:
    case Expr::Kind::kMeasured:
      break;
  }
  return {0, kNoLimit};
}

}  // namespace millwright
