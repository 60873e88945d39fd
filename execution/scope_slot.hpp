// The number of a running scope within its execution, reused after the scope has ended. Not to be confused with
// asl::ScopeIndex, which names the part of the definition that a scope runs.
#pragma once

#include <cstdint>

namespace stepstorm::execution {

enum class ScopeSlot : std::uint32_t {};

inline constexpr ScopeSlot root_scope{0};  // runs the machine itself
inline constexpr ScopeSlot no_scope{~0u};

/// For containers with an element per slot, and for texts.
constexpr std::uint32_t number_of(ScopeSlot slot) { return static_cast<std::uint32_t>(slot); }

}  // namespace stepstorm::execution
