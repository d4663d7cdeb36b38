// From scores to the next tokens of an answer.
#include <algorithm>
#include <stdexcept>

#include "engine.h"
#include "sampler.h"

namespace millwright {

/** Chooses the next token of a sequence, and every one after it that the grammar leaves no choice about. */
void Engine::advance(Slot& slot, const float* scores) {
  TokenEvent event;
  if (pick(slot, scores, event) && take(slot, std::move(event))) take_forced(slot);
}

/** Guesses that the model itself would have chosen stay; after the first that it would not, its own choice comes. */
void Engine::verify_guess(Slot& slot, const float* scores) {
  const size_t guessed = slot.guessed, first = slot.tokens.size() - guessed, vocabulary = static_cast<size_t>(decoder_->shape().vocabulary);
  size_t held = 0;
  bool running = true;
  for (; running; ++held) {
    TokenEvent event;
    if (!pick(slot, scores + held * vocabulary, event)) break;
    const int32_t token = event.token;
    const bool agrees = held < guessed && slot.tokens[first + held] == token;
    running = take(slot, std::move(event)) && agrees;
    // Its key and value stand already.
    if (agrees && slot.request) slot.pending.pop_back();
    if (!agrees) break;
  }
  held = std::min(held, guessed);
  if (!slot.request) return;
  slot.tokens.resize(first + held);
  slot.guessed = 0;
  keep_pages(slot);
  slot.lookup.learn(guessed, held);
  const std::lock_guard lock(mutex_);
  figures_.guessed_tokens += guessed;
  figures_.held_tokens += held;
}

/** The next token by the request's sampling and grammar. False when there is none: the sequence is finished then. */
bool Engine::pick(Slot& slot, const float* scores, TokenEvent& event) {
  const GenerateOptions& options = slot.request->options;
  if (slot.generated >= options.max_tokens || static_cast<int>(slot.text.size()) >= context_) {
    finish(slot, true, "");
    return false;
  }
  std::span<const float> candidates;
  if (slot.matcher) {
    if (slot.few) {
      slot.matcher->list_allowed(allowed_, kFewTokens);
      if (allowed_.size() > 1 || options.alternatives >= 0) decoder_->score_some(slot.batch_end - 1, allowed_, few_scores_);
      else few_scores_.assign(allowed_.size(), 0.0f);
    } else {
      slot.matcher->fill_mask(mask_);
      allowed_.clear();
      for (size_t word = 0; word < mask_.size(); ++word)
        for (uint64_t bits = mask_[word]; bits != 0; bits &= bits - 1) {
          const int32_t token = static_cast<int32_t>(word * 64) + __builtin_ctzll(bits);
          if (token < decoder_->shape().vocabulary) allowed_.push_back(token);
        }
      few_scores_.resize(allowed_.size());
      for (size_t i = 0; i < allowed_.size(); ++i) few_scores_[i] = scores[allowed_[i]];
    }
    if (allowed_.empty()) {
      finish(slot, false, "");
      return false;
    }
    candidates = few_scores_;
  } else {
    candidates = std::span<const float>(scores, static_cast<size_t>(decoder_->shape().vocabulary));
  }
  const auto token_at = [&](size_t index) { return slot.matcher ? allowed_[index] : static_cast<int32_t>(index); };
  const size_t index = choose(candidates, {options.temperature, options.top_k, options.top_p, options.min_p}, slot.random);
  event.token = token_at(index);
  if (options.alternatives >= 0) {
    const float total = log_sum_exp(candidates);
    event.chosen.logprob = candidates[index] - total;
    for (const size_t other : largest(candidates, static_cast<size_t>(options.alternatives)))
      event.alternatives.push_back({tokenizer_->piece(token_at(other)), candidates[other] - total});
  }
  if (tokenizer_->is_end(event.token)) {
    finish(slot, false, "");
    return false;
  }
  return true;
}

/** Adds a token to the answer. False when the answer ends with it. */
bool Engine::take(Slot& slot, TokenEvent event) {
  const int32_t token = event.token;
  if (slot.matcher && !slot.matcher->accept(token)) throw std::logic_error("the grammar refused a token that it allowed");
  slot.pending.push_back(token);
  slot.text.push_back(token);
  ++slot.generated;
  event.chosen.bytes = tokenizer_->piece(token);
  event.text = slot.stream->push(token);
  slot.request->on_token(event);
  count(&EngineFigures::generated_tokens, 1);
  if (slot.matcher && slot.matcher->done()) {
    finish(slot, false, "");
    return false;
  }
  if (slot.generated >= slot.request->options.max_tokens || static_cast<int>(slot.text.size()) >= context_) {
    finish(slot, true, "");
    return false;
  }
  return true;
}

/** Takes what the schema leaves no choice about without asking the model. False when the answer ends with it. */
bool Engine::take_forced(Slot& slot) {
  while (slot.matcher) {
    std::vector<int32_t> forced;
    if (slot.request->options.jump) forced = slot.matcher->forced();
    if (forced.empty() && slot.matcher->list_allowed(allowed_, 1) && allowed_.size() == 1 && !tokenizer_->is_end(allowed_[0])) forced = allowed_;
    if (forced.empty()) return true;
    for (const int32_t token : forced) {
      TokenEvent event;
      event.token = token;
      count(&EngineFigures::forced_tokens, 1);
      if (!take(slot, std::move(event))) return false;
    }
  }
  return true;
}

void Engine::finish(Slot& slot, bool by_length, const std::string& error) {
  const std::unique_ptr<Request> request = std::move(slot.request);
  const std::string rest = slot.stream->flush();
  if (!rest.empty()) {
    TokenEvent event;
    event.token = -1;
    event.text = rest;
    request->on_token(event);
  }
  slot.pending.clear();
  slot.matcher.reset();
  // The last page first: beginnings stay longest.
  for (auto page = slot.pages.rbegin(); page != slot.pages.rend(); ++page) store_->release(*page);
  slot.pages.clear();
  slot.promised = 0;
  {
    const std::lock_guard lock(mutex_);
    cancelled_.erase(request->id);
    --figures_.active;
  }
  request->on_finish({by_length, slot.cached, error});
}

}  // namespace millwright
