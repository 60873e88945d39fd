// Which stepstorm this is.
#pragma once

#include <string_view>

namespace stepstorm::app {

/// "0.1.0", as CMakeLists.txt has it.
[[nodiscard]] std::string_view version();

}  // namespace stepstorm::app
