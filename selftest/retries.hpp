// Tasks that fail at random and are retried: how many attempts they make, and how long full jitter makes them wait.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> retries(const Options& options);

}  // namespace stepstorm::selftest
