// Reads the settings of workers of kind `model`; workers/model/model.hpp defines them.
#pragma once

#include "config/reader.hpp"
#include "workers/model/model.hpp"

namespace stepstorm::config {

/// {"outcomes": [{"when": a Choice rule, "probability": 0.1, "service_time": "2 s",
///                "answers_after": "4 h",
///                "effects": [{"effect": "payout", "key": "$.claimId", "amount": "$.amount", "idempotent_by": "$.token"},
///                            {"undoes": "payout", "key": "$.claimId"}],
///                "output": a payload template, or "error": "Bank.Closed", "cause": "..."}],
///  "working_hours": {"from": "9 h", "to": "17 h", "days": ["Monday", ...]}, "idempotent": true}
bool read_model(const Node& node, workers::ModelOptions& out);

}  // namespace stepstorm::config
