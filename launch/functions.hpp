// Brings the functions that a run's resources name to life, before anything else of the run is.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "functions/process_environments.hpp"
#include "launch/play.hpp"
#include "workers/resource.hpp"

namespace stepstorm::app {

/// Whether one of them is a function.
[[nodiscard]] bool has_functions(const std::vector<orchestration::ResourceOptions>& resources);

/// What runs the functions, for as long as it is kept; null: there are none.
using RunningFunctions = std::shared_ptr<functions::ProcessEnvironments>;

/// While the program has one thread. On the virtual clock a function without a modelled service time is refused.
[[nodiscard]] tl::expected<RunningFunctions, std::string> start_functions(
    std::vector<orchestration::ResourceOptions>& resources, Clock clock);

/// What a command that repeats runs says to functions; empty: there are none. `who`: "--verify", "explore".
[[nodiscard]] std::string refuse_functions(const std::vector<orchestration::ResourceOptions>& resources,
                                           std::string_view who);

/// What they have done, a line each; and that the seed does not determine the run. Nothing for null.
void print_functions(const RunningFunctions& functions, std::ostream& out);

}  // namespace stepstorm::app
