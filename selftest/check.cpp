#include "selftest/check.hpp"

#include <cmath>

#include "values/overload.hpp"

namespace stepstorm::selftest {

double Statistical::half_width() const { return selftest::half_width(measured, confidence); }

double Comparison::half_width() const { return selftest::half_width(measured - published, confidence); }

Verdict verdict(const Check& check) {
  using enum Verdict;
  return std::visit(Overload{[](const Statistical& random) {
                               const double half_width = random.half_width();
                               if (!(half_width <= random.precision * std::abs(random.expected)))
                                 return NotPreciseEnough;
                               return std::abs(random.measured.mean - random.expected) <= half_width ? Holds : Differs;
                             },
                             [](const Comparison& both) {
                               const double difference = std::abs(both.measured.mean - both.published.mean);
                               return difference <= both.half_width() ? Holds : Differs;
                             },
                             [](const Exact& exact) { return exact.expected == exact.measured ? Holds : Differs; }},
                    check.figures);
}

}  // namespace stepstorm::selftest
