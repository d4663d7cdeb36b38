// Alternatives of which a value may satisfy one only: those that may overlap are refused.
#include <algorithm>
#include <limits>

#include "error.h"
#include "schema.h"

namespace millwright {
namespace {

using Kind = Json::Kind;

/** How far members of members are compared. */
constexpr int kMostDepth = 4;

bool is_constant(const Json& schema) { return schema.get("const") || schema.get("enum"); }

bool is_false(const Json* schema) { return schema && schema->is(Kind::kBoolean) && !schema->boolean; }

bool requires_member(const Json& schema, const std::string& name) {
  const Json* required = schema.get("required");
  return required && std::any_of(required->items.begin(), required->items.end(), [&](const Json& item) { return item.text == name; });
}

const Json* property(const Json& schema, const std::string& name) {
  const Json* properties = schema.get("properties");
  return properties ? properties->get(name) : nullptr;
}

/** Whether what is written for a schema has only the members that it names: see SchemaCompiler::object. */
bool written_closed(const Json& schema) {
  const Json* rest = schema.get("additionalProperties");
  if (!rest) rest = schema.get("unevaluatedProperties");
  return rest ? is_false(rest) : schema.get("properties") != nullptr;
}

struct Range {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool apart(const Range& other) const { return high < other.low || other.high < low; }
};

Range range_of(const Json& schema, const char* least, const char* most) {
  Range out;
  if (const Json* low = schema.get(least); low && low->is(Kind::kNumber)) out.low = low->number;
  if (const Json* high = schema.get(most); high && high->is(Kind::kNumber)) out.high = high->number;
  return out;
}

/** Types that what is written for `a` and what satisfies `b` may both have; integers are numbers. */
std::vector<std::string> common_types(const Json& a, const Json& b) {
  static const std::vector<std::string> kAll = {"null", "boolean", "number", "string", "array", "object"};
  const auto types = [](const Json& schema) {
    std::vector<std::string> out = types_of(schema);
    if (out.empty()) out = kAll;
    for (std::string& name : out)
      if (name == "integer") name = "number";
    return out;
  };
  // Keywords alone tell what is written, but are satisfied by all values of types that they say nothing of.
  const std::vector<std::string> others = b.get("type") ? types(b) : kAll;
  std::vector<std::string> out = types(a);
  std::erase_if(out, [&](const std::string& name) { return std::find(others.begin(), others.end(), name) == others.end(); });
  return out;
}

}  // namespace

void SchemaCompiler::refuse_overlap(const Json& one_of, const Place& place) const {
  if (!one_of.is(Kind::kArray)) throw GrammarError("The oneOf at " + place.pointer + " is not a list.");
  for (size_t i = 0; i < one_of.items.size(); ++i)
    for (size_t j = 0; j < one_of.items.size(); ++j) {
      if (i == j || excludes(one_of.items[i], one_of.items[j], place.at("oneOf"), 0)) continue;
      throw GrammarError("The oneOf at " + place.pointer + " has the alternatives " + std::to_string(std::min(i, j)) + " and " + std::to_string(std::max(i, j)) +
                         ", which one value may satisfy both; use anyOf, or tell them apart by their type or by a required constant.");
    }
}

bool SchemaCompiler::excludes(const Json& first, const Json& second, const Place& place, int depth) const {
  step(place);
  if (depth > kMostDepth) return false;
  const Json a = flatten(first, place), b = flatten(second, place);
  if (is_false(&a) || is_false(&b)) return true;
  if (a.is(Kind::kBoolean) || b.is(Kind::kBoolean)) return false;
  // Every way of one against every way of the other.
  for (const bool left : {true, false})
    if (const Json* ways = (left ? a : b).get("anyOf"))
      return std::all_of(ways->items.begin(), ways->items.end(), [&](const Json& way) { return left ? excludes(way, b, place, depth + 1) : excludes(a, way, place, depth + 1); });
  const std::vector<const Json*> listed = values_of(a), others = values_of(b);
  if (!listed.empty() && !others.empty()) {
    const std::vector<const Json*> shared = shared_json(listed, others);
    const Json left = beside_values(a), right = beside_values(b);
    return std::none_of(shared.begin(), shared.end(), [&](const Json* value) { return admits(left, *value, place) && admits(right, *value, place); });
  }
  for (const auto& [values, other] : {std::pair(&listed, &b), std::pair(&others, &a)})
    if (!values->empty()) return std::none_of(values->begin(), values->end(), [&](const Json* value) { return admits(*other, *value, place); });
  const std::vector<std::string> types = common_types(a, b);
  return std::all_of(types.begin(), types.end(), [&](const std::string& type) {
    if (type == "number") return range_of(a, "minimum", "maximum").apart(range_of(b, "minimum", "maximum"));
    if (type == "string") return range_of(a, "minLength", "maxLength").apart(range_of(b, "minLength", "maxLength"));
    if (type == "array") return range_of(a, "minItems", "maxItems").apart(range_of(b, "minItems", "maxItems"));
    if (type != "object") return false;
    // A member that is always written and that the other does not take, or one that the other needs and that is not written.
    if (const Json* required = a.get("required")) {
      // Constants first: they tell alternatives apart most often, and look no further.
      for (const bool constants : {true, false})
        for (const Json& name : required->items) {
          const Json *here = property(a, name.text), *there = property(b, name.text);
          if (!there && is_false(b.get("additionalProperties"))) return true;
          if (here && there && (is_constant(*here) || is_constant(*there)) == constants && excludes(*here, *there, place, depth + 1)) return true;
        }
    }
    if (const Json* required = b.get("required"))
      for (const Json& name : required->items)
        if (!requires_member(a, name.text) && !property(a, name.text) && written_closed(a)) return true;
    return false;
  });
}

}  // namespace millwright
