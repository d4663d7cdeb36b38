#include "schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "error.h"
#include "numbers.h"

namespace millwright {
namespace {

using Kind = Json::Kind;

constexpr int kDeepest = 100;
constexpr size_t kMostSteps = 50'000;

// Keywords that would change what is valid and cannot be kept by a grammar.
constexpr std::array<std::string_view, 12> kUnsupported = {
    "not", "if", "then", "else", "contains", "dependentRequired", "dependentSchemas", "dependencies", "patternProperties",
    "unevaluatedItems", "$dynamicRef", "$recursiveRef"};

// Keywords that say something about the value; beside $ref they have to be merged with what it refers to.
constexpr std::array<std::string_view, 26> kAssertions = {
    "type",          "enum",          "const",     "properties",       "required",         "additionalProperties",
    "items",         "prefixItems",   "minItems",  "maxItems",         "minLength",        "maxLength",
    "pattern",       "format",        "minimum",   "maximum",          "exclusiveMinimum", "exclusiveMaximum",
    "anyOf",         "oneOf",         "allOf",     "propertyNames",    "minProperties",    "maxProperties",
    "multipleOf",    "unevaluatedProperties"};

bool has_assertions(const Json& schema) {
  return std::any_of(schema.members.begin(), schema.members.end(), [](const Json::Member& member) {
    return std::find(kAssertions.begin(), kAssertions.end(), member.first) != kAssertions.end();
  });
}

Json without(const Json& schema, std::string_view key) {
  Json out = schema;
  std::erase_if(out.members, [key](const Json::Member& member) { return member.first == key; });
  return out;
}

std::string escape_pointer(const std::string& key) {
  std::string out;
  for (const char byte : key) {
    if (byte == '~') out += "~0";
    else if (byte == '/') out += "~1";
    else out.push_back(byte);
  }
  return out;
}

/** A step of a pointer in a URI: its %XX are bytes, then ~0 and ~1 are ~ and / (RFC 6901, section 6). */
std::string unescape_pointer(std::string_view key) {
  std::string bytes;
  for (size_t at = 0; at < key.size(); ++at) {
    unsigned value = 0;
    const char* hex = key.data() + at + 1;
    if (key[at] == '%' && at + 2 < key.size() && std::from_chars(hex, hex + 2, value, 16).ptr == hex + 2) {
      bytes.push_back(static_cast<char>(value));
      at += 2;
    } else {
      bytes.push_back(key[at]);
    }
  }
  std::string out;
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '~' && at + 1 < bytes.size()) out.push_back(bytes[++at] == '1' ? '/' : '~');
    else out.push_back(bytes[at]);
  }
  return out;
}

}  // namespace

SchemaCompiler::Place SchemaCompiler::Place::at(const std::string& key) const {
  if (depth >= kDeepest) throw GrammarError("The schema is nested deeper than 100 levels at " + pointer + ".");
  return {pointer + '/' + escape_pointer(key), depth + 1};
}

ExprId SchemaCompiler::compile() {
  const ExprId root = value(root_, {"#", 0});
  while (!waiting_.empty()) {
    const auto [number, pointer] = waiting_.back();
    waiting_.pop_back();
    const Place place{pointer, 0};
    rules_[number] = value(resolve(pointer, place), place);
  }
  refuse_circles();
  return root;
}

void SchemaCompiler::step(const Place& place) const {
  if (++steps_ > kMostSteps) throw GrammarError("The schema multiplies beyond what can be compiled, at " + place.pointer + ".");
}

ExprId SchemaCompiler::value(const Json& given, const Place& place) {
  step(place);
  if (given.is(Kind::kBoolean)) return given.boolean ? any() : pool_.never();
  if (!given.is(Kind::kObject)) throw GrammarError("The schema at " + place.pointer + " is not an object.");
  if (const Json* ref = given.get("$ref"); ref && !has_assertions(given)) {
    if (!ref->is(Kind::kString)) throw GrammarError("The $ref at " + place.pointer + " is not text.");
    return rule_for(ref->text, place);
  }
  Json flat;
  const bool plain = !given.get("$ref") && !given.get("allOf") && !given.get("oneOf");
  if (!plain) flat = flatten(given, place);
  const Json& schema = plain ? given : flat;
  if (schema.is(Kind::kBoolean)) return schema.boolean ? any() : pool_.never();
  refuse_unsupported(schema, place);
  if (schema.get("anyOf")) return choices(schema, place);
  const Json* values = schema.get("enum");
  if (values && !values->is(Kind::kArray)) throw GrammarError("The enum at " + place.pointer + " is not a list.");
  if (values || schema.get("const")) return fixed(schema, place);
  if (const Json* type = schema.get("type")) {
    if (type->is(Kind::kString)) return typed(schema, type->text, place);
    if (!type->is(Kind::kArray)) throw GrammarError("The type at " + place.pointer + " is neither text nor a list.");
    std::vector<ExprId> ways;
    for (const Json& item : type->items) ways.push_back(typed(schema, item.text, place));
    return pool_.choice(std::move(ways));
  }
  const std::vector<std::string> types = types_of(schema);
  return types.empty() ? any() : typed(schema, types.front(), place);
}

