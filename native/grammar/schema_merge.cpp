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

std::vector<std::string> names_of(const Json& type) {
  if (type.is(Kind::kString)) return {type.text};
  std::vector<std::string> out;
  for (const Json& item : type.items) out.push_back(item.text);
  return out;
}

Json common_types(const Json& a, const Json& b) {
  Json out;
  out.kind = Kind::kArray;
  const std::vector<std::string> others = names_of(b);
  const auto has = [&](std::string_view name) { return std::find(others.begin(), others.end(), name) != others.end(); };
  for (const std::string& name : names_of(a)) {
    Json item;
    item.kind = Kind::kString;
    if (has(name) || (name == "integer" && has("number"))) item.text = name;
    else if (name == "number" && has("integer")) item.text = "integer";
    else continue;
    out.items.push_back(std::move(item));
  }
  return out;
}

std::vector<const Json*> listed(const Json& list) {
  std::vector<const Json*> out;
  for (const Json& item : list.items) out.push_back(&item);
  return out;
}

Json common_values(const Json& a, const Json& b) {
  Json out;
  out.kind = Kind::kArray;
  for (const Json* value : shared_json(listed(a), listed(b))) out.items.push_back(*value);
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

Json joined_lists(const Json& a, const Json& b) {
  Json out = a;
  out.items.insert(out.items.end(), b.items.begin(), b.items.end());
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

/** What one side says of members that it does not name holds for those that only the other side names. */
Json within_rest(const Json& one, Json other) {
  const Json* rest = one.get("additionalProperties");
  if (!rest || (rest->is(Kind::kBoolean) && rest->boolean)) return other;
  const Json* own = one.get("properties");
  for (auto& [key, value] : other.members) {
    if (key != "properties") continue;
    const auto foreign = [&](const Json::Member& member) { return !own || !own->get(member.first); };
    if (rest->is(Kind::kBoolean)) std::erase_if(value.members, foreign);
    else
      for (Json::Member& member : value.members)
        if (foreign(member)) member.second = both(member.second, *rest);
  }
  return other;
}

/** What one side says of all items holds for those that only the other side tells one by one. */
Json within_items(const Json& one, Json other) {
  const Json* items = one.get("items");
  if (!items || items->is(Kind::kArray) || one.get("prefixItems")) return other;
  for (auto& [key, value] : other.members)
    if (key == "prefixItems")
      for (Json& item : value.items) item = both(item, *items);
  return other;
}

void limit_size(const Json& schema, const std::string& pointer) {
  constexpr size_t kMost = 5000;
  for (const char* key : {"properties", "required", "enum", "anyOf"})
    if (const Json* list = schema.get(key); list && (list->items.size() > kMost || list->members.size() > kMost))
      throw GrammarError("The " + std::string(key) + " at " + pointer + " is too long to be combined with another schema.");
}

}  // namespace

Json merge_schemas(const Json& first, const Json& second, const std::string& pointer) {
  if (first.is(Kind::kBoolean)) return first.boolean ? second : never();
  if (second.is(Kind::kBoolean)) return second.boolean ? first : never();
  limit_size(first, pointer);
  limit_size(second, pointer);
  const Json b = within_items(first, within_rest(first, second));
  Json out = within_items(second, within_rest(second, first));
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
    } else if (key == "allOf") {
      out.set(key, joined_lists(*known, value));
    } else if (is_one_of(key, {"pattern", "format", "prefixItems", "additionalItems", "uniqueItems", "multipleOf", "patternProperties", "unevaluatedProperties"}) &&
               !same_json(*known, value)) {
      throw GrammarError("The schema at " + pointer + " states " + key + " twice; say it once.");
    }
  }
  return out;
}

}  // namespace millwright
