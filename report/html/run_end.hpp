// Whether runs went on to their end, and what would have stopped them: a banner for a report that is partial, and the table
// of guardrails.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Empty where all went on to their end.
[[nodiscard]] Markup partial_banner(const Json& report);
/// Each with its limit, and whether and when a run has left it.
[[nodiscard]] Markup guardrails_table(const Json& report);

}  // namespace stepstorm::report::html
