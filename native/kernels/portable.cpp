#include "lanes_portable.h"
#include "table.h"

namespace millwright {

constinit const Kernels kPortableKernels = table<Portable>();

}  // namespace millwright
