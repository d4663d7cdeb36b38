#include "tiles.h"

#ifdef MILLWRIGHT_TILES
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace millwright {

#ifdef MILLWRIGHT_TILES
namespace {

/** Tiles, and tiles of bytes. */
bool processor_has_tiles() {
  constexpr unsigned kTile = 1u << 24, kInt8 = 1u << 25, kOsSaves = 1u << 27;
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & kOsSaves)) return false;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (edx & kTile) && (edx & kInt8);
}

/** Their state is large, so Linux keeps it only for processes that ask (Documentation/arch/x86/xstate.rst). */
bool system_permits_tiles() {
  constexpr unsigned kShapesAndData = 3u << 17;
  unsigned low = 0, high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & kShapesAndData) != kShapesAndData) return false;
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return ::syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

}  // namespace

bool has_tiles() {
  static const bool has = processor_has_tiles() && system_permits_tiles();
  return has;
}
#else
bool has_tiles() { return false; }
#endif

}  // namespace millwright
