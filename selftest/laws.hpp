// What holds of every run, whatever is random in it, to the last nanosecond: no order is lost (started = ended + open),
// and Little's law (the time that all have spent somewhere is how many were there, over time), from when everything is
// empty until it is empty again.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> laws(const Options& options);

}  // namespace stepstorm::selftest
