#include "arena.h"

#include <sys/mman.h>

#include <new>

namespace millwright {
namespace {

constexpr size_t kHugePage = 2u << 20;

}  // namespace

void Arena::Freer::operator()(uint8_t* memory) const {
  if (memory) ::munmap(memory, size);
}

Arena::Arena(size_t bytes) : memory_(nullptr, Freer{0}) {
  const size_t whole = bytes + 2 * kHugePage;
  void* memory = ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  memory_ = std::unique_ptr<uint8_t, Freer>(static_cast<uint8_t*>(memory), Freer{whole});
  const size_t ahead = (kHugePage - reinterpret_cast<uintptr_t>(memory) % kHugePage) % kHugePage;
  next_ = memory_.get() + ahead;
  end_ = memory_.get() + whole;
#ifdef MADV_HUGEPAGE
  ::madvise(next_, static_cast<size_t>(end_ - next_), MADV_HUGEPAGE);
#endif
}

uint8_t* Arena::take(size_t bytes) {
  if (rounded(bytes) > static_cast<size_t>(end_ - next_)) throw std::bad_alloc();
  uint8_t* const taken = next_;
  next_ += rounded(bytes);
  return taken;
}

}  // namespace millwright
