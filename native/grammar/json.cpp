#include "json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "../tokenizer/unicode.h"
#include "error.h"

namespace millwright {
namespace {

constexpr int kDeepest = 200;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Json document() {
    Json value = read(0);
    spaces();
    if (at_ != text_.size()) fail("text after the end of the value");
    return value;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw GrammarError("The schema is not JSON at offset " + std::to_string(at_) + ": " + what + ".");
  }

  void spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
  }

  bool take(char expected) {
    spaces();
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  bool word(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  Json read(int depth) {
    if (depth > kDeepest) fail("nested too deeply");
    spaces();
    if (at_ >= text_.size()) fail("the text ends early");
    Json value;
    switch (text_[at_]) {
      case '{':
        ++at_;
        read_object(value, depth);
        break;
      case '[':
        ++at_;
        read_array(value, depth);
        break;
      case '"':
        value.kind = Json::Kind::kString;
        value.text = read_string();
        break;
      case 't':
      case 'f':
        value.kind = Json::Kind::kBoolean;
        value.boolean = text_[at_] == 't';
        if (!word(value.boolean ? "true" : "false")) fail("an unknown word");
        break;
      case 'n':
        if (!word("null")) fail("an unknown word");
        break;
      default:
        read_number(value);
    }
    return value;
  }

  void read_object(Json& value, int depth) {
    value.kind = Json::Kind::kObject;
    if (take('}')) return;
    // Of two members with one name the last counts, at the place of the first.
    std::unordered_map<std::string, size_t> places;
    do {
      spaces();
      if (at_ >= text_.size() || text_[at_] != '"') fail("a member name is missing");
      std::string name = read_string();
      if (!take(':')) fail("a colon is missing");
      Json member = read(depth + 1);
      const auto [place, fresh] = places.try_emplace(name, value.members.size());
      if (fresh) value.members.emplace_back(std::move(name), std::move(member));
      else value.members[place->second].second = std::move(member);
    } while (take(','));
    if (!take('}')) fail("an object is not closed");
  }

  void read_array(Json& value, int depth) {
    value.kind = Json::Kind::kArray;
    if (take(']')) return;
    do value.items.push_back(read(depth + 1));
    while (take(','));
    if (!take(']')) fail("an array is not closed");
  }

  void read_number(Json& value) {
    const size_t start = at_;
    const auto digits = [&] {
      const size_t first = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      if (at_ == first) fail("a digit is missing");
    };
    if (text_[at_] == '-') ++at_;
    if (at_ < text_.size() && text_[at_] == '0') ++at_;
    else digits();
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      digits();
    }
    value.kind = Json::Kind::kNumber;
    value.text = text_.substr(start, at_ - start);
    const auto [end, fault] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), value.number);
    if (fault != std::errc{} || !std::isfinite(value.number)) fail("a number out of range");
  }

  uint32_t read_hex() {
    uint32_t code = 0;
    for (int count = 0; count < 4; ++count, ++at_) {
      const char digit = at_ < text_.size() ? text_[at_] : '\0';
      if (digit >= '0' && digit <= '9') code = code << 4 | static_cast<uint32_t>(digit - '0');
      else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f') code = code << 4 | static_cast<uint32_t>((digit | 0x20) - 'a' + 10);
      else fail("a wrong \\u escape");
    }
    return code;
  }

  std::string read_string() {
    std::string out;
    for (++at_; at_ < text_.size();) {
      const char byte = text_[at_];
      if (byte == '"') {
        ++at_;
        return out;
      }
      if (static_cast<unsigned char>(byte) < 0x20) fail("a control character in a string");
      if (byte != '\\') {
        const CodePoint point = decode_utf8(text_, at_);
        if (!point.valid) fail("bytes that are not UTF-8");
        out.append(text_.substr(at_, point.length));
        at_ += point.length;
        continue;
      }
      if (++at_ >= text_.size()) break;
      const char escape = text_[at_++];
      static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
      if (const size_t index = kFrom.find(escape); index != std::string_view::npos) out.push_back(kTo[index]);
      else if (escape == 'u') read_unicode(out);
      else fail("a wrong escape");
    }
    fail("a string is not closed");
  }

  void read_unicode(std::string& out) {
    char32_t code = read_hex();
    if (code >= 0xD800 && code <= 0xDFFF) {
      if (code >= 0xDC00 || !word("\\u")) fail("half a surrogate pair");
      const uint32_t low = read_hex();
      if (low < 0xDC00 || low > 0xDFFF) fail("half a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

const Json* Json::get(std::string_view name) const {
  for (const Member& member : members)
    if (member.first == name) return &member.second;
  return nullptr;
}

void Json::set(std::string_view name, Json value) {
  for (Member& member : members) {
    if (member.first != name) continue;
    member.second = std::move(value);
    return;
  }
  members.emplace_back(name, std::move(value));
}

Json parse_json(std::string_view text) { return Reader(text).document(); }

std::string write_json_string(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char byte : text) {
    static constexpr std::string_view kFrom = "\"\\\b\f\n\r\t", kTo = "\"\\bfnrt";
    if (const size_t index = kFrom.find(byte); index != std::string_view::npos) {
      out += {'\\', kTo[index]};
    } else if (static_cast<unsigned char>(byte) < 0x20) {
      out += {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out.push_back(byte);
    }
  }
  return out + '"';
}

std::string write_json_number(double value) {
  if (value == 0) return "0";
  char buffer[32];
  // The shortest digits that read back, then laid out as ECMAScript does.
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific).ptr;
  const std::string_view text(buffer, static_cast<size_t>(end - buffer));
  const size_t mark = text.find('e');
  std::string digits(text.substr(0, mark));
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  const int point = std::atoi(std::string(text.substr(mark + 1)).c_str()) + 1;  // digits before the point
  const int count = static_cast<int>(digits.size());
  std::string out;
  if (point > 21 || point <= -6) {
    out = digits.substr(0, 1);
    if (count > 1) out += '.' + digits.substr(1);
    out += point > 0 ? "e+" : "e-";
    out += std::to_string(std::abs(point - 1));
  } else if (point >= count) {
    out = digits + std::string(static_cast<size_t>(point - count), '0');
  } else if (point > 0) {
    out = digits.substr(0, static_cast<size_t>(point)) + '.' + digits.substr(static_cast<size_t>(point));
  } else {
    out = "0." + std::string(static_cast<size_t>(-point), '0') + digits;
  }
  return value < 0 ? '-' + out : out;
}

std::string write_json(const Json& value) {
  switch (value.kind) {
    case Json::Kind::kNull:
      return "null";
    case Json::Kind::kBoolean:
      return value.boolean ? "true" : "false";
    case Json::Kind::kNumber:
      return write_json_number(value.number);
    case Json::Kind::kString:
      return write_json_string(value.text);
    case Json::Kind::kArray: {
      std::string out = "[";
      for (const Json& item : value.items) {
        if (out.size() > 1) out += ',';
        out += write_json(item);
      }
      return out + ']';
    }
    case Json::Kind::kObject: {
      std::string out = "{";
      for (const auto& [name, member] : value.members) {
        if (out.size() > 1) out += ',';
        out += write_json_string(name);
        out += ':';
        out += write_json(member);
      }
      return out + '}';
    }
  }
  return {};
}

bool same_json(const Json& a, const Json& b) {
  if (a.kind != b.kind || a.items.size() != b.items.size() || a.members.size() != b.members.size()) return false;
  if (a.is(Json::Kind::kNumber)) return a.number == b.number;
  if (a.boolean != b.boolean || a.text != b.text) return false;
  for (size_t index = 0; index < a.items.size(); ++index)
    if (!same_json(a.items[index], b.items[index])) return false;
  // Mostly the members stand in the same order; where they do not, each is looked up.
  std::unordered_map<std::string_view, const Json*> named;
  for (size_t index = 0; index < a.members.size(); ++index) {
    const auto& [name, value] = a.members[index];
    const Json* other = &b.members[index].second;
    if (name != b.members[index].first) {
      if (named.empty())
        for (const Json::Member& member : b.members) named.emplace(member.first, &member.second);
      const auto found = named.find(name);
      if (found == named.end()) return false;
      other = found->second;
    }
    if (!same_json(value, *other)) return false;
  }
  return true;
}

namespace {

/** Of equal values equal, whatever the order of their members. */
size_t hash_json(const Json& value) {
  const size_t kind = static_cast<size_t>(value.kind) * 2 + value.boolean;
  if (value.is(Json::Kind::kNumber)) return std::hash<double>()(value.number) + kind;
  size_t out = std::hash<std::string>()(value.text) + kind;
  for (const Json& item : value.items) out = out * 31 + hash_json(item);
  for (const auto& [name, member] : value.members) out += (std::hash<std::string>()(name) * 31 + hash_json(member)) | 1;
  return out;
}

struct HashJson {
  size_t operator()(const Json* value) const { return hash_json(*value); }
};
struct SameJson {
  bool operator()(const Json* a, const Json* b) const { return same_json(*a, *b); }
};

}  // namespace

std::vector<const Json*> shared_json(const std::vector<const Json*>& values, const std::vector<const Json*>& others) {
  const std::unordered_set<const Json*, HashJson, SameJson> known(others.begin(), others.end());
  std::vector<const Json*> out;
  for (const Json* value : values)
    if (known.contains(value)) out.push_back(value);
  return out;
}

}  // namespace millwright
