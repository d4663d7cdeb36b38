#include "draft.h"

#include <algorithm>

namespace millwright {
namespace {

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/** Tokens of a sequence that it catches up by in one round. */
constexpr size_t kMostFollowed = 512;

/**
 * Whether a step can be taken. A grammar that cannot be followed ends the guesses, the sequence is told when it gets there itself; so
 * do scores that are none, of a damaged draft.
 */
template <typename Step>
bool taken(Step step) {
  try {
    return step();
  } catch (const GrammarError&) {
    return false;
  } catch (const ModelError&) {
    return false;
  }
}

}  // namespace

void check_same_vocabulary(const Tokenizer& tokenizer, const Tokenizer& draft) {
  const auto refuse = [](const std::string& how) { throw ModelError("it has another vocabulary than the model: " + how + "; take a smaller model of the same family"); };
  if (tokenizer.size() != draft.size()) refuse(std::to_string(draft.size()) + " tokens instead of " + std::to_string(tokenizer.size()));
  for (int32_t token = 0; token < tokenizer.size(); ++token)
    if (tokenizer.piece(token) != draft.piece(token) || tokenizer.is_control(token) != draft.is_control(token))
      refuse("token " + std::to_string(token) + " is \"" + draft.piece(token) + "\" instead of \"" + tokenizer.piece(token) + "\"");
}

Draft::Draft(const Gguf& file, const Tokenizer& tokenizer, int32_t vocabulary, ThreadPool& pool, Isa isa, bool kv_bytes, PageStore& store, const LoadProgress& progress)
    : tokenizer_(tokenizer),
      vocabulary_(vocabulary),
      decoder_(file, pool, isa, kv_bytes, progress),
      store_(store),
      pages_(decoder_.kv_layout(), store.total()),
      chooser_(decoder_, tokenizer) {
  check_same_vocabulary(tokenizer, *Tokenizer::from_gguf(file));
}

void Draft::start(Sequence& sequence) const {
  sequence.draft_computed = 0;
  for (const int32_t page : sequence.pages) {
    const size_t positions = store_.draft_positions(page);
    sequence.draft_computed += positions;
    if (positions < kPagePositions) break;
  }
  sequence.draft_computed = std::min(sequence.draft_computed, sequence.computed);
}

/** Adds what is missing up to `to`, exclusive, to the batch. */
void Draft::feed(Sequence& sequence, size_t to, std::vector<BatchToken>& batch) {
  for (; sequence.draft_computed < to; ++sequence.draft_computed)
    batch.push_back({sequence.token(sequence.draft_computed), static_cast<int>(sequence.draft_computed), sequence.pages.data()});
}

/** Notes in the pages how far they are right. */
void Draft::mark(const Sequence& sequence, size_t from) const {
  for (size_t page = from / kPagePositions; page * kPagePositions < sequence.draft_computed; ++page) {
    uint8_t& positions = store_.draft_positions(sequence.pages[page]);
    positions = std::max(positions, static_cast<uint8_t>(std::min<size_t>(kPagePositions, sequence.draft_computed - page * kPagePositions)));
  }
}

void Draft::follow(std::span<Sequence* const> sequences) {
  std::vector<BatchToken> batch;
  std::vector<size_t> from;
  for (Sequence* sequence : sequences) {
    from.push_back(sequence->draft_computed);
    feed(*sequence, std::min(sequence->computed, sequence->draft_computed + kMostFollowed), batch);
  }
  if (batch.empty()) return;
  decoder_.forward(pages_, batch);
  for (size_t i = 0; i < sequences.size(); ++i) mark(*sequences[i], from[i]);
}

void Draft::guess(std::span<Sequence* const> sequences, std::span<const size_t> most) {
  struct Guesser {
    Sequence* sequence;
    size_t most;
    std::optional<Matcher> matcher;
    ScoredRow row;
    bool going = true;
  };
  std::vector<Guesser> running;
  for (size_t i = 0; i < sequences.size(); ++i)
    if (most[i] > 0) running.push_back({sequences[i], most[i], sequences[i]->matcher, {}, true});
  std::vector<BatchToken> batch;
  while (!running.empty()) {
    const Clock::time_point start = Clock::now();
    batch.clear();
    std::vector<size_t> last;
    for (Guesser& guesser : running) {
      feed(*guesser.sequence, guesser.sequence->text.size() + guesser.sequence->guesses.size(), batch);
      last.push_back(batch.size() - 1);
    }
    decoder_.forward(pages_, batch);
    std::vector<ScoredRow*> rows;
    for (size_t i = 0; i < running.size(); ++i) {
      Guesser& guesser = running[i];
      guesser.going = taken([&] {
        guesser.row = chooser_.row(last[i], guesser.matcher ? &*guesser.matcher : nullptr);
        return true;
      });
      if (guesser.going) rows.push_back(&guesser.row);
    }
    chooser_.score(rows);
    std::erase_if(running, [&](Guesser& guesser) {
      if (!guesser.going) return true;
      Matcher* matcher = guesser.matcher ? &*guesser.matcher : nullptr;
      std::vector<int32_t>& guesses = guesser.sequence->guesses;
      Choice choice;
      const bool chosen = taken([&] {
        if (!chooser_.choose(guesser.row, *guesser.sequence, guesses.size(), matcher, choice)) return false;
        const int32_t token = choice.chosen.token;
        return token < vocabulary_ && !tokenizer_.is_end(token) && (!matcher || matcher->accept(token));
      });
      if (!chosen) return true;
      guesses.push_back(choice.chosen.token);
      return guesses.size() >= guesser.most;
    });
    cost_.learn(batch.size(), since(start));
  }
}

void Draft::settle(Sequence& sequence, size_t right) const {
  sequence.draft_computed = std::min(sequence.draft_computed, right);
  // Guesses are few: what they may have filled lies in the last pages.
  mark(sequence, sequence.draft_computed > 4 * kPagePositions ? sequence.draft_computed - 4 * kPagePositions : 0);
}

}  // namespace millwright
