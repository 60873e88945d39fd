// Returns the style sheet and the script of all pages. The script adds a crosshair to charts and opens folded parts
// before printing; the page is complete without it.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::report::html {

[[nodiscard]] std::string_view stylesheet();
[[nodiscard]] std::string_view script();

}  // namespace stepstorm::report::html
