// Objects, arrays and strings of a schema.
#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "../tokenizer/unicode.h"
#include "error.h"
#include "pattern.h"
#include "schema.h"

namespace millwright {
namespace {

using Kind = Json::Kind;

constexpr size_t kMostProperties = 2000;
constexpr size_t kLongestName = 1000;

constexpr std::string_view kDate =
    "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
    "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
constexpr std::string_view kTime = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
constexpr std::string_view kUuid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

/** What a schema says of members that it does not name. What is not evaluated is what is not named: all else is merged. */
const Json* rest_of(const Json& schema) {
  const Json* rest = schema.get("additionalProperties");
  return rest ? rest : schema.get("unevaluatedProperties");
}

/** A count such as maxLength; `missing` when the schema does not state it. */
uint32_t count_of(const Json& schema, const char* key, uint32_t missing, const std::string& pointer) {
  const Json* value = schema.get(key);
  if (!value) return missing;
  if (!value->is(Kind::kNumber) || value->number < 0 || value->number != std::trunc(value->number))
    throw GrammarError("The " + std::string(key) + " at " + pointer + " is not a count.");
  return value->number > 1e9 ? (missing == kUnbounded ? kUnbounded : 1'000'000'000u) : static_cast<uint32_t>(value->number);
}

}  // namespace

std::string format_pattern(std::string_view format) {
  if (format == "date") return std::string(kDate);
  if (format == "time") return std::string(kTime);
  if (format == "date-time") return std::string(kDate) + 'T' + std::string(kTime);
  if (format == "uuid") return std::string(kUuid);
  return {};
}

ExprId SchemaCompiler::object(const Json& schema, const Place& place) {
  const Json* properties = schema.get("properties");
  if (properties && !properties->is(Kind::kObject)) throw GrammarError("The properties at " + place.pointer + " are not an object.");
  std::vector<std::string> required;
  if (const Json* list = schema.get("required"))
    for (const Json& name : list->items) required.push_back(name.text);
  const std::unordered_set<std::string> needed_names(required.begin(), required.end());
  if (!properties && required.empty()) return map(schema, place);

  const Json* rest = rest_of(schema);
  const bool open = rest ? !(rest->is(Kind::kBoolean) && !rest->boolean) : !properties;
  const auto extra = [&] { return rest ? value(*rest, place.at("additionalProperties")) : any(); };
  std::vector<std::string> names;
  std::vector<ExprId> members;
  const auto add = [&](const std::string& name, ExprId expr) {
    if (names.size() >= kMostProperties) throw GrammarError("The object at " + place.pointer + " has more than 2000 properties.");
    names.push_back(name);
    members.push_back(pool_.sequence({pool_.literal(write_json_string(name) + ':'), expr}));
  };
  if (properties)
    for (const auto& [name, member] : properties->members) add(name, value(member, place.at("properties").at(name)));
  std::unordered_set<std::string> named(names.begin(), names.end());
  for (const std::string& name : required)
    if (named.insert(name).second) add(name, rest && !open ? pool_.never() : extra());
  if (schema.get("propertyNames")) throw GrammarError("The schema at " + place.pointer + " uses propertyNames beside properties, which is not supported.");
  // Where all that are named are written, what is left of a limit is how many others may be; else it depends on which are.
  const uint32_t most = count_of(schema, "maxProperties", kUnbounded, place.pointer);
  const bool counted = most == kUnbounded || !open || needed_names.size() == names.size();
  if (count_of(schema, "minProperties", 0, place.pointer) > needed_names.size() || most < names.size() || !counted)
    throw GrammarError("The schema at " + place.pointer + " counts properties beside naming them, which is not supported.");

  // From the last property back: what follows when nothing, or something, was written before.
  const uint32_t others = !open ? 0 : most == kUnbounded ? kUnbounded : most - static_cast<uint32_t>(names.size());
  ExprId first = others > 0 ? extra_members(names, extra(), others, false, place) : pool_.empty();
  ExprId later = others > 0 ? extra_members(names, extra(), others, true, place) : pool_.empty();
  const ExprId comma = pool_.literal(",");
  for (size_t index = names.size(); index-- > 0;) {
    const ExprId here = pool_.sequence({members[index], later});
    const ExprId with_comma = pool_.sequence({comma, here});
    const bool needed = needed_names.contains(names[index]);
    first = needed ? here : pool_.choice({here, first});
    later = needed ? with_comma : pool_.choice({with_comma, later});
  }
  return pool_.sequence({pool_.literal("{"), first, pool_.literal("}")});
}

/** One to `most` members beyond the named ones, or none: any key but theirs. */
ExprId SchemaCompiler::extra_members(const std::vector<std::string>& names, ExprId item, uint32_t most, bool after_others, const Place& place) {
  std::vector<std::u32string> keys;
  for (const std::string& name : names) {
    if (name.size() > kLongestName) throw GrammarError("The object at " + place.pointer + " has a property name of more than 1000 bytes beside additional properties.");
    std::u32string key;
    for (size_t at = 0; at < name.size();) {
      const CodePoint point = decode_utf8(name, at);
      key.push_back(point.value);
      at += point.length;
    }
    keys.push_back(std::move(key));
  }
  std::sort(keys.begin(), keys.end());
  const ExprId key = pool_.sequence({pool_.literal("\""), key_other_than(keys, 0)});
  const ExprId member = pool_.sequence({key, pool_.literal(":"), item});
  const ExprId following = pool_.sequence({pool_.literal(","), member});
  if (after_others) return pool_.repeat(following, 0, most);
  return pool_.optional(pool_.sequence({member, pool_.repeat(following, 0, most == kUnbounded ? most : most - 1)}));
}

/** The rest of a key, with its closing quote, that differs from the names `begin` to `end`, which agree up to `depth`. */
ExprId SchemaCompiler::key_other_than(std::span<const std::u32string> names, size_t depth) {
  const ExprId free = pool_.sequence({pool_.repeat(pool_.chars(CharSet::all(), true), 0, kUnbounded), pool_.literal("\"")});
  std::vector<ExprId> ways;
  size_t begin = 0;
  // The shortest comes first.
  if (!names.empty() && names.front().size() == depth) ++begin;
  else ways.push_back(pool_.literal("\""));
  CharSet known;
  while (begin < names.size()) {
    const char32_t code = names[begin][depth];
    size_t end = begin;
    while (end < names.size() && names[end][depth] == code) ++end;
    known.add(code, code);
    ways.push_back(pool_.sequence({pool_.chars({{code, code}}, true), key_other_than(names.subspan(begin, end - begin), depth + 1)}));
    begin = end;
  }
  ways.push_back(pool_.sequence({pool_.chars(known.inverted(), true), free}));
  return pool_.choice(std::move(ways));
}

/** An object whose members are not named: any number of key-value pairs. */
ExprId SchemaCompiler::map(const Json& schema, const Place& place) {
  const Json* rest = rest_of(schema);
  const uint32_t least = count_of(schema, "minProperties", 0, place.pointer);
  uint32_t most = count_of(schema, "maxProperties", kUnbounded, place.pointer);
  if (rest && rest->is(Kind::kBoolean) && !rest->boolean) most = 0;
  // Nothing keeps a key from coming twice, and then it counts once.
  if (least > 1) throw GrammarError("The schema at " + place.pointer + " uses minProperties above 1, which is not supported.");
  if (least > most) return pool_.never();
  ExprId inner = pool_.empty();
  if (most > 0) {
    ExprId key = any_string();
    if (const Json* key_schema = schema.get("propertyNames")) {
      const Place key_place = place.at("propertyNames");
      Json type, text;
      type.kind = Kind::kString;
      type.text = "string";
      text.kind = Kind::kObject;
      text.set("type", std::move(type));
      key = value(merge_schemas(flatten(*key_schema, key_place), text, key_place.pointer), key_place);
    }
    const ExprId item = rest ? value(*rest, place.at("additionalProperties")) : any();
    const ExprId member = pool_.sequence({key, pool_.literal(":"), item});
    const ExprId more = pool_.repeat(pool_.sequence({pool_.literal(","), member}), 0, most == kUnbounded ? most : most - 1);
    inner = pool_.sequence({member, more});
    if (least == 0) inner = pool_.optional(inner);
  }
  return pool_.sequence({pool_.literal("{"), inner, pool_.literal("}")});
}

ItemSchemas items_of(const Json& schema) {
  const Json* items = schema.get("items");
  if (items && items->is(Json::Kind::kArray)) return {items, schema.get("additionalItems")};
  return {schema.get("prefixItems"), items};
}

ExprId SchemaCompiler::array(const Json& schema, const Place& place) {
  const auto [prefix, rest] = items_of(schema);
  const uint32_t least = count_of(schema, "minItems", 0, place.pointer);
  uint32_t most = count_of(schema, "maxItems", kUnbounded, place.pointer);
  std::vector<ExprId> leading;
  if (prefix) {
    if (!prefix->is(Kind::kArray)) throw GrammarError("The prefixItems at " + place.pointer + " are not a list.");
    for (size_t index = 0; index < prefix->items.size(); ++index)
      leading.push_back(value(prefix->items[index], place.at("prefixItems").at(std::to_string(index))));
  }
  if (rest && rest->is(Kind::kBoolean) && !rest->boolean) most = std::min<uint32_t>(most, static_cast<uint32_t>(leading.size()));
  if (least > most) return pool_.never();
  if (leading.size() > most) leading.resize(most);
  const auto fixed_count = static_cast<uint32_t>(leading.size());
  const ExprId comma = pool_.literal(",");
  ExprId tail = pool_.empty();
  if (most > fixed_count) {
    const ExprId item = rest ? value(*rest, place.at("items")) : any();
    const uint32_t more_least = least > fixed_count ? least - fixed_count : 0;
    const uint32_t more_most = most == kUnbounded ? kUnbounded : most - fixed_count;
    const ExprId following = pool_.sequence({comma, item});
    if (fixed_count > 0) {
      tail = pool_.repeat(following, more_least, more_most);
    } else {
      const uint32_t after_first = more_most == kUnbounded ? kUnbounded : more_most - 1;
      tail = pool_.sequence({item, pool_.repeat(following, more_least > 0 ? more_least - 1 : 0, after_first)});
      if (more_least == 0) tail = pool_.optional(tail);
    }
  }
  for (size_t index = leading.size(); index-- > 0;) {
    std::vector<ExprId> parts;
    if (index > 0) parts.push_back(comma);
    parts.push_back(leading[index]);
    parts.push_back(tail);
    tail = pool_.sequence(std::move(parts));
    if (index >= least) tail = pool_.optional(tail);
  }
  return pool_.sequence({pool_.literal("["), tail, pool_.literal("]")});
}

ExprId SchemaCompiler::any_string() {
  if (any_string_ < 0) {
    const ExprId body = pool_.repeat(pool_.chars(CharSet::all(), true), 0, kUnbounded);
    any_string_ = pool_.sequence({pool_.literal("\""), body, pool_.literal("\"")});
  }
  return static_cast<ExprId>(any_string_);
}

ExprId SchemaCompiler::string(const Json& schema, const Place& place) {
  return pool_.sequence({pool_.literal("\""), string_body(schema, place), pool_.literal("\"")});
}

ExprId SchemaCompiler::string_body(const Json& schema, const Place& place) {
  const uint32_t least = count_of(schema, "minLength", 0, place.pointer);
  const uint32_t most = count_of(schema, "maxLength", kUnbounded, place.pointer);
  if (least > most) return pool_.never();
  if (const Json* pattern = schema.get("pattern")) {
    if (!pattern->is(Kind::kString)) throw GrammarError("The pattern at " + place.pointer + " is not text.");
    if (const Json* format = schema.get("format"); format && !format_pattern(format->text).empty())
      throw GrammarError("The schema at " + place.pointer + " uses pattern beside format " + format->text + ", which is not supported.");
    return pool_.measured(parse_pattern(pool_, pattern->text, PatternMode::kSearch, true), least, most);
  }
  if (const Json* format = schema.get("format"); format && format->is(Kind::kString))
    if (const std::string pattern = format_pattern(format->text); !pattern.empty())
      return pool_.measured(parse_pattern(pool_, pattern, PatternMode::kWhole, true), least, most);
  return pool_.repeat(pool_.chars(CharSet::all(), true), least, most);
}

}  // namespace millwright
