#include "thread_pool.h"

namespace millwright {
namespace {

constexpr int kSpins = 4000;

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

constexpr uint64_t stretch_of(int first, int last) { return static_cast<uint64_t>(first) << 32 | static_cast<uint32_t>(last); }
constexpr int first_of(uint64_t pieces) { return static_cast<int>(pieces >> 32); }
constexpr int last_of(uint64_t pieces) { return static_cast<int>(pieces & 0xffffffffu); }

}  // namespace

/** -1 when there is none. */
int ThreadPool::Stretch::take_first() {
  uint64_t seen = pieces.load();
  while (first_of(seen) < last_of(seen))
    if (pieces.compare_exchange_weak(seen, stretch_of(first_of(seen) + 1, last_of(seen)))) return first_of(seen);
  return -1;
}
int ThreadPool::Stretch::take_last() {
  uint64_t seen = pieces.load();
  while (first_of(seen) < last_of(seen))
    if (pieces.compare_exchange_weak(seen, stretch_of(first_of(seen), last_of(seen) - 1))) return last_of(seen) - 1;
  return -1;
}

ThreadPool::ThreadPool(int threads) : stretches_(std::make_unique<Stretch[]>(static_cast<size_t>(threads < 1 ? 1 : threads))) {
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this, i] { serve(i); });
}

ThreadPool::~ThreadPool() {
  closing_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::take_pieces(int thread) {
  for (int piece; (piece = stretches_[static_cast<size_t>(thread)].take_first()) >= 0;) (*work_)(piece);
  for (int i = 1; i < threads(); ++i) {
    Stretch& other = stretches_[static_cast<size_t>((thread + i) % threads())];
    for (int piece; (piece = other.take_last()) >= 0;) (*work_)(piece);
  }
}

void ThreadPool::serve(int thread) {
  uint32_t seen = 0;
  for (;;) {
    for (int spin = 0; spin < kSpins && round_.load(std::memory_order_acquire) == seen; ++spin) relax();
    round_.wait(seen, std::memory_order_acquire);
    seen = round_.load(std::memory_order_acquire);
    if (closing_.load()) return;
    // A worker that comes late finds the round closed, or the next one open: either way its fields are sound.
    inside_.fetch_add(1);
    if (open_.load()) take_pieces(thread);
    inside_.fetch_sub(1);
  }
}

void ThreadPool::run(int count, const std::function<void(int)>& work) {
  if (workers_.empty() || count <= 1) {
    for (int piece = 0; piece < count; ++piece) work(piece);
    return;
  }
  work_ = &work;
  for (int thread = 0; thread < threads(); ++thread)
    stretches_[static_cast<size_t>(thread)].pieces.store(stretch_of(static_cast<int>(int64_t{count} * thread / threads()), static_cast<int>(int64_t{count} * (thread + 1) / threads())));
  open_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
  take_pieces(0);
  open_.store(false);
  for (int spin = 0; inside_.load() != 0; ++spin) {
    if (spin < kSpins) relax();
    else std::this_thread::yield();
  }
}

}  // namespace millwright
