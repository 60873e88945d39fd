// Laws that hold exactly in every run: no order is lost (started = ended + open), and Little's law to the nanosecond
// (the sum of the times spent in a place equals the number there, integrated over time), from an empty system to an
// empty system.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> laws(const Options& options);

}  // namespace stepstorm::selftest