std::vector<std::string> types_of(const Json& schema) {
  if (const Json* type = schema.get("type")) {
    if (type->is(Kind::kString)) return {type->text};
    std::vector<std::string> out;
    for (const Json& item : type->items) out.push_back(item.text);
    return out;
  }
  // Without a type, the keywords tell which is meant.
  const auto names = [&](std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return schema.get(key) != nullptr; });
  };
  if (names({"properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties", "unevaluatedProperties"})) return {"object"};
  if (names({"items", "prefixItems", "minItems", "maxItems"})) return {"array"};
  if (names({"pattern", "minLength", "maxLength", "format"})) return {"string"};
  if (names({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})) return {"number"};
  return {};
}

/** $ref and allOf merged away, oneOf written as anyOf. */
Json SchemaCompiler::flatten(const Json& given, const Place& place) const {
  Json schema = given;
  for (int rounds = 0;; ++rounds) {
    if (rounds > kDeepest) throw GrammarError("The schema at " + place.pointer + " refers to itself without end.");
    if (schema.is(Kind::kBoolean)) return schema;
    if (!schema.is(Kind::kObject)) throw GrammarError("The schema at " + place.pointer + " is not an object.");
    step(place);
    if (const Json* one = schema.get("oneOf")) {
      refuse_overlap(*one, place);
      Json any_of;
      any_of.kind = Kind::kObject;
      any_of.set("anyOf", *one);
      schema = merge_schemas(without(schema, "oneOf"), any_of, place.pointer);
    } else if (const Json* ref = schema.get("$ref")) {
      const Json& target = resolve(ref->text, place);
      schema = merge_schemas(without(schema, "$ref"), target, place.pointer);
    } else if (const Json* all = schema.get("allOf")) {
      if (!all->is(Kind::kArray)) throw GrammarError("The allOf at " + place.pointer + " is not a list.");
      const std::vector<Json> parts = all->items;
      schema = without(schema, "allOf");
      for (const Json& part : parts) schema = merge_schemas(schema, flatten(part, place.at("allOf")), place.pointer);
    } else {
      return schema;
    }
  }
}

void SchemaCompiler::refuse_unsupported(const Json& schema, const Place& place) const {
  const auto refuse = [&](std::string_view key) {
    throw GrammarError("The schema at " + place.pointer + " uses " + std::string(key) + ", which is not supported.");
  };
  for (const std::string_view key : kUnsupported)
    if (schema.get(key)) refuse(key);
  if (const Json* unique = schema.get("uniqueItems"); unique && unique->is_true()) refuse("uniqueItems");
  if (const Json* rest = schema.get("unevaluatedProperties"); rest && !rest->is(Kind::kBoolean)) refuse("unevaluatedProperties");
  if (const Json* step = schema.get("multipleOf"); step && step->number != 1) refuse("multipleOf");
}

ExprId SchemaCompiler::choices(const Json& schema, const Place& place) {
  const Json* ways = schema.get("anyOf");
  if (!ways->is(Kind::kArray) || ways->items.empty()) throw GrammarError("The anyOf at " + place.pointer + " is not a list of schemas.");
  const Json common = without(schema, "anyOf");
  const bool alone = !has_assertions(common);
  std::vector<ExprId> out;
  for (size_t index = 0; index < ways->items.size(); ++index) {
    const Place inner = place.at("anyOf").at(std::to_string(index));
    const Json& way = ways->items[index];
    out.push_back(value(alone ? way : merge_schemas(common, flatten(way, inner), place.pointer), inner));
  }
  return pool_.choice(std::move(out));
}

ExprId SchemaCompiler::fixed(const Json& schema, const Place& place) {
  // Most enumerations say nothing else but their type.
  const bool checked = std::any_of(schema.members.begin(), schema.members.end(), [](const Json::Member& member) {
    return member.first != "enum" && member.first != "const" && std::find(kAssertions.begin(), kAssertions.end(), member.first) != kAssertions.end();
  }) || (schema.get("enum") && schema.get("const"));
  const Json rest = beside_values(schema);
  std::vector<std::string> texts;
  for (const Json* value : values_of(schema))
    if (!checked || admits(rest, *value, place)) texts.push_back(write_json(*value));
  return pool_.literals(std::move(texts));
}

ExprId SchemaCompiler::typed(const Json& schema, const std::string& type, const Place& place) {
  if (type == "object") return object(schema, place);
  if (type == "array") return array(schema, place);
  if (type == "string") return string(schema, place);
  if (type == "integer") return number(schema, true, place);
  if (type == "number") return number(schema, false, place);
  if (type == "boolean") return pool_.literals({"true", "false"});
  if (type == "null") return pool_.literal("null");
  throw GrammarError("The schema at " + place.pointer + " has the unknown type " + write_json_string(type) + ".");
}

