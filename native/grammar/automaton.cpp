#include "automaton.h"

#include <algorithm>

#include "error.h"

namespace millwright {
namespace {

constexpr size_t kMostStates = 500'000;
constexpr size_t kMostPlaces = 20'000;
/** Places entered for one answer of the matcher: some tens of milliseconds. */
constexpr size_t kMostWork = 2'000'000;
/** Places that all states hold together, and moves in the table. */
constexpr size_t kMostHeld = 8'000'000, kMostMoves = 32'000'000;

uint64_t mix(uint64_t value) {
  value ^= value >> 32;
  value *= 0x9E3779B97F4A7C15ull;
  return value ^ value >> 29;
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
  if (visited_.size() > kMostPlaces || ++work_ > kMostWork) throw GrammarError("The grammar is too ambiguous to follow.");
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
  if (states_.size() >= kMostStates || held_ > kMostHeld || table_.size() > kMostMoves) throw GrammarError("The text is too long for this grammar.");
  held_ += places.size();
  same.push_back(static_cast<StateId>(states_.size()));
  const StateId id = same.back();
  states_.push_back({std::move(places), accepting});
  table_.resize(table_.size() + classes_, kUnknown);
  return id;
}

bool Automaton::worn() const { return states_.size() > kMostStates / 2 || held_ > kMostHeld / 2 || table_.size() > kMostMoves / 2; }

StateId Automaton::compute(StateId state, uint8_t byte) {
  // The widest range of bytes around this one that takes the same edges.
  uint32_t low = 0, high = 255;
  StateId next = kDeadState;
  try {
    for (size_t index = 0; index < states_[static_cast<size_t>(state)].places.size(); ++index) {
      const Place place = states_[static_cast<size_t>(state)].places[index];
      const Node& node = program_.node(place.node);
      for (uint32_t edge = 0; edge < node.count; ++edge) {
        const ByteEdge& way = program_.edges(node)[edge];
        if (byte < way.low) {
          high = std::min<uint32_t>(high, way.low - 1u);
        } else if (byte > way.high) {
          low = std::max<uint32_t>(low, way.high + 1u);
        } else {
          low = std::max<uint32_t>(low, way.low);
          high = std::min<uint32_t>(high, way.high);
          enter(way.to, place.frame);
        }
      }
    }
    next = intern();
  } catch (...) {
    reached_.clear();
    visited_.clear();
    reached_end_ = false;
    throw;
  }
  // Classes are numbered in the order of their bytes, and edges end where classes do.
  StateId* row = table_.data() + static_cast<size_t>(state) * classes_;
  const uint32_t last = program_.byte_class(static_cast<uint8_t>(high));
  for (uint32_t each = program_.byte_class(static_cast<uint8_t>(low)); each <= last; ++each) row[each] = next;
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

void Automaton::follow(const std::vector<StateId>& from, uint32_t low, uint32_t high, std::vector<StateId>& out) {
  for (const StateId state : from) {
    // One byte of every class stands for all of its class.
    for (uint32_t byte = low; byte <= high; ++byte) {
      const bool known = byte > low && program_.byte_class(static_cast<uint8_t>(byte)) == program_.byte_class(static_cast<uint8_t>(byte - 1));
      if (!known) out.push_back(state == kDeadState ? kDeadState : step(state, static_cast<uint8_t>(byte)));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

std::vector<uint8_t> Automaton::some_bytes(StateId state) const {
  std::vector<uint8_t> out;
  for (const Place& place : states_[static_cast<size_t>(state)].places) {
    const Node& node = program_.node(place.node);
    for (uint32_t index = 0; index < node.count; ++index) out.push_back(program_.edges(node)[index].low);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

const Automaton::Ahead& Automaton::ahead(StateId state) {
  if (const auto found = ahead_.find(state); found != ahead_.end()) return found->second;
  Ahead out;
  for (uint32_t byte = 0x20; byte < 0x80; ++byte) {
    if (byte == '"' || byte == '\\') continue;
    const StateId next = step(state, static_cast<uint8_t>(byte));
    if (next == kDeadState) out.dead.ascii[byte / 64] |= uint64_t{1} << (byte % 64);
    else if (out.next.empty() || out.next.back() != next) out.next.push_back(next);
  }
  // The ranges of each byte of the longer characters (Unicode, table 3-7), without U+2028 and U+2029.
  static constexpr uint8_t kRanges[][8] = {
      {0xC2, 0xDF, 0x80, 0xBF},
      {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
      {0xE1, 0xE1, 0x80, 0xBF, 0x80, 0xBF},
      {0xE2, 0xE2, 0x80, 0x80, 0x80, 0xA7},
      {0xE2, 0xE2, 0x80, 0x80, 0xAA, 0xBF},
      {0xE2, 0xE2, 0x81, 0xBF, 0x80, 0xBF},
      {0xE3, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
      {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
      {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
      {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
      {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
      {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
  };
  bool some_dead = false, some_alive = false;
  for (const auto& ranges : kRanges) {
    std::vector<StateId> at{state}, next;
    for (size_t index = 0; index < 8 && ranges[index] != 0; index += 2) {
      next.clear();
      follow(at, ranges[index], ranges[index + 1], next);
      at.swap(next);
    }
    some_dead = some_dead || at.front() == kDeadState;
    some_alive = some_alive || at.back() != kDeadState;
    if (some_dead && some_alive) break;  // enough is known
    if (some_alive) out.next.insert(out.next.end(), at.begin(), at.end());
  }
  out.mixed = some_dead && some_alive;
  out.dead.others = !some_alive;
  std::sort(out.next.begin(), out.next.end());
  out.next.erase(std::unique(out.next.begin(), out.next.end()), out.next.end());
  return ahead_.emplace(state, std::move(out)).first->second;
}

Automaton::Room Automaton::room(StateId state, uint32_t horizon) {
  Room out;
  const Ahead first = ahead(state);
  out.never = first.dead;
  std::vector<StateId> level{state}, next;
  std::unordered_set<StateId> seen{state};
  for (; out.characters < horizon; ++out.characters) {
    next.clear();
    bool alike = true, nothing = true;
    for (const StateId at : level) {
      const Ahead& here = ahead(at);
      nothing = nothing && here.next.empty() && !here.mixed;
      alike = alike && !here.mixed && here.dead == out.never;
      for (const StateId to : here.next)
        if (seen.insert(to).second) next.push_back(to);
    }
    if (!alike || nothing) {
      out.exact = nothing;
      return out;
    }
    if (next.empty()) break;  // only places that were seen: it goes on for ever
    level.swap(next);
  }
  out.characters = kUnbounded;
  return out;
}

uint32_t Automaton::canonical_frame(uint32_t number, uint32_t horizon) {
  if (number == 0) return 0;
  if (const auto found = canonical_frames_.find(number); found != canonical_frames_.end()) return found->second;
  Frame wanted = frames_[number];
  wanted.below = canonical_frame(wanted.below, horizon);
  const Node& node = program_.node(wanted.node);
  if (node.kind == Node::Kind::kRepeat) {
    if (uint64_t{wanted.count} + horizon < node.least) wanted.count = 0;
    else if (node.most != kUnbounded && wanted.count >= node.least && uint64_t{wanted.count} + horizon < node.most)
      wanted.count = std::max(node.least, node.most - horizon - 1);
  }
  const uint32_t result = frame(wanted);
  canonical_frames_.emplace(number, result);
  return result;
}

StateId Automaton::canonical(StateId state, uint32_t horizon) {
  const State& from = states_[static_cast<size_t>(state)];
  std::vector<Place> places = from.places;
  bool changed = false;
  for (Place& place : places) {
    const Place wanted{program_.alike(place.node), canonical_frame(place.frame, horizon)};
    changed = changed || wanted != place;
    place = wanted;
  }
  if (!changed) return state;
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  const bool accepting = from.accepting;
  return intern(std::move(places), accepting);
}

}  // namespace millwright
