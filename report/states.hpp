// The state machine as a picture, and what happened in each of its states.
#pragma once

#include "asl/json.hpp"
#include "report/markup.hpp"

namespace stepstorm::report {

[[nodiscard]] Markup states_section(const Json& report);

}  // namespace stepstorm::report
