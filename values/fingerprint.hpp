// A 64-bit hash of bytes or of a JSON value. Not cryptographic: collisions can be constructed. Equal on all machines of
// the same byte order.
#pragma once

#include <cstdint>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm {

/// Hashes the bytes; `before` is the fingerprint of what precedes them.
[[nodiscard]] std::uint64_t fingerprint(std::string_view bytes, std::uint64_t before = 0);
[[nodiscard]] std::uint64_t value_fingerprint(const Json& value, std::uint64_t before = 0);

}  // namespace stepstorm
