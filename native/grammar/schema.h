// JSON Schema to expressions. docs/llm-server.md lists the keywords.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "expression.h"
#include "json.h"

namespace millwright {

/** What a schema says of a list's items; nullptr where it says nothing. */
struct ItemSchemas {
  const Json* prefix;  // of the first ones, one by one
  const Json* rest;    // of all behind them
};
/** Before draft 2020-12 a list under items meant what prefixItems means now. */
ItemSchemas items_of(const Json& schema);

class SchemaCompiler {
 public:
  SchemaCompiler(ExprPool& pool, const Json& root) : pool_(pool), root_(root) {}

  /** @throws GrammarError that names the place (a JSON pointer) and the keyword */
  ExprId compile();
  /** What the rule numbers of the result stand for. */
  const std::vector<ExprId>& rules() const { return rules_; }

 private:
  struct Place {
    std::string pointer;
    int depth;
    Place at(const std::string& key) const;
  };

  void step(const Place& place) const;
  ExprId value(const Json& schema, const Place& place);
  ExprId choices(const Json& schema, const Place& place);
  ExprId fixed(const Json& schema, const Place& place);
  ExprId typed(const Json& schema, const std::string& type, const Place& place);
  ExprId object(const Json& schema, const Place& place);
  ExprId map(const Json& schema, const Place& place);
  ExprId extra_members(const std::vector<std::string>& names, ExprId member, uint32_t most, bool after_others, const Place& place);
  ExprId key_other_than(std::span<const std::u32string> names, size_t depth);
  ExprId array(const Json& schema, const Place& place);
  ExprId string(const Json& schema, const Place& place);
  ExprId string_body(const Json& schema, const Place& place);
  ExprId number(const Json& schema, bool integer, const Place& place);
  ExprId any();
  ExprId any_string();
  const Json& resolve(const std::string& pointer, const Place& place) const;
  ExprId rule_for(const std::string& pointer, const Place& place);
  Json flatten(const Json& schema, const Place& place) const;
  void refuse_unsupported(const Json& schema, const Place& place) const;
  void refuse_circles() const;
  /** Whether a fixed value satisfies a schema. */
  bool admits(const Json& schema, const Json& value, const Place& place) const;
  bool admits_text(const Json& schema, const Json& value, const Place& place) const;
  bool admits_members(const Json& schema, const Json& value, const Place& place) const;
  bool admits_items(const Json& schema, const Json& value, const Place& place) const;
  /** Refuses alternatives of a oneOf unless every value can satisfy one of them at most. */
  void refuse_overlap(const Json& one_of, const Place& place) const;
  /** Whether nothing that is written for `a` can satisfy `b`; false also where that is not known. */
  bool excludes(const Json& a, const Json& b, const Place& place, int depth) const;
  bool leads_to(ExprId expr, uint32_t rule, std::vector<char>& seen) const;

  ExprPool& pool_;
  const Json& root_;
  std::vector<ExprId> rules_;
  std::unordered_map<std::string, uint32_t> rule_numbers_;
  std::vector<std::pair<uint32_t, std::string>> waiting_;
  int64_t any_rule_ = -1;
  int64_t any_string_ = -1;
  /** Schemas looked at, so that those which multiply end. */
  mutable size_t steps_ = 0;
};

/** Both schemas at once (allOf, or keywords beside anyOf and $ref). @throws GrammarError where that has no simple form */
Json merge_schemas(const Json& a, const Json& b, const std::string& pointer);

/** The values that a schema lists: its const, or else its enum. */
std::vector<const Json*> values_of(const Json& schema);

/** What a schema says besides them: each value is in its own list, and looked for there the list would take the time of its square. */
Json beside_values(const Json& schema);

/** The pattern of a format that is kept, or empty for one that is only a note to the reader. */
std::string format_pattern(std::string_view format);

/** Types that a schema admits, by its type or by the keywords that it uses; empty: any. */
std::vector<std::string> types_of(const Json& schema);

}  // namespace millwright
