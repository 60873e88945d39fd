// Renders what is needed to reproduce a report: command, seeds, hashes, version and the whole configuration.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup reproduction_section(const Json& report);

}  // namespace stepstorm::report::html
