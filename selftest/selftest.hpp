// The selftest: all experiments that compare the simulator with exactly known results.
#pragma once

#include <string_view>
#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> experiments(const Options& options);

/// Returns the experiments whose title, or the name of one of whose checks, contains the text, ignoring case.
[[nodiscard]] std::vector<Experiment> chosen(const std::vector<Experiment>& experiments, std::string_view text);

}  // namespace stepstorm::selftest
