// Threads that stay: they spin a little for the next piece of work, then sleep until there is one.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
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
   * Runs work(i) for every i below `count`, each once, and returns when all are done. Pieces are handed out one by one,
   * so a worker whose core is taken away delays nobody but its own piece. One caller at a time.
   */
  void run(int count, const std::function<void(int)>& work);

 private:
  void serve();
  void take_pieces();

  std::vector<std::thread> workers_;
  std::atomic<uint32_t> round_{0};
  std::atomic<bool> open_{false};
  std::atomic<bool> closing_{false};
  std::atomic<int> inside_{0};
  std::atomic<int> next_{0};
  int count_ = 0;
  const std::function<void(int)>* work_ = nullptr;
};

}  // namespace millwright
