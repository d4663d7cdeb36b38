#include "numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "pattern.h"

namespace millwright {
namespace {

constexpr int kMostDigits = 21;     // beyond 1e21 JavaScript writes an exponent
constexpr int kMostDecimals = 24;   // enough for every number of at least 1e-6

/** A non-negative decimal: digits before the point (no leading zero but "0") and after it (no trailing zero). */
struct Decimal {
  std::string whole, fraction;
};

Decimal decimal_of(double value) {
  char buffer[400];
  // Exact enough to tell neighbours apart; trailing zeros mean nothing.
  std::snprintf(buffer, sizeof buffer, "%.17g", value);
  double shortest = value;
  for (int digits = 1; digits <= 17; ++digits) {
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    std::sscanf(buffer, "%lf", &shortest);
    if (shortest != value) continue;
    const std::string text = buffer;
    const size_t exponent = text.find('e');
    if (exponent == std::string::npos) break;
    const int decimals = std::clamp(digits - 1 - std::atoi(text.c_str() + exponent + 1), 0, 60);
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    break;
  }
  const std::string text = buffer;
  const size_t point = text.find('.');
  Decimal out{text.substr(0, point), point == std::string::npos ? "" : text.substr(point + 1)};
  while (!out.fraction.empty() && out.fraction.back() == '0') out.fraction.pop_back();
  return out;
}

class Numbers {
 public:
  explicit Numbers(ExprPool& pool) : pool_(pool) {}

  ExprId digit(char low, char high) {
    return low > high ? pool_.never() : pool_.chars({{static_cast<char32_t>(low), static_cast<char32_t>(high)}}, false);
  }

  ExprId digits(uint32_t least, uint32_t most) { return pool_.repeat(digit('0', '9'), least, most); }

  /** All whole numbers from `low` to `high`, both decimal digits without leading zeros. */
  ExprId whole(const std::string& low, const std::string& high) {
    if (low.size() > high.size() || (low.size() == high.size() && low > high)) return pool_.never();
    if (low.size() == high.size()) return same_length(low, high, 0, true, true);
    std::vector<ExprId> ways{same_length(low, std::string(low.size(), '9'), 0, true, true)};
    for (size_t length = low.size() + 1; length < high.size(); ++length)
      ways.push_back(pool_.sequence({digit('1', '9'), digits(static_cast<uint32_t>(length - 1), static_cast<uint32_t>(length - 1))}));
    ways.push_back(same_length('1' + std::string(high.size() - 1, '0'), high, 0, true, true));
    return pool_.choice(std::move(ways));
  }

  /** Non-negative decimals from `low` to `high` (absent: no upper limit). */
  ExprId decimals(const Decimal& low, bool low_inclusive, const Decimal* high, bool high_inclusive) {
    const std::string top = high ? high->whole : std::string(kMostDigits, '9');
    if (low.whole.size() > top.size() || (low.whole.size() == top.size() && low.whole > top)) return pool_.never();
    const bool one = high && low.whole == high->whole;
    std::vector<ExprId> ways{pool_.sequence(
        {pool_.literal(low.whole), fraction(low.fraction, low_inclusive, one ? high->fraction : "", one, high_inclusive, 0, true)})};
    if (!one) {
      const std::string after = plus_one(low.whole);
      const std::string before = high ? minus_one(top) : top;
      if (!before.empty()) ways.push_back(pool_.sequence({whole(after, before), any_fraction()}));
      if (high)
        ways.push_back(pool_.sequence({pool_.literal(top), fraction("", true, high->fraction, true, high_inclusive, 0, true)}));
    }
    return pool_.choice(std::move(ways));
  }

  static std::string plus_one(std::string digits) {
    for (size_t at = digits.size(); at-- > 0;) {
      if (digits[at] != '9') {
        ++digits[at];
        return digits;
      }
      digits[at] = '0';
    }
    return '1' + digits;
  }

  /** Empty for zero. */
  static std::string minus_one(std::string digits) {
    if (digits == "0") return {};
    for (size_t at = digits.size(); at-- > 0;) {
      if (digits[at] != '0') {
        --digits[at];
        break;
      }
      digits[at] = '9';
    }
    if (digits.size() > 1 && digits.front() == '0') digits.erase(0, 1);
    return digits;
  }

 private:
  ExprId any_fraction() { return pool_.optional(pool_.sequence({pool_.literal("."), digits(1, kMostDecimals)})); }

  ExprId same_length(const std::string& low, const std::string& high, size_t at, bool on_low, bool on_high) {
    if (at == low.size()) return pool_.empty();
    const auto left = static_cast<uint32_t>(low.size() - at);
    if (!on_low && !on_high) return digits(left, left);
    const char first = on_low ? low[at] : '0', last = on_high ? high[at] : '9';
    if (on_low && on_high && first == last)
      return pool_.sequence({digit(first, first), same_length(low, high, at + 1, true, true)});
    std::vector<ExprId> ways;
    char inner_first = first, inner_last = last;
    if (on_low) {
      ways.push_back(pool_.sequence({digit(first, first), same_length(low, high, at + 1, true, false)}));
      ++inner_first;
    }
    if (on_high) {
      ways.push_back(pool_.sequence({digit(last, last), same_length(low, high, at + 1, false, true)}));
      --inner_last;
    }
    if (inner_first <= inner_last) ways.push_back(pool_.sequence({digit(inner_first, inner_last), digits(left - 1, left - 1)}));
    return pool_.choice(std::move(ways));
  }

