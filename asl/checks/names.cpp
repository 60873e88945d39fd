#include "asl/checks/names.hpp"

#include <algorithm>

#include "asl/checks/finding_list.hpp"
#include "values/utf8.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::size_t state_name_max = 80;
constexpr std::size_t variable_name_max = 80;
constexpr std::size_t label_max = 40;
constexpr std::size_t name_max = 80;

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_letter(char c) {
  const bool is_beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_beyond_ascii;
}
bool continues_identifier(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

/// Exact for ASCII. Beyond it every character passes: Unicode's ID_Start and ID_Continue are tables of their own.
bool is_identifier(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), continues_identifier);
}

bool is_allowed_in_label(char c) {
  constexpr std::string_view forbidden = "?*<>{}[]:;,\\|^~$#%&`\" ";
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0x7F && forbidden.find(c) == forbidden.npos;
}

bool is_allowed_in_name(char32_t code) {
  constexpr std::u32string_view forbidden = U"<>{}[]?*\"#%\\^|~`$&,;:/";
  const bool is_control = code <= U' ' || (code >= 0x7F && code <= 0x9F) || code == 0xFFFE || code == 0xFFFF;
  return !is_control && forbidden.find(code) == forbidden.npos;
}

bool is_allowed_in_name(const Character& character) { return character.valid && is_allowed_in_name(character.code); }

}  // namespace

std::optional<NameFault> fault_of_state_name(std::string_view name) {
  const auto fault = [&](std::string_view what) {
    return NameFault{code::invalid_state_name,
                     "Invalid State name: State '" + std::string(name) + "' " + std::string(what)};
  };
  if (name.empty()) return fault("is empty");
  if (count_characters(name) > state_name_max) return fault("exceeds the 80-character limit allowed by the service");
  return std::nullopt;
}

std::optional<NameFault> fault_of_variable_name(std::string_view name) {
  const auto fault = [&](std::string_view what) {
    return NameFault{code::invalid_variable_name,
                     "Invalid variable name '" + std::string(name) + "': the variable name " + std::string(what)};
  };
  if (name == "states") return NameFault{code::reserved_variable_name, "Cannot assign to reserved variable '$states'."};
  if (!is_identifier(name)) return fault("contains invalid characters.");
  if (count_characters(name) > variable_name_max) return fault("is longer than 80 characters.");
  return std::nullopt;
}

std::optional<NameFault> fault_of_label(std::string_view name) {
  const auto fault = [&](std::string_view what) {
    return NameFault{code::invalid_label_name,
                     "Invalid Label name: Label '" + std::string(name) + "' " + std::string(what)};
  };
  if (name.empty()) return fault("is empty");
  if (count_characters(name) > label_max) return fault("exceeds the 40-character limit allowed by the service");
  if (!std::all_of(name.begin(), name.end(), is_allowed_in_label)) return fault("contains invalid characters");
  return std::nullopt;
}

bool is_valid_name(std::string_view name) {
  std::size_t characters = 0;
  while (!name.empty()) {
    const Character character = first_character(name);
    if (!is_allowed_in_name(character) || ++characters > name_max) return false;
    name.remove_prefix(character.bytes);
  }
  return characters > 0;
}

std::string made_valid(std::string_view name) {
  std::string valid;
  for (std::size_t count = 0; !name.empty() && count < name_max; ++count) {
    const Character character = first_character(name);
    valid += is_allowed_in_name(character) ? name.substr(0, character.bytes) : "-";
    name.remove_prefix(character.bytes);
  }
  return is_valid_name(valid) ? valid : "state-machine";
}

}  // namespace stepstorm::asl
