// Whether fixed values satisfy a schema: what enum and const list beside other keywords.
#include <algorithm>
#include <cmath>

#include "../tokenizer/unicode.h"
#include "automaton.h"
#include "error.h"
#include "pattern.h"
#include "schema.h"

namespace millwright {
namespace {

using Kind = Json::Kind;

/** A keyword's number, if the schema has it. */
const double* number_in(const Json& schema, const char* key) {
  const Json* found = schema.get(key);
  return found && found->is(Kind::kNumber) ? &found->number : nullptr;
}

bool within(const Json& schema, const char* least, const char* most, size_t count) {
  const double* low = number_in(schema, least);
  const double* high = number_in(schema, most);
  return !(low && static_cast<double>(count) < *low) && !(high && static_cast<double>(count) > *high);
}

bool has_type(const std::string& name, const Json& value) {
  switch (value.kind) {
    case Kind::kNull:
      return name == "null";
    case Kind::kBoolean:
      return name == "boolean";
    case Kind::kNumber:
      return name == "number" || (name == "integer" && std::trunc(value.number) == value.number);
    case Kind::kString:
      return name == "string";
    case Kind::kArray:
      return name == "array";
    case Kind::kObject:
      return name == "object";
  }
  return false;
}

bool matches(std::string_view text, std::string_view pattern, PatternMode mode) {
  ExprPool pool;
  const ExprId root = parse_pattern(pool, pattern, mode, false);
  Automaton automaton{Program(pool, {}, root, 0)};
  StateId state = automaton.start();
  for (const char byte : text) {
    state = automaton.step(state, static_cast<uint8_t>(byte));
    if (state == kDeadState) return false;
  }
  return automaton.accepting(state);
}

}  // namespace

std::vector<const Json*> values_of(const Json& schema) {
  std::vector<const Json*> out;
  if (const Json* fixed_value = schema.get("const")) out.push_back(fixed_value);
  else if (const Json* list = schema.get("enum"))
    for (const Json& item : list->items) out.push_back(&item);
  return out;
}

Json beside_values(const Json& schema) {
  Json out = schema;
  const std::string_view key = schema.get("const") ? "const" : "enum";
  std::erase_if(out.members, [key](const Json::Member& member) { return member.first == key; });
  return out;
}

bool SchemaCompiler::admits(const Json& schema, const Json& value, const Place& place) const {
  step(place);
  if (schema.is(Kind::kBoolean)) return schema.boolean;
  if (!schema.is(Kind::kObject)) throw GrammarError("The schema at " + place.pointer + " is not an object.");
  refuse_unsupported(schema, place);
  const auto count_of = [&](const char* key) {
    const Json* list = schema.get(key);
    return list ? std::count_if(list->items.begin(), list->items.end(), [&](const Json& one) { return admits(one, value, place.at(key)); }) : -1;
  };
  if (const Json* ref = schema.get("$ref"); ref && !admits(resolve(ref->text, place), value, place.at("$ref"))) return false;
  if (const Json* all = schema.get("allOf"); all && count_of("allOf") != static_cast<ptrdiff_t>(all->items.size())) return false;
  if (count_of("anyOf") == 0) return false;
  if (const ptrdiff_t one = count_of("oneOf"); one >= 0 && one != 1) return false;
  if (const Json* fixed_value = schema.get("const"); fixed_value && !same_json(*fixed_value, value)) return false;
  if (const Json* values = schema.get("enum"))
    if (std::none_of(values->items.begin(), values->items.end(), [&](const Json& item) { return same_json(item, value); })) return false;
  if (const Json* type = schema.get("type")) {
    const std::vector<std::string> names = types_of(schema);
    if (std::none_of(names.begin(), names.end(), [&](const std::string& name) { return has_type(name, value); })) return false;
  }
  switch (value.kind) {
    case Kind::kNumber: {
      const double *low = number_in(schema, "minimum"), *high = number_in(schema, "maximum");
      const double *above = number_in(schema, "exclusiveMinimum"), *below = number_in(schema, "exclusiveMaximum");
      if ((low && value.number < *low) || (high && value.number > *high) || (above && value.number <= *above) || (below && value.number >= *below)) return false;
      return !schema.get("multipleOf") || std::trunc(value.number) == value.number;
    }
    case Kind::kString:
      return admits_text(schema, value, place);
    case Kind::kArray:
      return admits_items(schema, value, place);
    case Kind::kObject:
      return admits_members(schema, value, place);
    case Kind::kNull:
    case Kind::kBoolean:
      break;
  }
  return true;
}

bool SchemaCompiler::admits_text(const Json& schema, const Json& value, const Place&) const {
  size_t length = 0;
  for (size_t at = 0; at < value.text.size(); at += decode_utf8(value.text, at).length) ++length;
  if (!within(schema, "minLength", "maxLength", length)) return false;
  if (const Json* pattern = schema.get("pattern"); pattern && !matches(value.text, pattern->text, PatternMode::kSearch)) return false;
  const Json* format = schema.get("format");
  const std::string kept = format ? format_pattern(format->text) : std::string();
  return kept.empty() || matches(value.text, kept, PatternMode::kWhole);
}

bool SchemaCompiler::admits_items(const Json& schema, const Json& value, const Place& place) const {
  if (!within(schema, "minItems", "maxItems", value.items.size())) return false;
  const auto [prefix, rest] = items_of(schema);
  for (size_t index = 0; index < value.items.size(); ++index) {
    const bool named = prefix && index < prefix->items.size();
    const Json* item = named ? &prefix->items[index] : rest;
    if (item && !admits(*item, value.items[index], place.at("items"))) return false;
  }
  return true;
}

bool SchemaCompiler::admits_members(const Json& schema, const Json& value, const Place& place) const {
  if (!within(schema, "minProperties", "maxProperties", value.members.size())) return false;
  if (const Json* required = schema.get("required"))
    for (const Json& name : required->items)
      if (!value.get(name.text)) return false;
  const Json* properties = schema.get("properties");
  const Json* rest = schema.get("additionalProperties") ? schema.get("additionalProperties") : schema.get("unevaluatedProperties");
  for (const auto& [name, member] : value.members) {
    const Json* own = properties ? properties->get(name) : nullptr;
    if (const Json* rule = own ? own : rest; rule && !admits(*rule, member, place.at(own ? "properties" : "additionalProperties"))) return false;
    if (const Json* names = schema.get("propertyNames")) {
      Json text;
      text.kind = Kind::kString;
      text.text = name;
      if (!admits(*names, text, place.at("propertyNames"))) return false;
    }
  }
  return true;
}

}  // namespace millwright
