// Checks queues with exact solutions: M/M/c, M/G/1, finite queues, and the order workflow as a tandem.
#pragma once

#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> queues(const Options& options);

}  // namespace stepstorm::selftest
