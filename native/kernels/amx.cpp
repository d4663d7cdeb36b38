#include "tiles.h"

#ifdef MILLWRIGHT_TILES
#include "product_tiles.h"
#include "table.h"

namespace millwright {
namespace {

/** Everything but the products of many tokens is AVX-512's. */
constexpr Kernels with_tiles() {
  using P = Packing;
  Kernels kernels = table<Avx512>();
  kernels.name = "AMX";
  kernels.block_columns = 1024;
  for (auto& wide : kernels.wide) wide = nullptr;
  const auto take = [&](auto packing) {
    constexpr P kPacking = static_cast<P>(packing());
    kernels.unpack[packing()] = unpack_for_tiles<kPacking>;
    kernels.block[packing()] = block<kPacking>;
  };
  unrolled<static_cast<int>(P::kQ8), kPackings>(take);
  kernels.int8_operations = tile_operations;
  return kernels;
}

}  // namespace

constinit const Kernels kAmxKernels = with_tiles();

}  // namespace millwright
#endif
