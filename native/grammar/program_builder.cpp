#include "program_builder.h"

#include <algorithm>

#include "error.h"
#include "measured.h"

namespace millwright {
namespace {

constexpr size_t kMostNodes = 2'000'000;

// Characters that JSON writes as an escape of their own; all others below U+0020 are \u00xx.
constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t", kEscapes = "\"\\bfnrt";

}  // namespace

ProgramBuilder::ProgramBuilder(Program& program, const ExprPool& pool, uint32_t horizon)
    : program_(program), pool_(pool), horizon_(horizon) {
  Node node;
  node.kind = Node::Kind::kEnd;
  end_ = add(node);
}

NodeId ProgramBuilder::add(Node node) {
  if (program_.nodes_.size() >= kMostNodes) throw GrammarError("The schema is too large to compile.");
  program_.nodes_.push_back(node);
  return static_cast<NodeId>(program_.nodes_.size() - 1);
}

NodeId ProgramBuilder::bytes(const std::vector<ByteEdge>& edges) {
  Node node;
  node.kind = Node::Kind::kBytes;
  node.first = static_cast<uint32_t>(program_.edges_.size());
  node.count = static_cast<uint32_t>(edges.size());
  program_.edges_.insert(program_.edges_.end(), edges.begin(), edges.end());
  return add(node);
}

NodeId ProgramBuilder::split(std::vector<NodeId> targets) {
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  if (targets.size() == 1) return targets.front();
  Node node;
  node.kind = Node::Kind::kSplit;
  node.first = static_cast<uint32_t>(program_.targets_.size());
  node.count = static_cast<uint32_t>(targets.size());
  program_.targets_.insert(program_.targets_.end(), targets.begin(), targets.end());
  return add(node);
}

NodeId ProgramBuilder::lower(ExprId id, NodeId after) {
  const uint64_t key = uint64_t{id} << 32 | after;
  if (const auto found = done_.find(key); found != done_.end()) return found->second;
  const Expr& expr = pool_[id];
  NodeId result = after;
  switch (expr.kind) {
    case Expr::Kind::kNever:
      result = add({});
      break;
    case Expr::Kind::kEmpty:
      break;
    case Expr::Kind::kLiterals:
      result = literals(expr.texts, after);
      break;
    case Expr::Kind::kChars:
      result = chars(expr.chars, expr.in_string, after);
      break;
    case Expr::Kind::kSequence:
      for (size_t index = expr.items.size(); index-- > 0;) result = lower(expr.items[index], result);
      break;
    case Expr::Kind::kChoice: {
      std::vector<NodeId> targets;
      for (const ExprId item : expr.items) targets.push_back(lower(item, after));
      result = split(std::move(targets));
      break;
    }
    case Expr::Kind::kRepeat: {
      Node node;
      node.kind = Node::Kind::kRepeat;
      node.least = expr.least;
      node.most = expr.most;
      node.a = lower(expr.items[0], end_);
      node.b = after;
      result = add(node);
      break;
    }
    case Expr::Kind::kRule: {
      Node node;
      node.kind = Node::Kind::kCall;
      node.b = after;
      result = add(node);
      calls_.emplace_back(result, expr.least);
      break;
    }
    case Expr::Kind::kMeasured:
      result = measured(expr, after);
      break;
  }
  done_.emplace(key, result);
  return result;
}

void ProgramBuilder::link(const std::vector<NodeId>& rule_starts) {
  for (const auto& [call, rule] : calls_) program_.nodes_[call].a = rule_starts[rule];
}

NodeId ProgramBuilder::literals(const std::vector<std::string>& texts, NodeId after) {
  std::vector<std::string> sorted = texts;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return literals(sorted, 0, sorted.size(), 0, after);
}

/** Texts begin to end, sorted, from their byte `depth` on. */
NodeId ProgramBuilder::literals(const std::vector<std::string>& texts, size_t begin, size_t end, size_t depth, NodeId after) {
  // What all share is a chain, however long: only where they part is there something to decide.
  const std::string &first = texts[begin], &last = texts[end - 1];
  size_t shared = depth;
  while (shared < first.size() && shared < last.size() && first[shared] == last[shared]) ++shared;
  std::vector<NodeId> ways;
  size_t at = begin;
  if (first.size() == shared) {
    ways.push_back(after);
    ++at;
  }
  std::vector<ByteEdge> edges;
  while (at < end) {
    const auto byte = static_cast<uint8_t>(texts[at][shared]);
    size_t next = at;
    while (next < end && static_cast<uint8_t>(texts[next][shared]) == byte) ++next;
    edges.push_back({byte, byte, literals(texts, at, next, shared + 1, after)});
    at = next;
  }
  if (!edges.empty()) ways.push_back(bytes(edges));
  return chain(std::string_view(first).substr(depth, shared - depth), split(std::move(ways)));
}

/** Reads exactly these bytes. */
NodeId ProgramBuilder::chain(std::string_view text, NodeId after) {
  NodeId node = after;
  for (size_t at = text.size(); at-- > 0;) {
    const auto byte = static_cast<uint8_t>(text[at]);
    node = bytes({{byte, byte, node}});
  }
  return node;
}

NodeId ProgramBuilder::byte_range(uint8_t low, uint8_t high, NodeId after) {
  const auto [found, fresh] = ranges_.try_emplace({low, high, after}, 0);
  if (fresh) found->second = bytes({{low, high, after}});
  return found->second;
}

NodeId ProgramBuilder::chars(const CharSet& set, bool in_string, NodeId after) {
  std::vector<ByteEdge> edges;
  if (!in_string) {
    utf8_edges(set, after, edges);
    return bytes(edges);
  }
  const CharSet escaped{{0, 0x1F}, {'"', '"'}, {'\\', '\\'}};
  utf8_edges(set.without(escaped), after, edges);
  std::vector<ByteEdge> escapes;
  for (size_t index = 0; index < kEscaped.size(); ++index)
    if (set.contains(static_cast<char32_t>(kEscaped[index])))
      escapes.push_back({static_cast<uint8_t>(kEscapes[index]), static_cast<uint8_t>(kEscapes[index]), after});
  // \u0000 to \u001f in lower-case digits, but for those with a short escape.
  std::vector<ByteEdge> high_digits;
  for (uint8_t high = 0; high < 2; ++high) {
    std::vector<ByteEdge> low_digits;
    for (uint8_t low = 0; low < 16; ++low) {
      const char code = static_cast<char>(high << 4 | low);
      if (!set.contains(static_cast<char32_t>(code)) || kEscaped.find(code) != std::string_view::npos) continue;
      const auto digit = static_cast<uint8_t>("0123456789abcdef"[low]);
      low_digits.push_back({digit, digit, after});
    }
    if (!low_digits.empty()) high_digits.push_back({static_cast<uint8_t>('0' + high), static_cast<uint8_t>('0' + high), bytes(low_digits)});
  }
  if (!high_digits.empty()) escapes.push_back({'u', 'u', byte_range('0', '0', byte_range('0', '0', bytes(high_digits)))});
  if (!escapes.empty()) edges.push_back({'\\', '\\', bytes(escapes)});
  return bytes(edges);
}

void ProgramBuilder::utf8_edges(const CharSet& set, NodeId after, std::vector<ByteEdge>& out) {
  // Cuts a range where the number of bytes changes, then where a leading byte is only partly covered.
  struct Cutter {
    ProgramBuilder& builder;
    NodeId after;
    std::vector<ByteEdge>& out;

    static uint8_t byte_at(char32_t code, int length, int index) {
      if (length == 1) return static_cast<uint8_t>(code);
      static constexpr uint8_t kLead[] = {0, 0, 0xC0, 0xE0, 0xF0};
      if (index == 0) return static_cast<uint8_t>(kLead[length] | code >> (6 * (length - 1)));
      return static_cast<uint8_t>(0x80 | (code >> (6 * (length - 1 - index)) & 0x3F));
    }

    void same_length(char32_t low, char32_t high, int length) {
      for (int tail = 1; tail < length; ++tail) {
        const char32_t mask = (char32_t{1} << (6 * tail)) - 1;
        if ((low & ~mask) == (high & ~mask)) continue;
        if ((low & mask) != 0) {
          same_length(low, low | mask, length);
          same_length((low | mask) + 1, high, length);
          return;
        }
        if ((high & mask) != mask) {
          same_length(low, (high & ~mask) - 1, length);
          same_length(high & ~mask, high, length);
          return;
        }
      }
      NodeId node = after;
      for (int index = length - 1; index > 0; --index)
        node = builder.byte_range(byte_at(low, length, index), byte_at(high, length, index), node);
      out.push_back({byte_at(low, length, 0), byte_at(high, length, 0), node});
    }
  };
  Cutter cutter{*this, after, out};
  static constexpr char32_t kLimits[] = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};
  for (CharRange range : set.ranges()) {
    for (int length = 1; length <= 4 && range.low <= range.high; ++length) {
      const char32_t limit = kLimits[length - 1];
      if (range.low > limit) continue;
      cutter.same_length(range.low, std::min(range.high, limit), length);
      range.low = limit + 1;
    }
  }
}

