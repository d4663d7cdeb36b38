// Which waiting requests start.
#include <algorithm>

#include "engine.h"

namespace millwright {

/** Ends requests that were cancelled, or ran out of time, before their turn came. */
void Engine::drop_waiting() {
  std::vector<std::unique_ptr<Request>> dropped;
  {
    const std::lock_guard lock(mutex_);
    const auto gone = [](const auto& request) { return request->is_cancelled() || request->is_late(); };
    for (auto& request : waiting_)
      if (gone(request)) {
        cancelled_.erase(request->id);
        dropped.push_back(std::move(request));
      }
    std::erase(waiting_, nullptr);
  }
  for (const auto& request : dropped) request->on_finish({false, 0, request->is_cancelled() ? "" : request->late()});
}

/** Starts waiting requests in the order in which they came, as long as there is a sequence and there are pages for them. */
void Engine::admit() {
  drop_waiting();
  for (;;) {
    std::unique_ptr<Request> request;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) return;
      request = std::move(waiting_.front());
      waiting_.pop_front();
    }
    if (start(request)) continue;
    const std::lock_guard lock(mutex_);
    waiting_.push_front(std::move(request));
    return;
  }
}

/** False when the request has to wait: it stays with the caller. */
bool Engine::start(std::unique_ptr<Request>& request) {
  const auto free = std::find_if(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->request == nullptr; });
  if (free == slots_.end()) return false;
  const std::vector<int32_t>& prompt = request->options.tokens;
  // At least one token is computed, or there would be no scores to choose from.
  const std::span<const int32_t> findable(prompt.data(), prompt.size() - 1);
  const size_t known = static_cast<size_t>(store_->known(findable)) * kPagePositions;
  for (const auto& slot : slots_) {
    // Somebody is computing the same beginning right now: wait for it instead of doing it twice.
    if (!slot->in_prompt()) continue;
    const std::vector<int32_t>& theirs = slot->request->options.tokens;
    const size_t limit = std::min(theirs.size(), findable.size());
    size_t shared = 0;
    while (shared < limit && theirs[shared] == prompt[shared]) ++shared;
    if (shared / kPagePositions * kPagePositions > known) return false;
  }
  int promised = 0;
  for (const auto& slot : slots_) promised += slot->promised;
  const int wanted = pages_for(request->most_tokens(context_));

  Slot& slot = **free;
  slot.tokens.clear();
  slot.pages.clear();
  slot.last_node = 0;
  slot.published = 0;
  for (size_t at = 0; at + kPagePositions <= findable.size(); at += kPagePositions) {
    const int32_t page = store_->find(slot.last_node, findable.subspan(at, kPagePositions), slot.last_node);
    if (page < 0) break;
    slot.pages.push_back(page);
    ++slot.published;
  }
  const size_t shared = slot.pages.size() * kPagePositions;
  if (wanted - static_cast<int>(slot.pages.size()) > store_->available() - promised) {
    for (auto page = slot.pages.rbegin(); page != slot.pages.rend(); ++page) store_->release(*page);
    slot.pages.clear();
    return false;
  }
  slot.pages.reserve(static_cast<size_t>(wanted));
  slot.promised = wanted - static_cast<int>(slot.pages.size());
  slot.tokens.assign(prompt.begin(), prompt.begin() + static_cast<std::ptrdiff_t>(shared));
  slot.pending.assign(prompt.begin() + static_cast<std::ptrdiff_t>(shared), prompt.end());
  slot.cached = static_cast<int>(shared);
  slot.generated = 0;
  slot.guessed = 0;
  slot.random.seed(request->options.seed);
  slot.stream = std::make_unique<StreamDecoder>(*tokenizer_);
  slot.matcher = request->grammar ? std::make_unique<Matcher>(request->grammar) : nullptr;
  slot.lookup = PromptLookup();
  slot.text = prompt;
  slot.request = std::move(request);
  const std::lock_guard lock(mutex_);
  figures_.prompt_tokens += prompt.size();
  figures_.cached_tokens += shared;
  ++figures_.active;
  return true;
}

}  // namespace millwright
