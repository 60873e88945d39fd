// Why a text is no JSON, in the words of the parser that the service uses (Jackson), without the place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::api {

/// nullopt: nothing is wrong that this knows of.
[[nodiscard]] std::optional<std::string> json_complaint(std::string_view text);

}  // namespace stepstorm::api
