#include "machine.h"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>
#include <thread>
#include <vector>

namespace millwright {
namespace {

constexpr size_t kBytes = size_t{512} << 20;  // far beyond any cache
constexpr int kRounds = 5;

/** Wall seconds of the work on all threads. */
template <class Work>
double seconds_of(int threads, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back([&, t] { work(t); });
  work(0);
  for (std::thread& other : others) other.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

MachineFigures measure_machine(const Kernels& kernels, int threads) {
  void* memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  ::madvise(memory, kBytes, MADV_HUGEPAGE);
#endif
  std::memset(memory, 1, kBytes);
  const float* values = static_cast<const float*>(memory);
  const size_t each = kBytes / sizeof(float) / static_cast<size_t>(threads);
  MachineFigures figures;
  volatile float kept = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double read = seconds_of(threads, [&](int t) {
      // A sum of squares reads as fast as memory gives.
      constexpr size_t kPiece = size_t{1} << 18;
      const float* from = values + static_cast<size_t>(t) * each;
      float sum = 0;
      for (size_t at = 0; at + kPiece <= each; at += kPiece) sum += kernels.dot(from + at, from + at, static_cast<int>(kPiece));
      kept = sum;
    });
    figures.read_bytes_per_second = std::max(figures.read_bytes_per_second, static_cast<double>(kBytes) / read);
    constexpr int kSteps = 4'000'000;
    std::vector<double> done(static_cast<size_t>(threads));
    const double computing = seconds_of(threads, [&](int t) { done[static_cast<size_t>(t)] = kernels.int8_operations(kSteps); });
    double sum = 0;
    for (const double operations : done) sum += operations;
    figures.int8_operations_per_second = std::max(figures.int8_operations_per_second, sum / computing);
  }
  ::munmap(memory, kBytes);
  return figures;
}

}  // namespace millwright
