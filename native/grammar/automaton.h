// A program made deterministic while it runs: states are sets of places, found and kept as texts reach them.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "program.h"

namespace millwright {

using StateId = int32_t;
constexpr StateId kDeadState = -1;

class Automaton {
 public:
  explicit Automaton(Program program);

  StateId start() const { return start_; }
  /** The state after one more byte, or kDeadState. */
  StateId step(StateId state, uint8_t byte) {
    const StateId known = table_[static_cast<size_t>(state) * classes_ + program_.byte_class(byte)];
    return known != kUnknown ? known : compute(state, byte);
  }
  /** Whether the text may end here. */
  bool accepting(StateId state) const { return states_[static_cast<size_t>(state)].accepting; }
  /** Whether nothing can follow. */
  bool final(StateId state) const { return states_[static_cast<size_t>(state)].places.empty(); }
  /** The one byte that can follow, when there is only one and the text may not end. */
  std::optional<uint8_t> only_byte(StateId state) const;
  /** Bytes that can follow: one for every edge, so at least one of each kind. */
  std::vector<uint8_t> some_bytes(StateId state) const;

  /** A set of plain characters: the ASCII ones one by one, all others together (see VocabularyTrie). */
  struct PlainSet {
    std::array<uint64_t, 2> ascii{};
    bool others = false;
    auto operator<=>(const PlainSet&) const = default;
  };
  /** How much plain text may follow. */
  struct Room {
    uint32_t characters = 0;  // any text of at most this length without `never` may follow
    bool exact = false;       // and none that is longer
    PlainSet never;           // characters that may not come anywhere in it
  };
  /** Looks ahead `horizon` characters at most. */
  Room room(StateId state, uint32_t horizon);

  /**
   * A state with the same continuations up to `horizon` bytes: rounds of a repeat that are far from its limits are
   * alike, so one answer serves them all.
   */
  StateId canonical(StateId state, uint32_t horizon);

  /** The next question may take its full share of work again. */
  void begin() { work_ = 0; }

  size_t state_count() const { return states_.size(); }
  /** Whether so much was met that a further text might find no room: those that begin are better off with a fresh one. */
  bool worn() const;
  /** Bytes that states and moves take, about. */
  size_t bytes() const { return states_.size() * 160 + held_ * sizeof(Place) + table_.size() * sizeof(StateId); }

 private:
  static constexpr StateId kUnknown = -2;

  /** A call or a round of a repeat that is under way. Frames are shared: equal ones have one number. */
  struct Frame {
    NodeId node;
    uint32_t count;
    uint32_t below;  // 0: the bottom
    bool operator==(const Frame&) const = default;
  };
  struct Place {
    NodeId node;
    uint32_t frame;
    bool operator==(const Place&) const = default;
    auto operator<=>(const Place&) const = default;
  };
  struct State {
    std::vector<Place> places;  // all at kBytes nodes, sorted
    bool accepting = false;
  };
  struct Hash {
    size_t operator()(const Frame& frame) const;
    size_t operator()(const std::vector<Place>& places) const;
  };

  StateId compute(StateId state, uint8_t byte);
  uint32_t frame(const Frame& wanted);
  void enter(NodeId node, uint32_t frame);
  void leave(uint32_t frame);
  void round(NodeId repeat, uint32_t count, uint32_t below);
  uint32_t canonical_frame(uint32_t number, uint32_t horizon);
  /** What one more plain character leads to. */
  struct Ahead {
    PlainSet dead;
    bool mixed = false;  // of the characters beyond ASCII some may come and some not
    std::vector<StateId> next;
  };
  const Ahead& ahead(StateId state);
  void follow(const std::vector<StateId>& from, uint32_t low, uint32_t high, std::vector<StateId>& out);
  StateId intern();
  StateId intern(std::vector<Place> places, bool accepting);

  Program program_;
  size_t classes_;
  std::vector<Frame> frames_;
  std::unordered_map<Frame, uint32_t, Hash> frame_numbers_;
  std::vector<State> states_;
  std::unordered_map<std::vector<Place>, std::vector<StateId>, Hash> state_numbers_;
  std::vector<StateId> table_;
  StateId start_;
  std::unordered_map<StateId, Ahead> ahead_;
  std::unordered_map<uint32_t, uint32_t> canonical_frames_;

  size_t work_ = 0, held_ = 0;

  // Scratch of one closure.
  std::vector<Place> reached_;
  std::unordered_set<uint64_t> visited_;
  bool reached_end_ = false;
};

}  // namespace millwright
