#include "lanes_portable.h"
#include "table.h"

namespace millwright {

const Kernels kPortableKernels = table<Portable>();

}  // namespace millwright
