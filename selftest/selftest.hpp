// The simulator held against what is known exactly: every experiment there is.
#pragma once

#include <string_view>
#include <vector>

#include "selftest/experiment.hpp"

namespace stepstorm::selftest {

[[nodiscard]] std::vector<Experiment> experiments(const Options& options);

/// Those in whose title, or in the name of one of whose checks, the text stands, whatever the case of its letters.
[[nodiscard]] std::vector<Experiment> chosen(const std::vector<Experiment>& experiments, std::string_view text);

}  // namespace stepstorm::selftest
