// Threads that stay: they spin a little for the next piece of work, then sleep until there is one.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace millwright {

class ThreadPool {
 public:
  /** @param threads how many work at once, the caller's own among them */
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /**
   * Runs work(i) for every i below `count`, each once, and returns when all are done. Every thread goes through a stretch of
   * its own, so that it reads memory from front to back; who is through takes from the end of another's stretch, so a
   * worker whose core is taken away delays nobody but the piece in its hands, and it offers its core to others before it is
   * taken. A worker whose piece was long waited for nonetheless is left out for a while: the others are quicker without it.
   * One caller at a time.
   */
  void run(int count, const std::function<void(int)>& work);

 private:
  using Clock = std::chrono::steady_clock;

  /** Pieces of one thread that nobody has taken yet: [first, last) in one word, on a cache line of its own. */
  struct alignas(64) Stretch {
    std::atomic<uint64_t> pieces{0};
    /** The thread may be working. */
    std::atomic<bool> inside{false};
    /** The thread is left out. */
    std::atomic<bool> resting{false};
    int take_first();
    int take_last();

    // Of the caller: until when it is left out, for how long the next time, and since when it is back.
    Clock::time_point rest_end{}, back_since{};
    Clock::duration rest{};
  };

  void serve(int thread);
  bool take_pieces(int thread, Clock::time_point turn_end);
  void share_out(int count, Clock::time_point now);
  void await_workers(Clock::time_point start);
  void leave_out(Stretch& late, Clock::time_point now);

  std::vector<std::thread> workers_;
  std::unique_ptr<Stretch[]> stretches_;
  std::atomic<uint32_t> round_{0};
  std::atomic<bool> open_{false};
  std::atomic<bool> closing_{false};
  const std::function<void(int)>* work_ = nullptr;
};

}  // namespace millwright
