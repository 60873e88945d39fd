// What there is to say about an execution, as DescribeExecution and GetExecutionHistory say it, in one document.
#pragma once

#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "values/json.hpp"

namespace stepstorm::execution {

/// Why it ended; nothing while it runs, when it succeeded, and when its own time was up.
[[nodiscard]] ErrorOutput reason_of(const Status& status);

/// {"status", "output", "error", "cause", "events"}: output is JSON text, what the service would leave out is null.
[[nodiscard]] Json render_result(const Execution& execution, const History& history);

}  // namespace stepstorm::execution
