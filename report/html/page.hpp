// What all pages have in common: one file that needs nothing else. No network (its own policy forbids it), no fonts, no
// script to be readable; light and dark, narrow and wide screens, and paper.
#pragma once

#include <string>

#include "report/html/markup.hpp"

namespace stepstorm::report::html {

[[nodiscard]] std::string page(const std::string& title, const Markup& header, const Markup& sections);

}  // namespace stepstorm::report::html
