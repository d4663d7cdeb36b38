// JSON that keeps the order of an object's members, and its one compact spelling.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace millwright {

struct Json {
  enum class Kind { kNull, kBoolean, kNumber, kString, kArray, kObject };
  using Member = std::pair<std::string, Json>;

  Kind kind = Kind::kNull;
  bool boolean = false;
  double number = 0;
  std::string text;  // of a string, decoded; of a number, as written
  std::vector<Json> items;
  std::vector<Member> members;

  bool is(Kind other) const { return kind == other; }
  bool is_true() const { return kind == Kind::kBoolean && boolean; }
  /** The member of an object, or nullptr. */
  const Json* get(std::string_view name) const;
  void set(std::string_view name, Json value);
};

/** @throws GrammarError with the offset of the first fault; nesting deeper than 200 is a fault. */
Json parse_json(std::string_view text);

/** As JavaScript's JSON.stringify writes it: no spaces, members in order, the shortest number that reads back. */
std::string write_json(const Json& value);
std::string write_json_string(std::string_view text);
std::string write_json_number(double value);

/** Whether two values are equal, members in any order. */
bool same_json(const Json& a, const Json& b);

/** Those of some values that are among others too, in their order. */
std::vector<const Json*> shared_json(const std::vector<const Json*>& values, const std::vector<const Json*>& others);

}  // namespace millwright
