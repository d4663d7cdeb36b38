// What the machine itself can do, to set the engine's speed against.
#pragma once

#include "kernels.h"

namespace millwright {

struct MachineFigures {
  double read_bytes_per_second = 0;
  double int8_operations_per_second = 0;
};

/** Measures with that many threads, the best of a few rounds; takes about a second. */
MachineFigures measure_machine(const Kernels& kernels, int threads);

}  // namespace millwright
