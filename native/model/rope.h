// Rotary position embeddings (Su et al. 2021) and the ways in which models stretch them.
#pragma once

#include <string>
#include <vector>

#include "../gguf/gguf.h"

namespace millwright {

struct Rope {
  /** Angle of one position for each pair of dimensions. */
  std::vector<float> inverse_frequencies;
  /** Cosines and sines are multiplied by it (YaRN's attention temperature). */
  float magnitude = 1;

  /** Writes cosines and sines of a position. */
  void angles(int position, float* cosines, float* sines) const;
};

/**
 * What the file says under `<architecture>.rope.*`: plain, linear (Chen et al. 2023), yarn (Peng et al. 2023), or factors
 * for each frequency in rope_freqs.weight (Llama 3).
 *
 * @throws ModelError for another scaling, or factors that make no sense
 */
Rope read_rope(const Gguf& file, const std::string& architecture, int head_width);
/** Unscaled frequencies. */
Rope plain_rope(float base, int head_width);

}  // namespace millwright
