// Converts histories to the recorded form and compares them event by event.
// Source: conformance README, "What upstream normalised away"; compare.py, whose verdicts these are.
#pragma once

#include <string>
#include <vector>

#include "conformance/difference.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

/// Converts the events of GetExecutionHistory to the recorded form: without timestamps, with texts that are JSON
/// objects decoded.
[[nodiscard]] Json as_recorded(const Json& events);

/// Applies the losses of `unordered` recordings to an actual history: events between ParallelStateStarted and the end
/// of that state lose their ids and their order, and some are removed.
[[nodiscard]] Json without_order(Json events);

/// Compares order, ids, previousEventIds and details.
void find_history_differences(const Json& expected, const Json& actual, Bindings* bindings, Differences& found);

/// `PassStateEntered(Start) id=2 previous=0`
[[nodiscard]] std::string brief(const Json& event);

}  // namespace stepstorm::conformance
