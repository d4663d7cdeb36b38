// Two schemas that must both hold, as one.
#include <algorithm>
#include <string_view>

#include "../tokenizer/unicode.h"
#include "error.h"
#include "schema.h"

namespace millwright {
namespace {

using Kind = Json::Kind;

Json never() {
  Json out;
  out.kind = Kind::kBoolean;
  return out;
}

Json both(const Json& a, const Json& b) {
  Json list;
  list.kind = Kind::kArray;
  list.items = {a, b};
  Json out;
  out.kind = Kind::kObject;
  out.set("allOf", std::move(list));
  return out;
}

std::vector<std::string> types_of(const Json& type) {
  if (type.is(Kind::kString)) return {type.text};
  std::vector<std::string> out;
  for (const Json& item : type.items) out.push_back(item.text);
  return out;
}

Json common_types(const Json& a, const Json& b) {
  Json out;
  out.kind = Kind::kArray;
  const std::vector<std::string> others = types_of(b);
  const auto has = [&](std::string_view name) { return std::find(others.begin(), others.end(), name) != others.end(); };
  for (const std::string& name : types_of(a)) {
    Json item;
    item.kind = Kind::kString;
    if (has(name) || (name == "integer" && has("number"))) item.text = name;
    else if (name == "number" && has("integer")) item.text = "integer";
    else continue;
    out.items.push_back(std::move(item));
  }
  return out;
}

Json common_values(const Json& a, const Json& b) {
  Json out;
  out.kind = Kind::kArray;
  for (const Json& value : a.items)
    if (std::any_of(b.items.begin(), b.items.end(), [&](const Json& other) { return same_json(value, other); }))
      out.items.push_back(value);
  return out;
}

Json joined_properties(const Json& a, const Json& b) {
  Json out = a;
  for (const auto& [name, schema] : b.members) {
    const Json* known = out.get(name);
    out.set(name, known ? both(*known, schema) : schema);
  }
  return out;
}

Json joined_required(const Json& a, const Json& b) {
  Json out = a;
  for (const Json& name : b.items)
    if (std::none_of(a.items.begin(), a.items.end(), [&](const Json& known) { return known.text == name.text; }))
      out.items.push_back(name);
  return out;
}

/** Every alternative of `a`, each with all alternatives of `b`. */
Json crossed(const Json& a, const Json& b) {
  Json choice;
  choice.kind = Kind::kObject;
  choice.set("anyOf", b);
  Json out;
  out.kind = Kind::kArray;
  for (const Json& way : a.items) out.items.push_back(both(way, choice));
  return out;
}

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/** A closed object admits only its own properties: the other side's do not count. */
Json closed_over(const Json& closed, Json other) {
  const Json* rule = closed.get("additionalProperties");
  if (!rule || !rule->is(Kind::kBoolean) || rule->boolean) return other;
  const Json* own = closed.get("properties");
  for (auto& [key, value] : other.members)
    if (key == "properties")
      std::erase_if(value.members, [&](const Json::Member& member) { return !own || !own->get(member.first); });
  return other;
}

}  // namespace

Json merge_schemas(const Json& first, const Json& second, const std::string& pointer) {
  if (first.is(Kind::kBoolean)) return first.boolean ? second : never();
  if (second.is(Kind::kBoolean)) return second.boolean ? first : never();
  const Json b = closed_over(first, second);
  Json out = closed_over(second, first);
  for (const auto& [key, value] : b.members) {
    const Json* known = out.get(key);
    if (!known) {
      out.set(key, value);
    } else if (key == "type") {
      out.set(key, common_types(*known, value));
    } else if (key == "enum") {
      out.set(key, common_values(*known, value));
    } else if (key == "const") {
      if (!same_json(*known, value)) return never();
    } else if (key == "properties") {
      out.set(key, joined_properties(*known, value));
    } else if (key == "required") {
      out.set(key, joined_required(*known, value));
    } else if (key == "anyOf") {
      out.set(key, crossed(*known, value));
    } else if (is_one_of(key, {"items", "additionalProperties", "propertyNames"})) {
      out.set(key, both(*known, value));
    } else if (is_one_of(key, {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})) {
      if (value.number > known->number) out.set(key, value);
    } else if (is_one_of(key, {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})) {
      if (value.number < known->number) out.set(key, value);
    } else if (is_one_of(key, {"pattern", "prefixItems", "multipleOf", "patternProperties"}) && !same_json(*known, value)) {
      throw GrammarError("The schema at " + pointer + " states " + key + " twice; say it once.");
    }
  }
  return out;
}

bool schema_admits(const Json& schema, const Json& value) {
  if (const Json* type = schema.get("type")) {
    const std::vector<std::string> names = types_of(*type);
    const bool whole = value.is(Kind::kNumber) && value.number == static_cast<double>(static_cast<int64_t>(value.number));
    const auto fits = [&](const std::string& name) {
      switch (value.kind) {
        case Kind::kNull:
          return name == "null";
        case Kind::kBoolean:
          return name == "boolean";
        case Kind::kNumber:
          return name == "number" || (name == "integer" && whole);
        case Kind::kString:
          return name == "string";
        case Kind::kArray:
          return name == "array";
        case Kind::kObject:
          return name == "object";
      }
      return false;
    };
    if (std::none_of(names.begin(), names.end(), fits)) return false;
  }
  const auto limit = [&](const char* key) -> const Json* {
    const Json* found = schema.get(key);
    return found && found->is(Kind::kNumber) ? found : nullptr;
  };
  if (value.is(Kind::kNumber)) {
    if (const Json* bound = limit("minimum"); bound && value.number < bound->number) return false;
    if (const Json* bound = limit("maximum"); bound && value.number > bound->number) return false;
    if (const Json* bound = limit("exclusiveMinimum"); bound && value.number <= bound->number) return false;
    if (const Json* bound = limit("exclusiveMaximum"); bound && value.number >= bound->number) return false;
  }
  if (value.is(Kind::kString)) {
    double length = 0;
    for (size_t at = 0; at < value.text.size(); at += decode_utf8(value.text, at).length) ++length;
    if (const Json* bound = limit("minLength"); bound && length < bound->number) return false;
    if (const Json* bound = limit("maxLength"); bound && length > bound->number) return false;
  }
  return true;
}

}  // namespace millwright
