// Checks laws that hold exactly in every run from an empty system to an empty system: no order is lost (started =
// ended + open), and Little's law to the nanosecond (the sum of the times spent in a place equals the number there,
// integrated over time).
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> laws(const Options& options);

}  // namespace stepstorm::selftest
