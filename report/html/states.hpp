// Renders the state machine as a graph, and a table of what happened in each state.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup states_section(const Json& report);

}  // namespace stepstorm::report::html
