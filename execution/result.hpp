// Renders an execution as one document, in the form of DescribeExecution and GetExecutionHistory.
#pragma once

#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "values/json.hpp"

namespace stepstorm::execution {

/// Returns why an execution ended; empty while it runs, when it succeeded, and when it timed out.
[[nodiscard]] ErrorOutput reason_of(const Status& status);

/// Returns {"status", "output", "error", "cause", "events"}: output is JSON text; members that the service would omit
/// are null.
[[nodiscard]] Json render_result(const Execution& execution, const History& history);

}  // namespace stepstorm::execution
