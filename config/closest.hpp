// The name that was probably meant.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace stepstorm::config {

/// The candidate that takes the fewest changes of a letter to become `written`; nullopt when none is near.
[[nodiscard]] std::optional<std::string_view> closest(std::string_view written,
                                                      const std::vector<std::string_view>& candidates);

}  // namespace stepstorm::config
