// One round of the engine: what is computed together, and what becomes of it.
#include <algorithm>

#include "engine.h"

namespace millwright {
namespace {

/** Prompt tokens of one batch while answers are running, so that these are not held up for long, and otherwise. */
constexpr size_t kPromptChunk = 192;
constexpr size_t kLonePromptChunk = 512;

}  // namespace

/** Moves `count` pending tokens of a sequence into the batch. */
void Engine::feed(Slot& slot, size_t count, std::vector<BatchToken>& batch) {
  const size_t last = slot.tokens.size() + count;
  while (slot.pages.size() * kPagePositions < last) {
    slot.pages.push_back(store_->take());
    --slot.promised;
  }
  slot.batch_begin = batch.size();
  for (size_t i = 0; i < count; ++i) {
    batch.push_back({slot.pending[i], static_cast<int>(slot.tokens.size()), slot.pages.data()});
    slot.tokens.push_back(slot.pending[i]);
  }
  slot.pending.erase(slot.pending.begin(), slot.pending.begin() + static_cast<std::ptrdiff_t>(count));
  slot.batch_end = batch.size();
}

/** A running answer always gets its tokens; prompts share what room is left, each round another one first. */
void Engine::gather(std::vector<BatchToken>& batch) {
  for (auto& slot : slots_) {
    slot->batch_begin = slot->batch_end = 0;
    if (!slot->request) continue;
    if (slot->request->is_cancelled()) finish(*slot, false, "");
    else if (slot->request->is_late()) finish(*slot, false, slot->request->late());
  }
  size_t prompts = 0;
  for (auto& slot : slots_) {
    if (slot->in_prompt()) ++prompts;
    if (!slot->request || slot->in_prompt()) continue;
    slot->guessed = 0;
    if (slot->guesses() && slot->pending.size() == 1) {
      const size_t left = slot->request->most_tokens(context_) - slot->tokens.size() - 1;
      slot->lookup.extend(slot->text);
      for (const int32_t token : slot->lookup.guess(slot->text, left)) slot->pending.push_back(token);
      slot->guessed = slot->pending.size() - 1;
    }
    feed(*slot, slot->pending.size(), batch);
  }
  size_t room = batch.empty() ? kLonePromptChunk : kPromptChunk;
  ++turn_;
  for (size_t i = 0; i < slots_.size() && room > 0; ++i) {
    Slot& slot = *slots_[(turn_ + i) % slots_.size()];
    if (!slot.in_prompt()) continue;
    const size_t fair = std::max<size_t>(1, room / prompts--);
    const size_t count = std::min(slot.pending.size(), prompts == 0 ? room : fair);
    feed(slot, count, batch);
    room -= count;
  }
}

void Engine::step() {
  std::vector<BatchToken> batch;
  gather(batch);
  if (batch.empty()) return;
  decoder_->forward(*pages_, batch);
  settle();
  const std::lock_guard lock(mutex_);
  ++figures_.batches;
  figures_.cache_used_bytes = static_cast<size_t>(store_->total() - store_->available() + store_->kept()) * decoder_->kv_layout().page_bytes();
}

/** Scores what was computed, all sequences' rows of the head together, and takes every sequence further. */
void Engine::settle() {
  std::vector<size_t> rows;
  const size_t vocabulary = static_cast<size_t>(decoder_->shape().vocabulary);
  const auto ready = [](const Slot& slot) { return slot.request && slot.batch_end > slot.batch_begin && slot.pending.empty(); };
  for (auto& slot : slots_) {
    if (!slot->request || slot->batch_end == slot->batch_begin) continue;
    if (slot->guessed == 0) keep_pages(*slot);
    if (!ready(*slot)) continue;
    slot->few = slot->matcher && slot->matcher->list_allowed(allowed_, kFewTokens);
    if (slot->few) continue;
    slot->scores = rows.size() * vocabulary;
    for (size_t row = slot->batch_end - slot->guessed - 1; row < slot->batch_end; ++row) rows.push_back(row);
  }
  if (!rows.empty()) decoder_->score(rows, scores_);
  for (auto& slot : slots_) {
    if (!ready(*slot)) continue;
    try {
      if (slot->guessed > 0) verify_guess(*slot, scores_.data() + slot->scores);
      else advance(*slot, slot->few ? nullptr : scores_.data() + slot->scores);
    } catch (const std::exception& error) {
      finish(*slot, false, error.what());
    }
  }
}

/** Gives full pages their names, so that others can share them. */
void Engine::keep_pages(Slot& slot) {
  for (; (slot.published + 1) * kPagePositions <= slot.tokens.size(); ++slot.published)
    slot.last_node = store_->publish(slot.pages[slot.published], slot.last_node,
                                     std::span<const int32_t>(slot.tokens).subspan(slot.published * kPagePositions, kPagePositions));
}

}  // namespace millwright
