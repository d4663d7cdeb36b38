#include "thread_pool.h"

namespace millwright {
namespace {

constexpr int kSpins = 4000;

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

ThreadPool::ThreadPool(int threads) {
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { serve(); });
}

ThreadPool::~ThreadPool() {
  closing_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::take_pieces() {
  for (;;) {
    const int piece = next_.fetch_add(1, std::memory_order_relaxed);
    if (piece >= count_) return;
    (*work_)(piece);
  }
}

void ThreadPool::serve() {
  uint32_t seen = 0;
  for (;;) {
    for (int spin = 0; spin < kSpins && round_.load(std::memory_order_acquire) == seen; ++spin) relax();
    round_.wait(seen, std::memory_order_acquire);
    seen = round_.load(std::memory_order_acquire);
    if (closing_.load()) return;
    // A worker that comes late finds the round closed, or the next one open: either way its fields are sound.
    inside_.fetch_add(1);
    if (open_.load()) take_pieces();
    inside_.fetch_sub(1);
  }
}

void ThreadPool::run(int count, const std::function<void(int)>& work) {
  if (workers_.empty() || count == 1) {
    for (int piece = 0; piece < count; ++piece) work(piece);
    return;
  }
  work_ = &work;
  count_ = count;
  next_.store(0);
  open_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
  take_pieces();
  open_.store(false);
  for (int spin = 0; inside_.load() != 0; ++spin) {
    if (spin < kSpins) relax();
    else std::this_thread::yield();
  }
}

}  // namespace millwright
