// Scales of quantised groups that make the squared error small: a few roundings are tried, and for each the best scale for
// the quants it gives follows from least squares.
#pragma once

#include <cstdint>

namespace millwright {

/**
 * The scale s for which sum of importance * (x - s * q)^2 is least, q being x / s rounded and held within [low, high].
 * It may be negative: then the far end of the range serves the other sign.
 *
 * @param importance of each weight; nullptr: all the same
 */
float search_scale(const float* x, const float* importance, int n, int low, int high);

/** The same for x = scale * q - minimum with q from 0 to `levels`; neither is negative. */
void search_scale_and_minimum(const float* x, const float* importance, int n, int levels, float& scale, float& minimum);

/** quants = x * factor rounded, plus offset, held within [0, most]. */
void round_to(const float* x, int n, float factor, int offset, int most, uint8_t* quants);

}  // namespace millwright
