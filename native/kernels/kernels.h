// The inner loops, one implementation for each instruction set; kernels_for() chooses at run time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "packing.h"

namespace millwright {

/** Tokens that one kernel call serves at most, whatever the instruction set. */
constexpr int kMostTileTokens = 16;
/** Positions of one page of keys and values. */
constexpr int kPagePositions = 16;
/** Positions whose softmax is taken together. */
constexpr int kStretch = 256;
/** The widest heads that eight-bit keys and values can have. */
constexpr int kMostHeadWidth = 512;
/** Columns of eight-bit values that share a scale. */
constexpr int value_group(int width) { return width % 64 == 0 ? 64 : kGroup; }

/**
 * Activations of a few tokens side by side, quantised group-wise to eight bits: x = scale * q. Laid out as kernels walk:
 * quants [columns / 4][tokens][4], the others [groups][tokens]. Full tiles that matrix units read have their quants in rows,
 * [groups][tokens][32]. Float formats read rows of floats instead.
 */
struct Tile {
  const int8_t* quants;
  const float* scales;
  /** Minus the weights' offset times the sum of the group's quants; two a group where a group has two scales. */
  const int32_t* offsets;
  /** scale times the sum of the group's quants, for formats with minima. */
  const float* sums;
  const float* floats;
  size_t float_stride;
  int tokens;
};

/** How far ahead packed panels are fetched, 0 leaves it to the processor, and into which cache. */
struct FetchAhead {
  int bytes, level;
};

/** Pages that are wanted soon: while a kernel works on its i-th page, the i-th of these comes into the cache, a line at a time. */
struct Meanwhile {
  /** Null where there is none. */
  const uint8_t* const* pages;
  /** What of each page. */
  size_t from, to;
};

/** A query of attention, and which of the pages' positions it sees. */
struct ByteQuery {
  const float* x;
  int low, high;
};

struct Kernels {
  const char* name;
  /** Tokens of a full tile, and how many of those left over make one at most: a tile is compiled for each count up to it. */
  int tile_tokens, rest_tokens;
  /** Columns of a panel that all tokens go over before the next ones: a multiple of 256. */
  int block_columns;

  /**
   * outs[i][t * stride + r] for the rows of the packed panels and the tokens of one tile; with `add` added to what stands
   * there. Of one token's several panels some are read side by side.
   */
  void (*packed[kPackings])(const uint8_t* const* panels, int count, int columns, const Tile& x, float* const* outs, size_t stride, bool add);
  /** Spreads a packed panel as the arithmetic wants it, see WideGroup; null for formats that are as quick to read packed. */
  void (*unpack[kPackings])(const uint8_t* panel, int columns, uint8_t* wide);
  /** The same product from an unpacked panel: for many tokens, where unpacking pays once. */
  void (*wide[kPackings])(const uint8_t* panel, int columns, const Tile& x, float* out, size_t stride, bool add);

  /**
   * The same product by matrix units, null where there are none: some panels, unpacked one after the other, by full tiles of
   * tokens whose quants are in rows (see Tile), out[t * stride + r] with t from the first of them on. There is no `wide` then.
   */
  void (*block[kPackings])(const uint8_t* panels, int panel_count, int columns, const Tile* tiles, int tile_count, float* out, size_t stride, bool add);
  /** Whether the full tiles of so many tokens go to block(). */
  bool takes_blocks(int tokens) const { return block[static_cast<size_t>(Packing::kQ8)] && tokens > tile_tokens; }

  /** Quantises one token's columns; `sums` gets the sum of quants of every 16 columns. */
  void (*quantise)(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums);
  void (*to_half)(const float* from, uint16_t* to, int n);

  /**
   * out[q * out_stride + d] += sum over positions of weights[q * stride + p] * value[p][d], with pages of
   * kPagePositions rows of `width` values; `first` is the first position's place in the first page.
   */
  void (*mix_half)(const uint8_t* const* pages, int first, int positions, int width, const float* weights, size_t stride, int queries, float* out, size_t out_stride, Meanwhile meanwhile);
  /**
   * Attention of some queries over `count` pages, at most a stretch, of eight-bit keys and values: a panel of Q8_0 with a row a
   * position, then the values, [rows / 4][width][4] bytes with 128 added and half-precision scales, [width / value_group][rows]. Queries and the
   * softmax's weights are rounded to fifteen bits, the sums are of whole numbers. out[q * stride] gets `width` weighted values,
   * the largest score, and the sum of the exponentials of what scores are below it.
   */
  void (*attend_bytes)(const uint8_t* const* pages, int count, int width, const ByteQuery* queries, int all, float* out, size_t stride, const Meanwhile& keys, const Meanwhile& values);

  float (*dot)(const float* a, const float* b, int n);
  /** y = x / rms(x) * weight (Zhang and Sennrich 2019). */
  void (*rms_norm)(const float* x, const float* weight, float epsilon, int n, float* y);
  void (*add)(float* out, const float* values, int n);
  float (*largest)(const float* x, int n);
  /** x = e^(x - most); gives back the sum. */
  float (*exponentials)(float* x, int n, float most);
  /** gate = silu(gate) * up (SwiGLU), and gate = gelu(gate) * up (GeGLU, tanh form; Shazeer 2020). */
  void (*swiglu)(float* gate, const float* up, int n);
  void (*geglu)(float* gate, const float* up, int n);
  /** Rotary embedding of one head (Su et al. 2021): pairs (i, i + half), or (2i, 2i + 1). */
  void (*rotate_halves)(float* head, const float* cosines, const float* sines, int half);
  void (*rotate_pairs)(float* head, const float* cosines, const float* sines, int half);

  /** Does eight-bit multiplications and additions on registers alone, for measuring; gives back how many. */
  double (*int8_operations)(int rounds);
  /** Reads memory as fast as it comes, in four streams side by side; `bytes` is a multiple of 1024. Gives back their bits. */
  uint64_t (*read)(const uint8_t* from, size_t bytes);
};

enum class Isa { kPortable, kAvx2, kAvx512, kAmx };

/** The best that this processor has. */
Isa best_isa();
/** Whether kernels of an instruction set run here; a build for tests emulates AVX-512. */
bool runs(Isa isa);
/** Kernels of an instruction set; the caller makes sure that it runs here. */
const Kernels& kernels_for(Isa isa);

/** Made while compiling: what filled one at the start would run its instructions on processors without them. */
extern const Kernels kPortableKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
extern const Kernels kAvx512AmdKernels;
extern const Kernels kAmxKernels;
#endif

}  // namespace millwright
