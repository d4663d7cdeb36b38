#if defined(__x86_64__)
#include "lanes_avx512.h"
#include "table.h"

namespace millwright {

constinit const Kernels kAvx512Kernels = table<Avx512>();

}  // namespace millwright
#endif
