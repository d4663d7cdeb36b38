#include "inbox.h"

#include <iterator>

namespace millwright {

uint64_t Inbox::open() {
  const std::lock_guard lock(mutex_);
  const uint64_t id = next_id_++;
  cancelled_[id] = std::make_shared<std::atomic<bool>>(false);
  return id;
}

bool Inbox::put(std::unique_ptr<Request>& request) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    request->cancelled = cancelled_.at(request->id);
    requests_.push_back(std::move(request));
  }
  wake_.notify_all();
  return true;
}

void Inbox::cancel(uint64_t id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = cancelled_.find(id); found != cancelled_.end()) found->second->store(true);
}

void Inbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_.notify_all();
}

bool Inbox::take(bool busy, std::vector<std::unique_ptr<Request>>& requests) {
  std::unique_lock lock(mutex_);
  if (!busy) wake_.wait(lock, [&] { return closed_ || !requests_.empty(); });
  std::move(requests_.begin(), requests_.end(), std::back_inserter(requests));
  requests_.clear();
  return !closed_;
}

void Inbox::forget(uint64_t id) {
  const std::lock_guard lock(mutex_);
  cancelled_.erase(id);
}

}  // namespace millwright
