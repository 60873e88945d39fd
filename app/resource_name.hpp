// How executions and state machines may be called. Source: semantics.md 8.1.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::app {

/// 1 to 80 characters, no white space or control character among them, nor any of <>{}[]?*"#%\^|~`$&,;:/
[[nodiscard]] bool is_valid_name(std::string_view name);

/// The nearest valid name: `order processing.v2` becomes `order-processing.v2`.
[[nodiscard]] std::string made_valid(std::string_view name);

}  // namespace stepstorm::app
