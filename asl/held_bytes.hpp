// Bounds the memory that a compiled definition holds, from its text alone, before it is compiled.
#pragma once

#include <cstdint>
#include <string_view>

namespace stepstorm::asl {

/// Bytes that the machine of this definition, with its text, holds at most, by estimate: the densest definitions that
/// are known come near. A regular expression counts as often as its repetitions say; what it takes when it is used does
/// not.
[[nodiscard]] std::uint64_t held_bytes_max(std::string_view definition);

}  // namespace stepstorm::asl
