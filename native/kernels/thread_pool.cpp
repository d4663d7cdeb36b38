#include "thread_pool.h"

#include <algorithm>

namespace millwright {
namespace {

using namespace std::chrono_literals;

constexpr int kSpins = 4000;
/** A thread that is waited for so long has lost its core to another process, if the others worked no longer than twice that. */
constexpr auto kLate = 300us;
/** How long it is left out: the first time, and at most when it is late again and again. */
constexpr auto kShortRest = 5ms, kLongRest = 160ms;
/**
 * So often a worker offers its core to others, with no piece in its hands. Where another process waits for it the system
 * would take it away itself some milliseconds later, most likely in the middle of a piece (Linux: base slice 1.4 ms and more,
 * looked at every 4 ms on many kernels). Where nobody waits the offer costs less than a microsecond.
 */
constexpr auto kTurn = 1ms;

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
  for (int thread = 1; thread < threads(); ++thread) {
    stretches_[static_cast<size_t>(thread)].resting.store(false);
    stretches_[static_cast<size_t>(thread)].resting.notify_one();
  }
  round_.fetch_add(1);
  round_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

/** Gives back false when it left pieces because the turn was over. */
bool ThreadPool::take_pieces(int thread, Clock::time_point turn_end) {
  const auto over = [&] { return turn_end != Clock::time_point::max() && Clock::now() >= turn_end; };
  for (int i = 0; i < threads(); ++i) {
    Stretch& stretch = stretches_[static_cast<size_t>((thread + i) % threads())];
    for (int piece; !over() && (piece = i == 0 ? stretch.take_first() : stretch.take_last()) >= 0;) (*work_)(piece);
  }
  return !over();
}

void ThreadPool::serve(int thread) {
  Stretch& own = stretches_[static_cast<size_t>(thread)];
  uint32_t seen = 0;
  Clock::time_point turn_end = Clock::now() + kTurn;
  for (;;) {
    for (int spin = 0; spin < kSpins && round_.load(std::memory_order_acquire) == seen; ++spin) relax();
    round_.wait(seen, std::memory_order_acquire);
    seen = round_.load(std::memory_order_acquire);
    if (closing_.load()) return;
    own.resting.wait(true);
    // A worker that comes late finds the round closed, or the next one open: either way its fields are sound.
    for (bool whole = false; !whole;) {
      if (Clock::now() >= turn_end) {
        std::this_thread::yield();
        turn_end = Clock::now() + kTurn;
      }
      own.inside.store(true);
      whole = !open_.load() || take_pieces(thread, turn_end);
      own.inside.store(false);
    }
  }
}

/** Pieces to all threads alike but those that rest; a rest may be over. */
void ThreadPool::share_out(int count, Clock::time_point now) {
  int64_t active = 1;
  for (int thread = 1; thread < threads(); ++thread) {
    Stretch& stretch = stretches_[static_cast<size_t>(thread)];
    if (stretch.resting.load(std::memory_order_relaxed) && now >= stretch.rest_end) {
      stretch.back_since = now;
      stretch.resting.store(false);
      stretch.resting.notify_one();
    }
    if (!stretch.resting.load(std::memory_order_relaxed)) ++active;
  }
  int64_t place = 0;
  for (int thread = 0; thread < threads(); ++thread) {
    Stretch& stretch = stretches_[static_cast<size_t>(thread)];
    const int64_t first = count * place / active;
    if (!stretch.resting.load(std::memory_order_relaxed)) ++place;
    stretch.pieces.store(stretch_of(static_cast<int>(first), static_cast<int>(count * place / active)));
  }
}

void ThreadPool::leave_out(Stretch& late, Clock::time_point now) {
  // Late again soon after it came back: twice as long as before.
  late.rest = now - late.back_since < late.rest ? std::min<Clock::duration>(late.rest * 2, kLongRest) : Clock::duration(kShortRest);
  late.rest_end = now + late.rest;
  late.resting.store(true);
}

void ThreadPool::await_workers(Clock::time_point start) {
  const auto waiting = Clock::now();
  for (int thread = 1; thread < threads(); ++thread) {
    Stretch& stretch = stretches_[static_cast<size_t>(thread)];
    if (!stretch.inside.load()) continue;
    while (stretch.inside.load()) std::this_thread::yield();
    const auto now = Clock::now();
    if (now - waiting > kLate && now - waiting > (waiting - start) / 2) leave_out(stretch, now);
  }
}

void ThreadPool::run(int count, const std::function<void(int)>& work) {
  if (workers_.empty() || count <= 1) {
    for (int piece = 0; piece < count; ++piece) work(piece);
    return;
  }
  const auto start = Clock::now();
  work_ = &work;
  share_out(count, start);
  open_.store(true);
  round_.fetch_add(1);
  round_.notify_all();
  take_pieces(0, Clock::time_point::max());
  open_.store(false);
  const auto working = [this] {
    for (int thread = 1; thread < threads(); ++thread)
      if (stretches_[static_cast<size_t>(thread)].inside.load()) return true;
    return false;
  };
  for (int spin = 0; working(); ++spin) {
    if (spin == kSpins) return await_workers(start);
    relax();
  }
}

}  // namespace millwright
