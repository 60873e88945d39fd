// The version of stepstorm.
#pragma once

#include <string_view>

namespace stepstorm::launch {

/// "0.1.0", from CMakeLists.txt.
[[nodiscard]] std::string_view version();

}  // namespace stepstorm::launch
