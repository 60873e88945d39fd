// Compares five back-off strategies with the results of AWS's own simulator.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> backoff_contests(const Options& options);

}  // namespace stepstorm::selftest
