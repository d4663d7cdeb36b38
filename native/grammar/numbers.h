// Numbers within bounds, as JSON.stringify writes them.
#pragma once

#include <optional>

#include "expression.h"

namespace millwright {

struct Bound {
  double value;
  bool inclusive;
};

/** Whole numbers; without bounds up to 21 digits. */
ExprId integer_between(ExprPool& pool, std::optional<Bound> low, std::optional<Bound> high);

/** Decimal numbers; without bounds also with an exponent, and with bounds in plain notation only. */
ExprId number_between(ExprPool& pool, std::optional<Bound> low, std::optional<Bound> high);

}  // namespace millwright
