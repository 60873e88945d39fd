// One thing that is held against what is known: the figures, and whether they agree.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "selftest/estimate.hpp"

namespace stepstorm::selftest {

/// Random: what is known must lie inside the interval, and the interval must be narrow enough to mean something.
struct Statistical {
  double expected = 0;
  Estimate measured;
  double precision = 0.02;  // the largest half of the interval, as a share of what is expected

  double half_width() const;
};

/// A published measurement, which has an interval of its own. It says no more than both intervals allow.
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
  std::string name;  // what is measured
  std::string unit;  // of the figures; empty for shares
  std::variant<Statistical, Comparison, Exact> figures;
};

/// Of the intervals of all checks.
inline constexpr double confidence = 0.999;

enum class Verdict { Holds, Differs, NotPreciseEnough };

[[nodiscard]] Verdict verdict(const Check& check);

}  // namespace stepstorm::selftest
