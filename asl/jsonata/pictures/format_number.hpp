// $formatNumber: formats a number by a picture such as "#,##0.00".
// Pure. Source: XPath and XQuery Functions 3.1, "fn:format-number", with JSONata's choices.
#pragma once

#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {

/// Formats a number. Negative numbers use the picture's negative sub-picture, or a minus sign and the positive one.
/// Halves round to even. `options` is an object that may replace the special characters: "decimal-separator",
/// "grouping-separator", "exponent-separator", "zero-digit", "digit", "pattern-separator" (one character each),
/// "infinity", "minus-sign", "percent", "per-mille"; other members are ignored. D3080 to D3093 for invalid pictures.
[[nodiscard]] Expected<std::string> format_number(double number,
                                                  std::string_view picture,
                                                  const Json& options = Json::object());

}  // namespace stepstorm::jsonata
