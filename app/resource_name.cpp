#include "app/resource_name.hpp"

#include "asl/utf8.hpp"

namespace stepstorm::app {

std::string made_valid(std::string_view name) {
  constexpr std::size_t characters_max = 80;
  std::string valid;
  for (std::size_t count = 0; !name.empty() && count < characters_max; ++count) {
    const Character character = first_character(name);
    valid += character.valid && execution::is_allowed_in_name(character.code) ? name.substr(0, character.bytes) : "-";
    name.remove_prefix(character.bytes);
  }
  return is_valid_name(valid) ? valid : "state-machine";
}

}  // namespace stepstorm::app
