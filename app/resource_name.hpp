// How executions and state machines may be called. Source: semantics.md 8.1.
#pragma once

#include <string>
#include <string_view>

#include "execution/name.hpp"

namespace stepstorm::app {

using execution::is_valid_name;

/// The nearest valid name: `order processing.v2` becomes `order-processing.v2`.
[[nodiscard]] std::string made_valid(std::string_view name);

}  // namespace stepstorm::app
