// The inner loops, one implementation for each instruction set; kernels_for() chooses at run time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace millwright {

/** Rows that are interleaved: lane r of every 64-byte step holds four weights of row r. */
constexpr int kPanelRows = 16;
/** Weights that share a scale. */
constexpr int kGroup = 32;
/** Tokens that one kernel call serves at most. */
constexpr int kTileTokens = 8;

/**
 * Activations of some tokens, quantised group-wise to eight bits: x = scale * q. `sums` are the group sums of q, which
 * correct for weights that are stored with an offset.
 */
struct Activations {
  const int8_t* quants;   // tokens x columns
  const float* scales;    // tokens x groups
  const int32_t* sums;    // tokens x groups
  int columns;
  int groups() const { return columns / kGroup; }
};

struct Kernels {
  const char* name;

  /**
   * out[t * stride + r] = sum over columns of weight[r] * x[t], for the 16 rows of one panel and `tokens` (1 to 8)
   * tokens from `first` on. Q8 panel: for each group 16 half scales, then 8 steps of 64 signed bytes. Q4 panel: 16 half
   * scales, then 4 steps of 64 bytes whose low nibbles are steps 0-3 and high nibbles steps 4-7, each offset by 8.
   */
  void (*panel_q8)(const uint8_t* panel, const Activations& x, int first, int tokens, float* out, size_t stride);
  void (*panel_q4)(const uint8_t* panel, const Activations& x, int first, int tokens, float* out, size_t stride);

  /** Quantises one token's columns. */
  void (*quantise)(const float* x, int columns, int8_t* quants, float* scales, int32_t* sums);

  float (*dot)(const float* a, const float* b, int n);
  /** Dot product with half-precision values, as the KV cache holds them. */
  float (*dot_half)(const float* a, const uint16_t* b, int n);
  /** out += factor * values. */
  void (*add_half)(float* out, float factor, const uint16_t* values, int n);
  void (*to_half)(const float* from, uint16_t* to, int n);
};

enum class Isa { kPortable, kAvx2, kAvx512 };

/** The best that this processor has. */
Isa best_isa();
/** Kernels of an instruction set; the caller makes sure that the processor has it. */
const Kernels& kernels_for(Isa isa);

extern const Kernels kPortableKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

}  // namespace millwright
