// Histories in the form in which they were recorded, and their comparison event by event.
// Source: conformance README, "What upstream normalised away"; compare.py, whose verdicts these are.
#pragma once

#include <string>
#include <vector>

#include "conformance/difference.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

/// What GetExecutionHistory returns, as it is recorded: without timestamps, and texts that are JSON objects decoded.
[[nodiscard]] Json as_recorded(const Json& events);

/// The loss that the recordings of `unordered` cases have suffered, done to an actual history as well: what lies between
/// ParallelStateStarted and the end of that state loses its ids and its order, and some of it is gone.
[[nodiscard]] Json without_order(Json events);

/// Order, ids, previousEventIds, details.
void find_history_differences(const Json& expected, const Json& actual, Bindings* bindings, Differences& found);

/// `PassStateEntered(Start) id=2 previous=0`
[[nodiscard]] std::string brief(const Json& event);

}  // namespace stepstorm::conformance
