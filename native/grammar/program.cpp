#include "program.h"

#include <algorithm>

#include "error.h"
#include "program_builder.h"

namespace millwright {

Program::Program(const ExprPool& pool, const std::vector<ExprId>& rules, ExprId root, uint32_t horizon) {
  ProgramBuilder builder(*this, pool, horizon);
  std::vector<NodeId> starts;
  for (const ExprId rule : rules) starts.push_back(builder.lower(rule, builder.end()));
  start_ = builder.lower(root, builder.end());
  builder.link(starts);
  prune();
  if (nodes_[start_].kind == Node::Kind::kDead) throw GrammarError("Nothing can satisfy the schema.");
  classify();
}

void Program::prune() {
  // A node is alive when some way leads from it to an end. Grows to a fixed point over reversed moves.
  const auto each_need = [this](NodeId id, const auto& visit) {
    const Node& node = nodes_[id];
    for (uint32_t index = 0; index < node.count; ++index) visit(node.kind == Node::Kind::kBytes ? edges(node)[index].to : targets(node)[index]);
    if (node.kind == Node::Kind::kCall || node.kind == Node::Kind::kRepeat) {
      visit(node.a);
      visit(node.b);
    }
  };
  // Who needs a node: needed_by[first[node]] to needed_by[first[node + 1]].
  std::vector<uint32_t> first(nodes_.size() + 1, 0);
  for (NodeId id = 0; id < nodes_.size(); ++id) each_need(id, [&](NodeId needed) { ++first[needed + 1]; });
  for (size_t id = 0; id < nodes_.size(); ++id) first[id + 1] += first[id];
  std::vector<NodeId> needed_by(first.back());
  std::vector<uint32_t> next(first.begin(), first.end() - 1);
  for (NodeId id = 0; id < nodes_.size(); ++id) each_need(id, [&](NodeId needed) { needed_by[next[needed]++] = id; });
  std::vector<bool> alive(nodes_.size(), false);
  std::vector<NodeId> open;
  const auto test = [&](NodeId id) {
    const Node& node = nodes_[id];
    switch (node.kind) {
      case Node::Kind::kEnd:
        return true;
      case Node::Kind::kDead:
        return false;
      case Node::Kind::kCall:
        return alive[node.a] && alive[node.b];
      case Node::Kind::kRepeat:
        return alive[node.b] && (node.least == 0 || alive[node.a]);
      case Node::Kind::kBytes:
        return std::any_of(edges(node), edges(node) + node.count, [&](const ByteEdge& edge) { return alive[edge.to]; });
      case Node::Kind::kSplit:
        return std::any_of(targets(node), targets(node) + node.count, [&](NodeId to) { return alive[to]; });
    }
    return false;
  };
  for (NodeId id = 0; id < nodes_.size(); ++id)
    if (nodes_[id].kind == Node::Kind::kEnd || nodes_[id].kind == Node::Kind::kRepeat) open.push_back(id);
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (alive[id] || !test(id)) continue;
    alive[id] = true;
    open.insert(open.end(), needed_by.begin() + first[id], needed_by.begin() + first[id + 1]);
  }
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    Node& node = nodes_[id];
    if (!alive[id]) {
      node = {};
    } else if (node.kind == Node::Kind::kBytes) {
      ByteEdge* begin = edges_.data() + node.first;
      node.count = static_cast<uint32_t>(
          std::remove_if(begin, begin + node.count, [&](const ByteEdge& edge) { return !alive[edge.to]; }) - begin);
    } else if (node.kind == Node::Kind::kSplit) {
      NodeId* begin = targets_.data() + node.first;
      node.count =
          static_cast<uint32_t>(std::remove_if(begin, begin + node.count, [&](NodeId to) { return !alive[to]; }) - begin);
    } else if (node.kind == Node::Kind::kRepeat && !alive[node.a]) {
      node.most = 0;
    }
  }
}

void Program::classify() {
  std::array<bool, 257> cut{};
  for (const Node& node : nodes_) {
    if (node.kind != Node::Kind::kBytes) continue;
    for (uint32_t index = 0; index < node.count; ++index) {
      cut[edges(node)[index].low] = true;
      cut[edges(node)[index].high + 1] = true;
    }
  }
  uint32_t current = 0;
  for (uint32_t byte = 0; byte < 256; ++byte) {
    if (byte > 0 && cut[byte]) ++current;
    classes_[byte] = static_cast<uint8_t>(current);
  }
  class_count_ = current + 1;
}

}  // namespace millwright
