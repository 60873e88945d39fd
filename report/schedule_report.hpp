// How a generator of the wall clock kept its schedule, for people and for programs. `noun`: what it sent.
#pragma once

#include <string>

#include "simulation/simulation.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// A line.
[[nodiscard]] std::string schedule_text(const simulation::ScheduleResult& schedule, const std::string& noun);
/// What is to be said when it did not keep it; empty: it did.
[[nodiscard]] std::string bottleneck_text(const simulation::ScheduleResult& schedule, const std::string& noun);

[[nodiscard]] Json schedule_json(const simulation::ScheduleResult& schedule, const std::string& noun);

}  // namespace stepstorm::report
