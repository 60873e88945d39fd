// What it takes to get the same report again: command, seeds, hashes, version and the whole configuration.
#pragma once

#include "asl/json.hpp"
#include "report/markup.hpp"

namespace stepstorm::report {

[[nodiscard]] Markup reproduction_section(const Json& report);

}  // namespace stepstorm::report
