// The page's style sheet and its script. The script adds a crosshair to the charts and opens what is folded before printing;
// without it, everything is still there to read.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::report::html {

[[nodiscard]] std::string_view stylesheet();
[[nodiscard]] std::string_view script();

}  // namespace stepstorm::report::html
