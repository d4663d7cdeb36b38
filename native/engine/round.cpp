// One round: what is computed together, and what becomes of it.
#include <algorithm>
#include <stdexcept>

#include "engine.h"

namespace millwright {
namespace {

/** Guesses that a sequence has room for at most. */
constexpr size_t kMostGuesses = 15;

Fault fault_of(const std::exception& error) { return dynamic_cast<const GrammarError*>(&error) ? Fault::kGrammar : Fault::kEngine; }

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

void Engine::round() {
  const size_t prompt_tokens = share_out();
  give_pages();
  // Beside a prompt every further token costs its full time: guesses do not pay then.
  if (prompt_tokens == 0) guess();
  gather();
  if (batch_.empty()) return;
  const Clock::time_point start = Clock::now();
  if (++counts_.rounds == failing_round_) throw std::runtime_error("this round was to fail");
  decoder_->forward(*pages_, batch_);
  const size_t tokens = batch_.size();
  settle();
  if (prompt_tokens > 0) pace_.learn(tokens, since(start));
  else speculation_->note_round(tokens, since(start));
  follow();
}

/**
 * How many tokens of their beginnings the filling sequences compute: half of the room is for the one that came first, so
 * that it gets on however many others come, then the rest for those that have least to go. Gives back their sum.
 */
size_t Engine::share_out() {
  std::vector<Sequence*> filling;
  for (const auto& sequence : roster_->running()) {
    sequence->share = 0;
    if (sequence->filling) filling.push_back(sequence.get());
  }
  if (filling.empty()) return 0;
  size_t pending = 0;
  for (const Sequence* sequence : filling) pending += sequence->pending();
  const size_t room = pace_.room(filling.size() < roster_->running().size(), pending);
  size_t left = room;
  const auto give = [&](Sequence& sequence, size_t most) {
    const size_t more = std::min({most, left, sequence.pending() - sequence.share});
    sequence.share += more;
    left -= more;
  };
  Sequence& first = *filling.front();
  give(first, (room + 1) / 2);
  std::stable_sort(filling.begin(), filling.end(), [](const Sequence* a, const Sequence* b) { return a->pending() < b->pending(); });
  for (Sequence* sequence : filling)
    if (sequence != &first) give(*sequence, left);
  give(first, left);
  return room - left;
}

/** Pages for what the round computes; the list of running sequences may lose some at its end. */
void Engine::give_pages() {
  for (size_t i = 0; i < roster_->running().size(); ++i) {
    Sequence& sequence = *roster_->running()[i];
    if (!roster_->give_pages(sequence, sequence.filling ? sequence.computed + sequence.share : sequence.text.size())) return;
  }
}

void Engine::guess() {
  std::vector<Sequence*> guessing;
  std::vector<size_t> room;
  size_t tokens = 0;
  for (const auto& sequence : roster_->running()) {
    tokens += sequence->pending();
    const size_t left = sequence->left(static_cast<size_t>(context_));
    if (!sequence->options().speculate || left < 2) continue;
    const size_t wanted = std::min(left - 1, kMostGuesses);
    roster_->give_spare_pages(*sequence, sequence->text.size() + wanted);
    guessing.push_back(sequence.get());
    room.push_back(std::min(wanted, sequence->pages.size() * kPagePositions - sequence->text.size()));
  }
  if (!guessing.empty()) speculation_->guess(guessing, room, tokens);
}

void Engine::gather() {
  batch_.clear();
  for (const auto& sequence : roster_->running()) {
    const size_t count = sequence->filling ? sequence->share : sequence->pending();
    sequence->batch_begin = batch_.size();
    for (size_t i = 0; i < count; ++i, ++sequence->computed)
      batch_.push_back({sequence->token(sequence->computed), static_cast<int>(sequence->computed), sequence->pages.data()});
    sequence->batch_end = batch_.size();
    if (sequence->pending() == 0) sequence->filling = false;
    sequence->scored = sequence->filling ? 0 : sequence->guesses.size() + 1;
  }
}

/** Scores what was computed, all sequences' rows of the head together, and takes every sequence further. */
void Engine::settle() {
  struct Answering {
    Sequence* sequence;
    std::vector<ScoredRow> rows;
  };
  std::vector<Answering> answering;
  for (const auto& sequence : roster_->running()) {
    roster_->publish(*sequence);
    if (sequence->scored > 0) answering.push_back({sequence.get(), {}});
  }
  std::vector<ScoredRow*> rows;
  for (Answering& each : answering) {
    Sequence& sequence = *each.sequence;
    try {
      std::optional<Matcher> matcher = sequence.matcher;
      for (size_t i = 0; i < sequence.scored; ++i) {
        if (i > 0 && matcher) matcher->accept(sequence.guesses[i - 1]);
        each.rows.push_back(chooser_->row(sequence.batch_end - sequence.scored + i, matcher ? &*matcher : nullptr));
      }
    } catch (const std::exception& error) {
      fail(sequence, fault_of(error), error.what());
      each.sequence = nullptr;
      continue;
    }
    for (ScoredRow& row : each.rows) rows.push_back(&row);
  }
  chooser_->score(rows);
  for (Answering& each : answering) {
    if (!each.sequence) continue;
    try {
      advance(*each.sequence, each.rows);
    } catch (const std::exception& error) {
      fail(*each.sequence, fault_of(error), error.what());
    }
  }
}

/** The draft computes what filling sequences have got further by. */
void Engine::follow() {
  if (!speculation_->has_draft()) return;
  std::vector<Sequence*> further;
  for (const auto& sequence : roster_->running())
    if (sequence->share > 0) further.push_back(sequence.get());
  speculation_->follow(further);
}

/**
 * Chooses the next tokens. A guess that is what the model chooses itself stays, and the next one is looked at; the first
 * other choice ends them.
 */
void Engine::advance(Sequence& sequence, std::span<const ScoredRow> rows) {
  const size_t before = sequence.text.size();
  size_t held = 0;
  std::optional<Finish> end;
  for (const ScoredRow& row : rows) {
    Choice choice;
    if (sequence.left(static_cast<size_t>(context_)) == 0) end = Finish::kLength;
    else if (!chooser_->choose(row, sequence, 0, sequence.matcher ? &*sequence.matcher : nullptr, choice)) throw GrammarError("The vocabulary has no token that could come next.");
    else if (tokenizer_->is_end(choice.chosen.token)) end = Finish::kStop;
    else end = take(sequence, choice);
    const bool agrees = sequence.text.size() == before + held + 1 && held < sequence.guesses.size() && sequence.text.back() == sequence.guesses[held];
    if (agrees) ++held;
    if (end || !agrees) break;
  }
  sequence.computed = before + held;
  speculation_->learn(sequence, before + held, held);
  sequence.guesses.clear();
  roster_->publish(sequence);
  if (!end) end = take_forced(sequence);
  if (end) finish(sequence, *end);
}

/** Adds a token to the answer; tells when that ends it. */
std::optional<Finish> Engine::take(Sequence& sequence, const Choice& choice) {
  const int32_t token = choice.chosen.token;
  if (sequence.matcher && !sequence.matcher->accept(token)) throw std::logic_error("the grammar refused a token that it allowed");
  sequence.text.push_back(token);
  ++sequence.generated;
  ++counts_.generated_tokens;
  if (sequence.options().penalties.any()) ++sequence.counts[token];
  sequence.request->on_token({choice.chosen, choice.alternatives, counts_.rounds});
  if (sequence.matcher && sequence.matcher->done()) return Finish::kStop;
  if (sequence.left(static_cast<size_t>(context_)) == 0) return Finish::kLength;
  return std::nullopt;
}

/** Takes what the grammar leaves no choice about without asking the model. */
std::optional<Finish> Engine::take_forced(Sequence& sequence) {
  std::vector<int32_t> allowed;
  while (sequence.matcher) {
    std::vector<int32_t> forced;
    if (sequence.options().jump) forced = sequence.matcher->forced();
    if (forced.empty() && sequence.matcher->list_allowed(allowed, 1) && allowed.size() == 1 && !tokenizer_->is_end(allowed[0])) forced = allowed;
    if (forced.empty()) break;
    for (const int32_t token : forced) {
      ++counts_.forced_tokens;
      if (const std::optional<Finish> end = take(sequence, {{token, 0}, {}})) return end;
    }
  }
  return std::nullopt;
}

}  // namespace millwright
