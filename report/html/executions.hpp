// Renders single executions: the slowest, those that failed, and their histories.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Returns the history lines of an order, folded under its execution's name; empty when the order has none.
[[nodiscard]] Markup history_of(const Json& order);

[[nodiscard]] Markup executions_section(const Json& report);

}  // namespace stepstorm::report::html
