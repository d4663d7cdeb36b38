#if defined(__x86_64__)
#include "lanes_avx2.h"
#include "table.h"

namespace millwright {

constinit const Kernels kAvx2Kernels = table<Avx2>();

}  // namespace millwright
#endif
