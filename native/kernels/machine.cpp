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
  const size_t each = kBytes / static_cast<size_t>(threads) / 1024 * 1024;
  MachineFigures figures;
  volatile uint64_t kept = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double read = seconds_of(threads, [&](int t) { kept = kernels.read(static_cast<const uint8_t*>(memory) + static_cast<size_t>(t) * each, each); });
    figures.read_bytes_per_second = std::max(figures.read_bytes_per_second, static_cast<double>(each * static_cast<size_t>(threads)) / read);
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
