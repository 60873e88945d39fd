// Explains why a text is no JSON, in the words of the service's parser (Jackson), without the place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::api {

/// nullopt: no known error.
[[nodiscard]] std::optional<std::string> json_complaint(std::string_view text);

}  // namespace stepstorm::api
