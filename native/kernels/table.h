// All kernels over one set of lanes.
#pragma once

#include "attend_bytes.h"
#include "elementwise.h"
#include "mix.h"
#include "product.h"

namespace millwright {
namespace {

/** The two are null where an instruction set reads a format as quickly packed. */
template <class V, Packing kPacking>
constexpr auto unpack_or_null() -> decltype(&unpack<V, kPacking>) {
  if constexpr (V::unpacks(traits(kPacking).bits)) return unpack<V, kPacking>;
  else return nullptr;
}
template <class V, Packing kPacking>
constexpr auto wide_or_null() -> decltype(&wide<V, kPacking>) {
  if constexpr (V::unpacks(traits(kPacking).bits)) return wide<V, kPacking>;
  else return nullptr;
}

template <class V>
constexpr Kernels table() {
  using P = Packing;
  return {
      .name = V::kName,
      .tile_tokens = V::kTileTokens,
      .rest_tokens = V::kRestTokens,
      .block_columns = V::kBlockColumns,
      .packed = {packed<V, P::kF32>, packed<V, P::kF16>, packed<V, P::kBf16>, packed<V, P::kQ8>, packed<V, P::kQ4>, packed<V, P::kQ4Min>, packed<V, P::kQ5>,
                 packed<V, P::kQ4K>, packed<V, P::kQ5K>, packed<V, P::kQ6K>},
      .unpack = {nullptr, nullptr, nullptr, unpack_or_null<V, P::kQ8>(), unpack_or_null<V, P::kQ4>(), unpack_or_null<V, P::kQ4Min>(), unpack_or_null<V, P::kQ5>(),
                 unpack_or_null<V, P::kQ4K>(), unpack_or_null<V, P::kQ5K>(), unpack_or_null<V, P::kQ6K>()},
      .wide = {nullptr, nullptr, nullptr, wide_or_null<V, P::kQ8>(), wide_or_null<V, P::kQ4>(), wide_or_null<V, P::kQ4Min>(), wide_or_null<V, P::kQ5>(),
               wide_or_null<V, P::kQ4K>(), wide_or_null<V, P::kQ5K>(), wide_or_null<V, P::kQ6K>()},
      .block = {},
      .quantise = quantise<V>,
      .to_half = to_half<V>,
      .mix_half = mix_half<V>,
      .attend_bytes = attend_bytes<V>,
      .dot = dot<V>,
      .rms_norm = rms_norm<V>,
      .add = add<V>,
      .largest = largest<V>,
      .exponentials = exponentials<V>,
      .swiglu = swiglu<V>,
      .geglu = geglu<V>,
      .rotate_halves = rotate_halves<V>,
      .rotate_pairs = rotate_pairs,
      .int8_operations = V::int8_operations,
      .read = read<V>,
  };
}

}  // namespace
}  // namespace millwright
