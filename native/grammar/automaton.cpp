#include "automaton.h"

#include <algorithm>

#include "error.h"

namespace millwright {
namespace {

constexpr size_t kMostStates = 500'000;
constexpr size_t kMostPlaces = 20'000;

uint64_t mix(uint64_t value) {
  value ^= value >> 32;
  value *= 0x9E3779B97F4A7C15ull;
  return value ^ value >> 29;
}

bool reads_plain(const ByteEdge& edge) {
  // Any byte of a string but the quote, the backslash and the control characters.
  return edge.high >= 0x20 && !(edge.low == edge.high && (edge.low == '"' || edge.low == '\\'));
}

}  // namespace

size_t Automaton::Hash::operator()(const Frame& frame) const {
  return mix(mix(uint64_t{frame.node} << 32 | frame.count) + frame.below);
}

size_t Automaton::Hash::operator()(const std::vector<Place>& places) const {
  uint64_t hash = places.size();
  for (const Place& place : places) hash = mix(hash + (uint64_t{place.node} << 32 | place.frame));
  return hash;
}

Automaton::Automaton(Program program) : program_(std::move(program)), classes_(program_.class_count()) {
  frames_.push_back({0, 0, 0});
  enter(program_.start(), 0);
  start_ = intern();
}

uint32_t Automaton::frame(const Frame& wanted) {
  const auto [found, fresh] = frame_numbers_.try_emplace(wanted, static_cast<uint32_t>(frames_.size()));
  if (fresh) frames_.push_back(wanted);
  return found->second;
}

void Automaton::enter(NodeId id, uint32_t below) {
  if (!visited_.insert(uint64_t{id} << 32 | below).second) return;
  if (visited_.size() > kMostPlaces) throw GrammarError("The pattern is too ambiguous to follow.");
  const Node& node = program_.node(id);
  switch (node.kind) {
    case Node::Kind::kBytes:
      reached_.push_back({id, below});
      break;
    case Node::Kind::kSplit:
      for (uint32_t index = 0; index < node.count; ++index) enter(program_.targets(node)[index], below);
      break;
    case Node::Kind::kCall:
      enter(node.a, frame({id, 0, below}));
      break;
    case Node::Kind::kRepeat:
      round(id, 0, below);
      break;
    case Node::Kind::kEnd:
      leave(below);
      break;
    case Node::Kind::kDead:
      break;
  }
}

void Automaton::leave(uint32_t number) {
  if (number == 0) {
    reached_end_ = true;
    return;
  }
  const Frame top = frames_[number];
  const Node& node = program_.node(top.node);
  if (node.kind == Node::Kind::kCall) enter(node.b, top.below);
  else round(top.node, top.count + 1, top.below);
}

void Automaton::round(NodeId repeat, uint32_t count, uint32_t below) {
  const Node& node = program_.node(repeat);
  // Without an upper limit, rounds beyond the lower one need not be told apart.
  if (node.most == kUnbounded) count = std::min(count, node.least);
  if (count >= node.least) enter(node.b, below);
  if (count < node.most) enter(node.a, frame({repeat, count, below}));
}

StateId Automaton::intern() {
  std::sort(reached_.begin(), reached_.end());
  const StateId id = intern(reached_, reached_end_);
  reached_.clear();
  visited_.clear();
  reached_end_ = false;
  return id;
}

StateId Automaton::intern(std::vector<Place> places, bool accepting) {
  if (places.empty() && !accepting) return kDeadState;
  std::vector<StateId>& same = state_numbers_[places];
  for (const StateId id : same)
    if (states_[static_cast<size_t>(id)].accepting == accepting) return id;
  if (states_.size() >= kMostStates) throw GrammarError("The text is too long for this grammar.");
  same.push_back(static_cast<StateId>(states_.size()));
  const StateId id = same.back();
  states_.push_back({std::move(places), accepting});
  table_.resize(table_.size() + classes_, kUnknown);
  return id;
}

StateId Automaton::compute(StateId state, uint8_t byte) {
  try {
    for (size_t index = 0; index < states_[static_cast<size_t>(state)].places.size(); ++index) {
      const Place place = states_[static_cast<size_t>(state)].places[index];
      const Node& node = program_.node(place.node);
      for (uint32_t edge = 0; edge < node.count; ++edge) {
        const ByteEdge& way = program_.edges(node)[edge];
        if (byte >= way.low && byte <= way.high) enter(way.to, place.frame);
      }
    }
  } catch (...) {
    reached_.clear();
    visited_.clear();
    reached_end_ = false;
    throw;
  }
  const StateId next = intern();
  table_[static_cast<size_t>(state) * classes_ + program_.byte_class(byte)] = next;
  return next;
}

std::optional<uint8_t> Automaton::only_byte(StateId state) const {
  const State& from = states_[static_cast<size_t>(state)];
  if (from.accepting) return std::nullopt;
  int only = -1;
  for (const Place& place : from.places) {
    const Node& node = program_.node(place.node);
    for (uint32_t index = 0; index < node.count; ++index) {
      const ByteEdge& edge = program_.edges(node)[index];
      if (edge.low != edge.high || (only >= 0 && only != edge.low)) return std::nullopt;
      only = edge.low;
    }
  }
  return only < 0 ? std::nullopt : std::optional(static_cast<uint8_t>(only));
}

Automaton::Room Automaton::room(StateId state) const {
  Room out;
  size_t others = 0;
  for (const Place& place : states_[static_cast<size_t>(state)].places) {
    const Frame& top = frames_[place.frame];
    const Node& owner = program_.node(top.node);
    if (place.frame != 0 && owner.kind == Node::Kind::kRepeat && owner.plain && owner.a == place.node) {
      out.characters = std::max(out.characters, owner.most == kUnbounded ? kUnbounded : owner.most - top.count);
      others += out.only_this ? 1 : 0;
      out.only_this = true;
      continue;
    }
    const Node& node = program_.node(place.node);
    for (uint32_t index = 0; index < node.count; ++index)
      if (reads_plain(program_.edges(node)[index])) {
        ++others;
        break;
      }
  }
  out.only_this = out.only_this && others == 0;
  return out;
}

StateId Automaton::canonical(StateId state, uint32_t horizon) {
  const State& from = states_[static_cast<size_t>(state)];
  std::vector<Place> places = from.places;
  bool changed = false;
  for (Place& place : places) {
    const Frame top = frames_[place.frame];
    const Node& owner = program_.node(top.node);
    const bool string = place.frame != 0 && owner.kind == Node::Kind::kRepeat && owner.plain && owner.a == place.node;
    if (!string || owner.most == kUnbounded) continue;
    // The count closest to the upper limit that is still beyond the horizon of both limits.
    if (owner.most <= horizon || top.count < owner.least) continue;
    const uint32_t highest = owner.most - horizon;
    if (top.count >= highest || highest <= owner.least) continue;
    place.frame = frame({top.node, highest, top.below});
    changed = true;
  }
  if (!changed) return state;
  std::sort(places.begin(), places.end());
  const bool accepting = from.accepting;
  return intern(std::move(places), accepting);
}

}  // namespace millwright
