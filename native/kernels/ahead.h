// Memory that is read soon: whoever leaves the memory idle meanwhile has some of it come into the cache.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace millwright {

constexpr size_t kCacheLine = 64;

/** Has memory come into the second-level cache; what lies beyond its end, or is not there at all, does no harm. */
inline void fetch_lines(const uint8_t* from, size_t bytes) {
  for (size_t at = 0; at < bytes; at += kCacheLine) __builtin_prefetch(from + at, 0, 2);
}

/** A stretch of memory that several threads fetch piece by piece, each piece once. */
class Ahead {
 public:
  explicit Ahead(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  void fetch(size_t bytes) {
    if (taken_.load(std::memory_order_relaxed) >= bytes_.size()) return;
    const size_t at = taken_.fetch_add(bytes, std::memory_order_relaxed);
    if (at < bytes_.size()) fetch_lines(bytes_.data() + at, bytes);
  }

 private:
  std::span<const uint8_t> bytes_;
  std::atomic<size_t> taken_{0};
};

}  // namespace millwright
