// JSON Schema to expressions. docs/llm-server.md lists the keywords.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "expression.h"
#include "json.h"

namespace millwright {

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

  ExprId value(const Json& schema, const Place& place);
  ExprId choices(const Json& schema, const Place& place);
  ExprId fixed(const Json& schema, const std::vector<const Json*>& values);
  ExprId typed(const Json& schema, const std::string& type, const Place& place);
  ExprId object(const Json& schema, const Place& place);
  ExprId map(const Json& schema, const Place& place);
  ExprId extra_members(const std::vector<std::string>& names, ExprId member, bool after_others);
  ExprId key_other_than(std::vector<std::u32string> names, size_t depth);
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
  bool leads_to(ExprId expr, uint32_t rule, std::vector<char>& seen) const;

  ExprPool& pool_;
  const Json& root_;
  std::vector<ExprId> rules_;
  std::unordered_map<std::string, uint32_t> rule_numbers_;
  std::vector<std::pair<uint32_t, std::string>> waiting_;
  int64_t any_rule_ = -1;
  int64_t any_string_ = -1;
};

/** Both schemas at once (allOf, or keywords beside anyOf and $ref). @throws GrammarError where that has no simple form */
Json merge_schemas(const Json& a, const Json& b, const std::string& pointer);

/** Whether a fixed value passes the type, bounds and lengths of a schema. */
bool schema_admits(const Json& schema, const Json& value);

}  // namespace millwright
