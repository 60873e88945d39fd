// Five ways to back off, held against what AWS's own simulator says of them.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> backoff_contests(const Options& options);

}  // namespace stepstorm::selftest
