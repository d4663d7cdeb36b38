// Vectors of numbers that kernels read and write: they begin at a cache line.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "ahead.h"

namespace millwright {

/** Memory from the beginning of a cache line; elements that resize() adds are left as they come. */
template <class T>
struct LineAllocator {
  using value_type = T;

  LineAllocator() = default;
  template <class U>
  LineAllocator(const LineAllocator<U>&) {}

  T* allocate(size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{kCacheLine})); }
  void deallocate(T* memory, size_t) { ::operator delete(memory, std::align_val_t{kCacheLine}); }

  template <class U>
  void construct(U* at) { ::new (static_cast<void*>(at)) U; }
  template <class U, class... Values>
  void construct(U* at, Values&&... values) { ::new (static_cast<void*>(at)) U(std::forward<Values>(values)...); }

  template <class U>
  bool operator==(const LineAllocator<U>&) const { return true; }
};

/**
 * Sixteen floats fill a line. Where a vector begins in the middle of one, each of its registers lies over two lines: stores
 * then take twice as long, a tenth of a prompt's time.
 */
template <class T>
using LineVector = std::vector<T, LineAllocator<T>>;

}  // namespace millwright
