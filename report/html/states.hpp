// The state machine as a picture, and what happened in each of its states.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup states_section(const Json& report);

}  // namespace stepstorm::report::html
