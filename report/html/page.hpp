// The frame of all pages: a self-contained HTML file. No network (its own policy forbids it), no fonts, readable
// without scripts; adapts to light and dark, narrow and wide screens, and paper.
#pragma once

#include <string>

#include "report/html/markup.hpp"

namespace stepstorm::report::html {

[[nodiscard]] std::string page(const std::string& title, const Markup& header, const Markup& sections);

}  // namespace stepstorm::report::html
