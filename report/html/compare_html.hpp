// Two reports side by side as one HTML file that a person reads.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// `comparison` is the compare command's JSON, version 1. Members that are missing or of another type are left out.
[[nodiscard]] std::string render_compare_html(const Json& comparison);

}  // namespace stepstorm::report::html