ExprId SchemaCompiler::number(const Json& schema, bool integer, const Place& place) {
  std::optional<Bound> low, high;
  const auto read = [&](const char* key, bool inclusive, std::optional<Bound>& bound, bool lower) {
    const Json* limit = schema.get(key);
    if (!limit) return;
    if (!limit->is(Kind::kNumber)) throw GrammarError("The " + std::string(key) + " at " + place.pointer + " is not a number.");
    const bool tighter = !bound || (lower ? limit->number > bound->value : limit->number < bound->value) ||
                         (limit->number == bound->value && !inclusive);
    if (tighter) bound = Bound{limit->number, inclusive};
  };
  read("minimum", true, low, true);
  read("exclusiveMinimum", false, low, true);
  read("maximum", true, high, false);
  read("exclusiveMaximum", false, high, false);
  return integer || schema.get("multipleOf") ? integer_between(pool_, low, high) : number_between(pool_, low, high);
}

ExprId SchemaCompiler::any() {
  if (any_rule_ < 0) {
    any_rule_ = static_cast<int64_t>(rules_.size());
    rules_.push_back(0);
    const ExprId self = pool_.rule(static_cast<uint32_t>(any_rule_));
    const ExprId comma = pool_.literal(",");
    const auto list = [&](const char* open, ExprId item, const char* close) {
      const ExprId more = pool_.repeat(pool_.sequence({comma, item}), 0, kUnbounded);
      return pool_.sequence({pool_.literal(open), pool_.optional(pool_.sequence({item, more})), pool_.literal(close)});
    };
    const ExprId member = pool_.sequence({any_string(), pool_.literal(":"), self});
    rules_[static_cast<size_t>(any_rule_)] =
        pool_.choice({pool_.literals({"null", "true", "false"}), number_between(pool_, std::nullopt, std::nullopt),
                      any_string(), list("[", self, "]"), list("{", member, "}")});
  }
  return pool_.rule(static_cast<uint32_t>(any_rule_));
}

const Json& SchemaCompiler::resolve(const std::string& pointer, const Place& place) const {
  const auto missing = [&] {
    return GrammarError("The $ref " + write_json_string(pointer) + " at " + place.pointer + " leads nowhere in this schema.");
  };
  if (pointer.empty() || pointer[0] != '#' || (pointer.size() > 1 && pointer[1] != '/')) throw missing();
  const Json* at = &root_;
  std::string_view left = std::string_view(pointer).substr(1);
  while (!left.empty()) {
    left.remove_prefix(1);
    const size_t end = std::min(left.find('/'), left.size());
    const std::string key = unescape_pointer(left.substr(0, end));
    left.remove_prefix(end);
    if (at->is(Kind::kArray)) {
      const bool digits = !key.empty() && key.size() < 7 && key.find_first_not_of("0123456789") == std::string::npos;
      const size_t index = digits ? std::stoul(key) : at->items.size();
      if (index >= at->items.size()) throw missing();
      at = &at->items[index];
    } else {
      at = at->get(key);
      if (!at) throw missing();
    }
  }
  return *at;
}

ExprId SchemaCompiler::rule_for(const std::string& pointer, const Place& place) {
  resolve(pointer, place);
  const auto [found, fresh] = rule_numbers_.try_emplace(pointer, static_cast<uint32_t>(rules_.size()));
  if (fresh) {
    rules_.push_back(0);
    waiting_.emplace_back(found->second, pointer);
  }
  return pool_.rule(found->second);
}

bool SchemaCompiler::leads_to(ExprId id, uint32_t rule, std::vector<char>& seen) const {
  const Expr& expr = pool_[id];
  if (expr.kind == Expr::Kind::kRule) {
    if (expr.least == rule) return true;
    if (seen[expr.least]) return false;
    seen[expr.least] = 1;
    return leads_to(rules_[expr.least], rule, seen);
  }
  if (expr.kind == Expr::Kind::kChoice)
    return std::any_of(expr.items.begin(), expr.items.end(), [&](ExprId item) { return leads_to(item, rule, seen); });
  // Objects, arrays and strings begin with a byte of their own.
  return false;
}

void SchemaCompiler::refuse_circles() const {
  for (uint32_t rule = 0; rule < rules_.size(); ++rule) {
    std::vector<char> seen(rules_.size(), 0);
    if (!leads_to(rules_[rule], rule, seen)) continue;
    const auto name = std::find_if(rule_numbers_.begin(), rule_numbers_.end(), [rule](const auto& entry) { return entry.second == rule; });
    throw GrammarError("The schema at " + (name == rule_numbers_.end() ? "#" : name->first) + " refers to itself without a value of its own.");
  }
}

}  // namespace millwright
