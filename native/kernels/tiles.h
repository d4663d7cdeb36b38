// AMX: eight tile registers of 16 rows of 64 bytes, and products of two of them (Intel 64 and IA-32 SDM, volume 1, chapter 18).
#pragma once

#include <cstddef>
#include <cstdint>

#include "packing.h"

namespace millwright {

/** Whether the processor has tiles of bytes and the system lets this process use them, which it is asked for the first time. */
bool has_tiles();

#if defined(__x86_64__) && defined(__linux__) && !defined(MILLWRIGHT_EMULATE_AVX512)
#define MILLWRIGHT_TILES 1

namespace {

// Written out, since compilers' own intrinsics do not say which memory they read.
template <int kTile>
[[gnu::always_inline]] inline void tile_load(const void* from, size_t row_bytes) {
  asm volatile("tileloadd (%0,%1,1), %%tmm%c2" ::"r"(from), "r"(row_bytes), "i"(kTile), "m"(*static_cast<const char (*)[]>(from)));
}
/** What a tile of sums holds: 16 rows of 16. */
using TileSums = int32_t[kPanelRows * kPanelRows];
template <int kTile>
[[gnu::always_inline]] inline void tile_store(TileSums& to) {
  asm volatile("tilestored %%tmm%c3, (%1,%2,1)" : "=m"(to) : "r"(to), "r"(size_t{64}), "i"(kTile));
}
template <int kTile>
[[gnu::always_inline]] inline void tile_zero() {
  asm volatile("tilezero %%tmm%c0" ::"i"(kTile));
}
/** Adds the products of signed bytes: sum[m][n] += a[m][4k + i] * b[k][4n + i]. */
template <int kSum, int kA, int kB>
[[gnu::always_inline]] inline void tile_products() {
  asm volatile("tdpbssd %%tmm%c2, %%tmm%c1, %%tmm%c0" ::"i"(kSum), "i"(kA), "i"(kB));
}

/** Which tiles hold what while one of these lives. There are several of each, so that one's work goes on beside the others'. */
class TileShapes {
 public:
  static constexpr int kSums = 0, kSumTiles = 4, kA = 4, kB = 6, kFactorTiles = 2;

  /** Sums of 16 x 16; `columns` of the products are summed at a time. */
  explicit TileShapes(int columns) {
    struct alignas(64) {
      uint8_t palette = 1, start_row = 0, reserved[14] = {};
      uint16_t row_bytes[16] = {};
      uint8_t rows[16] = {};
    } shapes;
    const auto shape = [&](int first, int count, int rows, int row_bytes) {
      for (int i = first; i < first + count; ++i) {
        shapes.rows[i] = static_cast<uint8_t>(rows);
        shapes.row_bytes[i] = static_cast<uint16_t>(row_bytes);
      }
    };
    shape(kSums, kSumTiles, kPanelRows, 64);
    shape(kA, kFactorTiles, kPanelRows, columns);
    shape(kB, kFactorTiles, columns / 4, 64);
    asm volatile("ldtilecfg %0" ::"m"(shapes));
  }
  /** Without tiles in use the system has less to keep when it changes threads. */
  ~TileShapes() { asm volatile("tilerelease"); }
  TileShapes(const TileShapes&) = delete;
  TileShapes& operator=(const TileShapes&) = delete;
};

}  // namespace
#endif

}  // namespace millwright
