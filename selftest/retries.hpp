// Checks tasks that fail at random and are retried: the number of attempts, and the delays of full jitter.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> retries(const Options& options);

}  // namespace stepstorm::selftest
