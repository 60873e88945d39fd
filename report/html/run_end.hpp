// Renders how runs ended: a banner for a partial report, and the table of guardrails.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Empty where all runs went on to their end.
[[nodiscard]] Markup partial_banner(const Json& report);
/// Lists each guardrail with its limit, and whether and when a run crossed it.
[[nodiscard]] Markup guardrails_table(const Json& report);

}  // namespace stepstorm::report::html
