// A grammar as a byte automaton with a stack: what the matcher runs.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "expression.h"

namespace millwright {

using NodeId = uint32_t;

struct ByteEdge {
  uint8_t low, high;
  NodeId to;
};

struct Node {
  enum class Kind : uint8_t {
    kBytes,   // read one byte along an edge
    kSplit,   // go on at every target
    kCall,    // run the rule that starts at `a`, then go on at `b`
    kRepeat,  // run the body that starts at `a` `least` to `most` times, then go on at `b`
    kEnd,     // the end of a rule, of a body, or of the whole
    kDead,    // nothing leads from here to the end
  };
  Kind kind = Kind::kDead;
  uint32_t first = 0, count = 0;  // kBytes: into edges(); kSplit: into targets()
  NodeId a = 0, b = 0;
  uint32_t least = 0, most = 0;
};

class Program {
 public:
  /**
   * @param rules the expressions that kRule numbers stand for
   * @param horizon bytes of the longest token: places that go on alike for as long are told by alike()
   * @throws GrammarError when nothing satisfies the root, or when it grows too large
   */
  Program(const ExprPool& pool, const std::vector<ExprId>& rules, ExprId root, uint32_t horizon);

  NodeId start() const { return start_; }
  const Node& node(NodeId id) const { return nodes_[id]; }
  const ByteEdge* edges(const Node& node) const { return edges_.data() + node.first; }
  const NodeId* targets(const Node& node) const { return targets_.data() + node.first; }
  /** A node that stands for this one in masks; itself if none. */
  NodeId alike(NodeId id) const {
    const auto found = alike_.find(id);
    return found == alike_.end() ? id : found->second;
  }

  /** Bytes that no edge tells apart share a class. */
  uint8_t byte_class(uint8_t byte) const { return classes_[byte]; }
  uint32_t class_count() const { return class_count_; }

 private:
  friend class ProgramBuilder;
  void prune();
  void classify();

  std::vector<Node> nodes_;
  std::vector<ByteEdge> edges_;
  std::vector<NodeId> targets_;
  std::unordered_map<NodeId, NodeId> alike_;
  NodeId start_ = 0;
  std::array<uint8_t, 256> classes_{};
  uint32_t class_count_ = 0;
};

}  // namespace millwright
