// Reads faults: action, target, window and probability.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/reader.hpp"
#include "experiment/experiment.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// Reads the elements of `method` into an experiment whose scenario has been read.
/// {"name": "brown-out", "error": {"error": "Payment.ProviderUnavailable", "moment": "before"}, "target": {"resource":
/// "payment"}, "start": "1 min", "duration": "30 s", "probability": 0.3}
/// The action is one of `error`, `latency`, `late_task`, `late_answer`, `reordered_task`, `reordered_answer`, `hang`,
/// `lost_task`, `lost_answer`, `duplicate_answer`, `garbage_answer`, `oversized_answer`, `lost_heartbeats`,
/// `clock_jump`, `crash`, `outage`, `throttle` and `kill`.
bool read_method(const Node& node, experiment::Experiment& out);

/// {"method": [...]}: a plan for state machines that are not known yet. Does not check names of machines and states;
/// refuses
/// `kill`. Times count from the instant at which the plan is set.
struct FaultPlanFile {
  faults::FaultPlan plan;
  Json document;  // as read
};
[[nodiscard]] tl::expected<FaultPlanFile, std::vector<FileFinding>> read_fault_plan(
    std::string_view text, const std::filesystem::path& file, const std::vector<workers::ResourceOptions>& resources);
[[nodiscard]] tl::expected<FaultPlanFile, std::vector<FileFinding>> load_fault_plan(
    const std::filesystem::path& file, const std::vector<workers::ResourceOptions>& resources);

}  // namespace stepstorm::config