NodeId ProgramBuilder::measured(const Expr& expr, NodeId after) {
  const MeasuredPattern pattern(pool_, expr.items[0], expr.least, expr.most, horizon_);
  // A placeholder for every state, so that cycles can refer to it; each is filled in below.
  std::vector<NodeId> nodes;
  std::vector<std::vector<NodeId>> reading(pattern.states().size());
  for (size_t state = 0; state < pattern.states().size(); ++state) nodes.push_back(add({}));
  for (size_t state = 0; state < nodes.size(); ++state) {
    const MeasuredPattern::State& from = pattern.states()[state];
    std::vector<NodeId> targets;
    for (const auto& [set, to] : from.moves) targets.push_back(chars(pattern.sets()[set], pattern.in_string(), nodes[to]));
    reading[state] = targets;
    if (from.final) targets.push_back(after);
    if (targets.empty()) continue;
    Node& node = program_.nodes_[nodes[state]];
    node.kind = Node::Kind::kSplit;
    node.first = static_cast<uint32_t>(program_.targets_.size());
    node.count = static_cast<uint32_t>(targets.size());
    program_.targets_.insert(program_.targets_.end(), targets.begin(), targets.end());
  }
  for (size_t state = 0; state < nodes.size(); ++state)
    for (size_t move = 0; move < reading[state].size(); ++move)
      program_.alike_.emplace(reading[state][move], reading[pattern.states()[state].alike][move]);
  return nodes.empty() ? add({}) : nodes[0];
}

}  // namespace millwright
