// Renders two reports side by side as one HTML file.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// `comparison`: the JSON of the compare command, version 1. Members that are missing or of another type are left out.
[[nodiscard]] std::string render_compare_html(const Json& comparison);

}  // namespace stepstorm::report::html
