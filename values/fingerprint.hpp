// A number that stands for bytes or for a JSON value: equal for equal ones, different for others but for chance. No
// protection against those who look for two that are alike. Equal on machines of equal byte order.
#pragma once

#include <cstdint>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm {

/// Of these bytes after whatever `before` stands for.
[[nodiscard]] std::uint64_t fingerprint(std::string_view bytes, std::uint64_t before = 0);
[[nodiscard]] std::uint64_t value_fingerprint(const Json& value, std::uint64_t before = 0);

}  // namespace stepstorm
