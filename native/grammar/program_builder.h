// From expressions to nodes of a program.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "expression.h"
#include "program.h"

namespace millwright {

class ProgramBuilder {
 public:
  ProgramBuilder(Program& program, const ExprPool& pool, uint32_t horizon);

  /** The node from which `expr` and then `after` is read. Equal requests share their nodes. */
  NodeId lower(ExprId expr, NodeId after);
  NodeId end() const { return end_; }
  /** Rewrites every call to the start of its rule, once all rules are lowered. */
  void link(const std::vector<NodeId>& rule_starts);

 private:
  NodeId add(Node node);
  NodeId bytes(const std::vector<ByteEdge>& edges);
  NodeId split(std::vector<NodeId> targets);
  NodeId literals(const std::vector<std::string>& texts, NodeId after);
  NodeId literals(const std::vector<std::string>& texts, size_t begin, size_t end, size_t depth, NodeId after);
  NodeId chain(std::string_view text, NodeId after);
  NodeId chars(const CharSet& set, bool in_string, NodeId after);
  void utf8_edges(const CharSet& set, NodeId after, std::vector<ByteEdge>& out);
  NodeId byte_range(uint8_t low, uint8_t high, NodeId after);
  NodeId measured(const Expr& expr, NodeId after);

  Program& program_;
  const ExprPool& pool_;
  uint32_t horizon_;
  NodeId end_;
  std::vector<std::pair<NodeId, uint32_t>> calls_;
  std::unordered_map<uint64_t, NodeId> done_;
  std::map<std::tuple<uint8_t, uint8_t, NodeId>, NodeId> ranges_;
};

}  // namespace millwright
