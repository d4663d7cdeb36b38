#include "kernels.h"
#include "tiles.h"

namespace millwright {
namespace {

[[maybe_unused]] bool has_avx2() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

[[maybe_unused]] bool is_amd() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_is("amd");
#else
  return false;
#endif
}

}  // namespace

Isa best_isa() {
#if defined(__x86_64__)
#ifdef MILLWRIGHT_EMULATE_AVX512
  // The build that checks memory is about the plain path.
  return Isa::kPortable;
#else
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
    return has_tiles() ? Isa::kAmx : Isa::kAvx512;
  if (has_avx2()) return Isa::kAvx2;
#endif
#endif
  return Isa::kPortable;
}

bool runs(Isa isa) {
  if (isa == Isa::kPortable) return true;
  if (isa == Isa::kAvx2) return has_avx2();
#if defined(__x86_64__) && defined(MILLWRIGHT_EMULATE_AVX512)
  return isa == Isa::kAvx512;
#else
  return best_isa() == isa || (isa == Isa::kAvx512 && best_isa() == Isa::kAmx);
#endif
}

const Kernels& kernels_for(Isa isa) {
#ifdef MILLWRIGHT_TILES
  if (isa == Isa::kAmx) return kAmxKernels;
#endif
#if defined(__x86_64__)
  if (isa == Isa::kAvx512) return is_amd() ? kAvx512AmdKernels : kAvx512Kernels;
  if (isa == Isa::kAvx2) return kAvx2Kernels;
#endif
  (void)isa;
  return kPortableKernels;
}

}  // namespace millwright
