// Suggests the name that was probably meant.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace stepstorm::config {

/// Returns the candidate with the smallest edit distance from `written`; nullopt when none is close.
[[nodiscard]] std::optional<std::string_view> closest(std::string_view written,
                                                      const std::vector<std::string_view>& candidates);

}  // namespace stepstorm::config
