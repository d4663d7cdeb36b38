// What a grammar admits, as a graph of small expressions; schemas and patterns are both translated into it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace millwright {

struct CharRange {
  char32_t low, high;
};

/** A set of code points: sorted, disjoint ranges. */
class CharSet {
 public:
  CharSet() = default;
  CharSet(std::initializer_list<CharRange> ranges);
  static CharSet all();  // every code point but the surrogates
  void add(char32_t low, char32_t high);
  void add(const CharSet& other);
  CharSet inverted() const;
  CharSet without(const CharSet& other) const;
  bool empty() const { return ranges_.empty(); }
  bool contains(char32_t code) const;
  const std::vector<CharRange>& ranges() const { return ranges_; }
  bool operator==(const CharSet& other) const;

 private:
  void normalise();
  std::vector<CharRange> ranges_;
};

using ExprId = uint32_t;
constexpr uint32_t kUnbounded = UINT32_MAX;

struct Expr {
  enum class Kind {
    kNever,     // nothing
    kEmpty,     // the empty text
    kLiterals,  // one of `texts`, as bytes
    kChars,     // one character of `chars`
    kSequence,  // `items` one after the other
    kChoice,    // one of `items`
    kRepeat,    // items[0], `least` to `most` times
    kRule,      // the rule number `least`
    kMeasured,  // items[0], when it has `least` to `most` characters
  };
  Kind kind = Kind::kNever;
  uint32_t least = 0, most = 0;
  bool in_string = false;  // kChars: written as inside a JSON string, with escapes
  CharSet chars;
  std::vector<std::string> texts;
  std::vector<ExprId> items;
};

/** Holds expressions; identical simple ones are not shared, the caller does that where it matters. */
class ExprPool {
 public:
  const Expr& operator[](ExprId id) const { return exprs_[id]; }
  size_t size() const { return exprs_.size(); }

  ExprId never();
  ExprId empty();
  ExprId literal(std::string text);
  ExprId literals(std::vector<std::string> texts);
  ExprId chars(CharSet set, bool in_string);
  ExprId sequence(std::vector<ExprId> items);
  ExprId choice(std::vector<ExprId> items);
  ExprId optional(ExprId item) { return choice({item, empty()}); }
  ExprId repeat(ExprId item, uint32_t least, uint32_t most);
  ExprId rule(uint32_t number);
  ExprId measured(ExprId item, uint32_t least, uint32_t most);

  /** Whether it admits the empty text. Rules never do: they are JSON values. */
  bool nullable(ExprId id) const;
  /** Least and most characters that it admits (kUnbounded: no limit); only for expressions without rules. */
  struct Length {
    uint64_t least, most;
  };
  Length length(ExprId id) const;

 private:
  ExprId add(Expr expr);
  ExprId without_empty(ExprId id);

  std::vector<Expr> exprs_;
};

}  // namespace millwright
