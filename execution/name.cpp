#include "execution/name.hpp"

#include "asl/utf8.hpp"

namespace stepstorm::execution {

bool is_allowed_in_name(char32_t code) {
  constexpr std::u32string_view forbidden = U"<>{}[]?*\"#%\\^|~`$&,;:/";
  const bool is_control = code <= U' ' || (code >= 0x7F && code <= 0x9F) || code == 0xFFFE || code == 0xFFFF;
  return !is_control && forbidden.find(code) == forbidden.npos;
}

bool is_valid_name(std::string_view name) {
  constexpr std::size_t characters_max = 80;
  std::size_t characters = 0;
  while (!name.empty()) {
    const Character character = first_character(name);
    if (!character.valid || !is_allowed_in_name(character.code) || ++characters > characters_max) return false;
    name.remove_prefix(character.bytes);
  }
  return characters > 0;
}

}  // namespace stepstorm::execution
