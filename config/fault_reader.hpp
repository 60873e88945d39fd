// Faults as data: what goes wrong, with which attempts, when.
#pragma once

#include <vector>

#include "config/reader.hpp"
#include "experiment/experiment.hpp"

namespace stepstorm::config {

/// The elements of `method`, into the experiment whose scenario is known already.
/// {"name": "brown-out", "error": {"error": "Payment.ProviderUnavailable", "moment": "before"}, "target": {"resource":
/// "payment"}, "start": "1 min", "duration": "30 s", "probability": 0.3}
/// What goes wrong is one of `error`, `latency`, `late_task`, `late_answer`, `reordered_task`, `reordered_answer`, `hang`,
/// `lost_task`, `lost_answer`, `duplicate_answer`, `garbage_answer`, `oversized_answer`, `lost_heartbeats`, `clock_jump`,
/// `crash`, `outage`, `throttle` and `kill`.
bool read_method(const Node& node, experiment::Experiment& out);

}  // namespace stepstorm::config
