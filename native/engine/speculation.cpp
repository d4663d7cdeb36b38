#include "speculation.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace millwright {
namespace {

constexpr size_t kLongestDraft = 8;
/** Guesses of a try whose outcome is open. */
constexpr size_t kTrial = 2;
/** A draft has to promise this much more speed than none. */
constexpr double kWorth = 1.03;
constexpr double kLookupPrior = 0.5, kDraftPrior = 0.6;
constexpr double kDecay = 0.9;
constexpr int kLeastPatience = 16, kMostPatience = 256;
/** Tokens that a draft may be behind and still guess in the same round. */
constexpr size_t kNear = 48;

/** Tokens until the grammar refuses one, or cannot be followed: of that the sequence is told when it gets there itself. */
size_t admitted(const Sequence& sequence, std::span<const int32_t> guesses) {
  if (!sequence.matcher) return guesses.size();
  Matcher matcher = *sequence.matcher;
  size_t count = 0;
  try {
    while (count < guesses.size() && matcher.accept(guesses[count])) ++count;
  } catch (const GrammarError&) {
  }
  return count;
}

/** Whether the time for another try has come. */
bool due(Acceptance& acceptance) {
  if (++acceptance.quiet < acceptance.patience) return false;
  acceptance.quiet = 0;
  acceptance.patience = std::min(acceptance.patience * 2, kMostPatience);
  return true;
}

}  // namespace

void Acceptance::learn(size_t guessed, size_t held_now) {
  held = held * kDecay + static_cast<double>(held_now);
  tried = tried * kDecay + static_cast<double>(std::min(guessed, held_now + 1));
}

void Speculation::start(Sequence& sequence) {
  sequence.drafts = draft_ && sequence.options().speculate && (worthwhile_ || due(starts_));
  if (sequence.drafts) draft_->start(sequence);
}

void Speculation::follow(std::span<Sequence* const> sequences) {
  std::vector<Sequence*> drafting;
  std::copy_if(sequences.begin(), sequences.end(), std::back_inserter(drafting), [](const Sequence* sequence) { return sequence->drafts; });
  if (!drafting.empty()) draft_->follow(drafting);
}

void Speculation::guess(std::span<Sequence* const> sequences, std::span<const size_t> room, size_t tokens) {
  look_up(sequences, room, tokens);
  if (draft_) ask_draft(sequences, room, tokens);
}

/** What the text said before: guesses in the order of their chances, as long as they pay for their place in the round. */
void Speculation::look_up(std::span<Sequence* const> sequences, std::span<const size_t> room, size_t& tokens) {
  struct Offer {
    Sequence* sequence;
    double chance;  // that it and all before it hold
    int32_t token;
  };
  std::vector<Offer> offers;
  const double prior = lookups_.rate(kLookupPrior);
  for (size_t i = 0; i < sequences.size(); ++i) {
    Sequence& sequence = *sequences[i];
    sequence.lookup.extend(sequence.text);
    const std::span<const int32_t> seen = sequence.lookup.guess(sequence.text, room[i]);
    std::vector<int32_t> found(seen.begin(), seen.end());
    // Where the text ends before the guesses do it goes in a circle, and on in it.
    while (!seen.empty() && found.size() < room[i]) found.push_back(found[found.size() - seen.size()]);
    found.resize(admitted(sequence, found));
    if (found.empty()) continue;
    const double rate = sequence.lookup_acceptance.rate(prior);
    double chance = 1;
    for (const int32_t token : found) offers.push_back({&sequence, chance *= rate, token});
  }
  std::stable_sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) { return a.chance > b.chance; });
  double gained = static_cast<double>(tokens), cost = cost_.expect(tokens);
  for (const Offer& offer : offers) {
    const double more = cost_.expect(tokens + 1);
    if (offer.chance * cost < gained * (more - cost)) break;
    offer.sequence->guesses.push_back(offer.token);
    offer.sequence->drafted = false;
    offer.sequence->lookup_acceptance.quiet = 0;
    gained += offer.chance;
    cost = more;
    ++tokens;
  }
  for (const Offer& offer : offers) {
    Sequence& sequence = *offer.sequence;
    if (!sequence.guesses.empty() || !due(sequence.lookup_acceptance)) continue;
    sequence.guesses.push_back(offer.token);
    sequence.drafted = false;
    ++tokens;
  }
}

void Speculation::ask_draft(std::span<Sequence* const> sequences, std::span<const size_t> room, size_t tokens) {
  std::vector<Sequence*> asking, behind;
  std::vector<size_t> limits;
  for (size_t i = 0; i < sequences.size(); ++i) {
    Sequence& sequence = *sequences[i];
    if (!sequence.drafts || !sequence.guesses.empty() || room[i] == 0) continue;
    asking.push_back(&sequence);
    limits.push_back(room[i]);
  }
  if (asking.empty()) return;
  size_t length = best_length(asking, tokens);
  worthwhile_ = length > 0;
  if (worthwhile_) drafts_.patience = starts_.patience = kLeastPatience;
  else if (!due(drafts_)) return;
  else length = kTrial;
  for (size_t i = 0; i < asking.size(); ++i) {
    limits[i] = std::min(limits[i], length);
    if (asking[i]->text.size() - asking[i]->draft_computed <= kNear) continue;
    limits[i] = 0;
    behind.push_back(asking[i]);
  }
  if (!behind.empty()) draft_->follow(behind);
  for (Sequence* sequence : asking) sequence->drafted = true;
  draft_->guess(asking, limits);
}

/** The length that promises most tokens a second; 0 when that is none. */
size_t Speculation::best_length(std::span<Sequence* const> sequences, size_t tokens) const {
  if (draft_tokens_ > 0) return draft_tokens_;
  const double plain = cost_.expect(tokens), draft = draft_->expect(sequences.size());
  // Nothing is known yet: a try will tell.
  if (plain == 0 || draft == 0) return kTrial;
  const double prior = drafts_.rate(kDraftPrior);
  double best = static_cast<double>(tokens) / plain * kWorth, gained = static_cast<double>(tokens);
  size_t length = 0;
  for (size_t k = 1; k <= kLongestDraft; ++k) {
    for (const Sequence* sequence : sequences) gained += std::pow(sequence->draft_acceptance.rate(prior), static_cast<double>(k));
    const double speed = gained / (cost_.expect(tokens + k * sequences.size()) + static_cast<double>(k) * draft);
    if (speed > best) best = speed, length = k;
  }
  return length;
}

void Speculation::learn(Sequence& sequence, size_t right, size_t held) {
  if (sequence.drafts) draft_->settle(sequence, right);
  const size_t guessed = sequence.guesses.size();
  if (guessed == 0) return;
  (sequence.drafted ? sequence.draft_acceptance : sequence.lookup_acceptance).learn(guessed, held);
  Acceptance& all = sequence.drafted ? drafts_ : lookups_;
  all.learn(guessed, held);
  if (sequence.drafted) {
    figures_.draft_guessed += guessed;
    figures_.draft_held += held;
  } else {
    if (held > 0) sequence.lookup_acceptance.patience = kLeastPatience;
    figures_.lookup_guessed += guessed;
    figures_.lookup_held += held;
  }
}

}  // namespace millwright
