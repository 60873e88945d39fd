// One check: expected and measured figures, and the verdict.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "selftest/estimate.hpp"

namespace stepstorm::selftest {

/// A random figure: the expected value must lie inside the interval, and the interval must be narrow enough.
struct Statistical {
  double expected = 0;
  Estimate measured;
  double precision = 0.02;  // largest allowed half-width, as a share of the expected value

  double half_width() const;
};

/// A published measurement with an interval of its own: the interval of the difference must contain 0.
struct Comparison {
  Estimate published;
  Estimate measured;

  double half_width() const;  // of the interval of their difference
};

/// Whole numbers: nanoseconds, orders.
struct Exact {
  std::uint64_t expected = 0;
  std::uint64_t measured = 0;
};

struct Check {
  std::string name;  // of the measured quantity
  std::string unit;  // of the figures; empty for shares
  std::variant<Statistical, Comparison, Exact> figures;
};

/// Confidence level of all intervals.
inline constexpr double confidence = 0.999;

enum class Verdict { Holds, Differs, NotPreciseEnough };

[[nodiscard]] Verdict verdict(const Check& check);

}  // namespace stepstorm::selftest
