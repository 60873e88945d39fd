#include "asl/names.hpp"

#include <algorithm>

#include "asl/finding_list.hpp"

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

bool is_forbidden_in_name(char c) {
  constexpr std::string_view forbidden = "<>{}[]?*\"#%\\^|~`$&,;:/";
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F || forbidden.find(c) != forbidden.npos;
}

/// U+0080 to U+009F, U+FFFE, U+FFFF and surrogates, as UTF-8.
bool has_forbidden_sequence(std::string_view name) {
  for (std::size_t at = 0; at + 1 < name.size(); ++at) {
    const auto first = static_cast<unsigned char>(name[at]);
    const auto second = static_cast<unsigned char>(name[at + 1]);
    if (first == 0xC2 && second <= 0x9F) return true;
    if (first == 0xED && second >= 0xA0) return true;
    if (name.substr(at, 3) == "\xEF\xBF\xBE" || name.substr(at, 3) == "\xEF\xBF\xBF") return true;
  }
  return false;
}

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
  return !name.empty() && count_characters(name) <= name_max &&
         std::none_of(name.begin(), name.end(), is_forbidden_in_name) && !has_forbidden_sequence(name);
}

std::string made_valid(std::string_view name) {
  std::string valid(name.substr(0, name_max));
  std::replace_if(valid.begin(), valid.end(), is_forbidden_in_name, '-');
  return is_valid_name(valid) ? valid : "state-machine";
}

}  // namespace stepstorm::asl
