// How executions and state machines may be called. Source: semantics.md 8.1.
#pragma once

#include <string_view>

namespace stepstorm::execution {

/// 1 to 80 characters, no white space or control character among them, nor any of <>{}[]?*"#%\^|~`$&,;:/
[[nodiscard]] bool is_valid_name(std::string_view name);
/// Whether such a name may hold this character.
[[nodiscard]] bool is_allowed_in_name(char32_t code);

}  // namespace stepstorm::execution
