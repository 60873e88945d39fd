// A report as the experiment command writes it: ten minutes of orders, a payment provider that browns out for one of
// them and a control run. Modelled roughly, minute by minute; what matters is that every part of the page has something
// to show.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report {

[[nodiscard]] Json sample_report();

/// The same with `text` in place of every string that may come from users, and as the name of every error and resource.
/// The graph keeps its markup.
[[nodiscard]] Json with_every_text(const Json& report, const std::string& text);

/// The elements that are open at the end, or where closing tags go wrong; empty for well-formed markup.
[[nodiscard]] std::string unbalanced(std::string_view html);

}  // namespace stepstorm::report