  /**
   * What may follow the whole part so that the digits after the point are at least `low` (no trailing zeros) and,
   * when `bounded`, at most `high`. `at` digits were written and equal both limits so far.
   */
  ExprId fraction(const std::string& low, bool low_inclusive, const std::string& high, bool bounded, bool high_inclusive,
                  size_t at, bool first) {
    // Once the low limit's digits are used up, more digits only add; one of them must when it is exclusive.
    const bool on_low = at < low.size() || (!low_inclusive && at < static_cast<size_t>(kMostDecimals));
    std::vector<ExprId> ways;
    const bool may_stop_low = at >= low.size() && low_inclusive;
    const bool may_stop_high = !bounded || at < high.size() || high_inclusive;
    if (may_stop_low && may_stop_high) ways.push_back(pool_.empty());
    const bool zeros_only = bounded && at >= high.size();
    if (at < static_cast<size_t>(kMostDecimals) && !(zeros_only && !high_inclusive)) {
      const char least = at < low.size() ? low[at] : '0';
      const char most = !bounded ? '9' : at < high.size() ? high[at] : '0';
      ways.push_back(first ? pool_.sequence({pool_.literal("."), next_digit(low, low_inclusive, high, bounded, high_inclusive, at, on_low, least, most)})
                           : next_digit(low, low_inclusive, high, bounded, high_inclusive, at, on_low, least, most));
    }
    return pool_.choice(std::move(ways));
  }

  ExprId next_digit(const std::string& low, bool low_inclusive, const std::string& high, bool bounded, bool high_inclusive,
                    size_t at, bool on_low, char least, char most) {
    std::vector<ExprId> ways;
    const auto tail = static_cast<uint32_t>(kMostDecimals) - static_cast<uint32_t>(at) - 1;
    const std::string free_low;
    for (char value = least; value <= most; ++value) {
      const bool stays_low = on_low && value == least, stays_high = bounded && value == most;
      ExprId rest;
      if (!stays_low && !stays_high) rest = digits(0, tail);
      else rest = fraction(stays_low ? low : free_low, stays_low ? low_inclusive : true, stays_high ? high : free_low, stays_high,
                           high_inclusive, at + 1, false);
      ways.push_back(pool_.sequence({digit(value, value), rest}));
    }
    return pool_.choice(std::move(ways));
  }

  ExprPool& pool_;
};

const Decimal kZero{"0", ""};

std::string digits_of(double value) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, "%.0f", value);
  return buffer;
}

}  // namespace

ExprId integer_between(ExprPool& pool, std::optional<Bound> low, std::optional<Bound> high) {
  const double limit = 1e21;
  // Above -1 the least is minus zero, which would be written with its sign: zero added to it is zero.
  double least = low ? std::ceil(low->value) + 0.0 : -limit, most = high ? std::floor(high->value) : limit;
  if (low && !low->inclusive && least == low->value) least += 1;
  if (high && !high->inclusive && most == high->value) most -= 1;
  const std::string nines(kMostDigits, '9');
  const auto text = [&](double value) { return value >= limit ? nines : digits_of(value); };
  if (least > most) return pool.never();
  Numbers numbers(pool);
  std::vector<ExprId> ways;
  if (most >= 0) ways.push_back(numbers.whole(text(std::max(least, 0.0)), text(most)));
  if (least < 0) ways.push_back(pool.sequence({pool.literal("-"), numbers.whole(text(std::max(-most, 1.0)), text(-least))}));
  return pool.choice(std::move(ways));
}

ExprId number_between(ExprPool& pool, std::optional<Bound> low, std::optional<Bound> high) {
  if (!low && !high) {
    return parse_pattern(pool,
                         "-?(?:(?:0|[1-9]\\d{0,20})(?:\\.\\d{1,24})?"
                         "(?:[eE](?:\\+?(?:\\d\\d?|1\\d\\d|2[0-7]\\d)|-(?:\\d\\d?|[12]\\d\\d|3[01]\\d|32[0-4])))?|"
                         "[1-9](?:\\.\\d{1,17})?e\\+(?:2[89]\\d|30[0-7])|1(?:\\.[0-6]\\d{0,16})?e\\+308)",
                         PatternMode::kWhole, false);
  }
  if (low && high && low->value > high->value) return pool.never();
  Numbers numbers(pool);
  std::vector<ExprId> ways;
  const bool from_zero = !low || low->value < 0;
  if (!high || high->value > 0 || (high->value == 0 && high->inclusive)) {
    const Decimal least = from_zero ? kZero : decimal_of(low->value);
    const Decimal most = high ? decimal_of(high->value) : Decimal{};
    ways.push_back(numbers.decimals(least, from_zero || low->inclusive, high ? &most : nullptr, high && high->inclusive));
  }
  if (from_zero) {
    const bool to_zero = !high || high->value >= 0;
    const Decimal least = to_zero ? kZero : decimal_of(-high->value);
    const Decimal most = low ? decimal_of(-low->value) : Decimal{};
    // "-0" is zero, so it is left out where zero is.
    const bool inclusive = to_zero ? !high || high->value > 0 || high->inclusive : high->inclusive;
    ways.push_back(pool.sequence(
        {pool.literal("-"), numbers.decimals(least, inclusive, low ? &most : nullptr, low && low->inclusive)}));
  }
  return pool.choice(std::move(ways));
}

}  // namespace millwright
