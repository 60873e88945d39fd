// $formatNumber: a number by a picture such as "#,##0.00".
// Pure. Source: XPath and XQuery Functions 3.1, "fn:format-number", as JSONata takes it.
#pragma once

#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {

/// The picture's sub-picture for negative numbers is used for them; without one, a minus sign and the other. Halves are
/// rounded to the even neighbour. Options, an object, may replace what characters and signs mean ("decimal-separator",
/// "grouping-separator", "exponent-separator", "zero-digit", "digit", "pattern-separator", one character each; "infinity",
/// "minus-sign", "percent", "per-mille"); others are ignored. D3080 to D3093 for what a picture may not be.
[[nodiscard]] Expected<std::string> format_number(double number,
                                                  std::string_view picture,
                                                  const Json& options = Json::object());

}  // namespace stepstorm::jsonata
