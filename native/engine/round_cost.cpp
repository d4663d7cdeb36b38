#include "round_cost.h"

#include <algorithm>

namespace millwright {
namespace {

constexpr double kWeight = 0.15;  // of a new figure
/** A round that took longer than this many times the usual was disturbed: it counts as this. */
constexpr double kDisturbed = 2;
/** What one more token adds to a round of one, before anything is known of larger rounds. */
constexpr double kGuessedShare = 0.1;

/** Seconds that a round with prompt tokens may take while answers are running, and otherwise. */
constexpr double kSharedSeconds = 0.2, kLoneSeconds = 1;
constexpr size_t kFewest = 32, kMostShared = 256, kMostLone = 512;
/** Beside answers a round may be this many times as large when it is the last one with prompt tokens. */
constexpr size_t kLastRound = 2;
/** Rounds with fewer prompt tokens say little about their rate. */
constexpr size_t kTelling = 16;

double moved(double known, double seconds) {
  if (known == 0) return seconds;
  return known + kWeight * (std::min(seconds, known * kDisturbed) - known);
}

}  // namespace

void RoundCost::learn(size_t tokens, double seconds) {
  if (tokens >= 1 && tokens <= kMost) seconds_[tokens] = moved(seconds_[tokens], seconds);
}

double RoundCost::expect(size_t tokens) const {
  size_t below = 0, above = 0, before = 0;
  for (size_t i = 1; i <= kMost && above == 0; ++i) {
    if (seconds_[i] == 0) continue;
    if (i <= tokens) before = below, below = i;
    else above = i;
  }
  if (below == tokens && below != 0) return seconds_[below];
  if (below == 0 && above == 0) return 0;
  if (below == 0) return seconds_[above];
  const double base = seconds_[below], more = static_cast<double>(tokens - below);
  double slope = base * kGuessedShare / static_cast<double>(below);
  if (above != 0) slope = (seconds_[above] - base) / static_cast<double>(above - below);
  else if (before != 0) slope = (base - seconds_[before]) / static_cast<double>(below - before);
  return base + std::max(0.0, slope) * more;
}

void PromptPace::learn(size_t tokens, double seconds) {
  if (tokens >= kTelling && seconds > 0) rate_ = moved(rate_, static_cast<double>(tokens) / seconds);
}

size_t PromptPace::room(bool answering, size_t waiting) const {
  const double seconds = answering ? kSharedSeconds : kLoneSeconds;
  const size_t most = answering ? kMostShared : kMostLone;
  const size_t usual = rate_ == 0 ? most / 2 : std::clamp(static_cast<size_t>(rate_ * seconds), kFewest, most);
  return answering && waiting <= usual * kLastRound ? std::max(usual, waiting) : usual;
}

}  // namespace millwright
