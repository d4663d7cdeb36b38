// One stretch of memory for all weights of a model, on huge pages where the system gives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace millwright {

/**
 * Weights are read from end to end for every token, and a matrix is often smaller than a huge page: side by side they fill
 * such pages, alone most of them would lie on small ones and cost the processor an address translation each 4 KB.
 */
class Arena {
 public:
  /** @throws std::bad_alloc */
  explicit Arena(size_t bytes);
  /** Room that begins at a cache line. @throws std::bad_alloc when the arena is full */
  uint8_t* take(size_t bytes);
  /** What take(bytes) uses up. */
  static constexpr size_t rounded(size_t bytes) { return (bytes + 63) & ~size_t{63}; }

 private:
  struct Freer {
    size_t size;
    void operator()(uint8_t* memory) const;
  };
  std::unique_ptr<uint8_t, Freer> memory_;
  uint8_t* next_;
  uint8_t* end_;
};

}  // namespace millwright
