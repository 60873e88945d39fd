// Single executions: the slowest, those that failed, and the history of any.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// The history lines of an order, folded under its execution's name; empty when it has none.
[[nodiscard]] Markup history_of(const Json& order);

[[nodiscard]] Markup executions_section(const Json& report);

}  // namespace stepstorm::report::html
