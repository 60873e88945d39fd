// How well a load generator on the wall clock kept its schedule, as text and as JSON. `noun`: what the generator sent.
#pragma once

#include <string>

#include "simulation/simulation.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// Returns one line.
[[nodiscard]] std::string schedule_text(const simulation::ScheduleResult& schedule, const std::string& noun);
/// Returns a warning when the generator did not keep its schedule; empty when it did.
[[nodiscard]] std::string bottleneck_text(const simulation::ScheduleResult& schedule, const std::string& noun);

[[nodiscard]] Json schedule_json(const simulation::ScheduleResult& schedule, const std::string& noun);

}  // namespace stepstorm::report
