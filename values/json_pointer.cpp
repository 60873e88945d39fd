#include <optional>

#include "values/json.hpp"
#include "values/json_scanner.hpp"

namespace stepstorm {
namespace {

/// Takes the first reference token off a pointer that begins with '/'.
std::string take_reference(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const auto raw = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(raw.size());
  std::string name;
  name.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool escape = raw[i] == '~' && i + 1 < raw.size();
    name += !escape ? raw[i] : raw[++i] == '0' ? '~' : '/';
  }
  return name;
}

bool names(std::string_view string_token, const std::string& name) {
  if (string_token.find('\\') == string_token.npos) {
    return string_token.size() == name.size() + 2 && string_token.substr(1, name.size()) == name;
  }
  const auto decoded = parse_json(string_token);
  return decoded && *decoded == name;
}

/// From an object's brace to the value of its member; of equal names the last counts.
std::optional<JsonScanner> member_in(JsonScanner object, const std::string& name) {
  std::optional<JsonScanner> found;
  for (object.step(); object.at('"');) {
    const auto member = object.take_string();
    object.step();  // the colon
    if (names(member, name)) found = object;
    object.skip_value();
    if (!object.at(',')) break;
    object.step();
  }
  return found;
}

std::optional<JsonScanner> element_in(JsonScanner array, const std::string& index) {
  array.step();
  for (std::size_t i = 0; !array.at_end() && !array.at(']'); ++i) {
    if (std::to_string(i) == index) return array;
    array.skip_value();
    if (!array.at(',')) break;
    array.step();
  }
  return std::nullopt;
}

}  // namespace

TextPosition locate(std::string_view text, std::string_view pointer) {
  JsonScanner at(text);
  while (!pointer.empty() && pointer.front() == '/') {
    const auto reference = take_reference(pointer);
    const auto next = at.at('{') ? member_in(at, reference) : at.at('[') ? element_in(at, reference) : std::nullopt;
    if (!next) break;
    at = *next;
  }
  return position_of(text, at.offset());
}

std::string pointer_to(std::string_view parent, std::string_view member) {
  std::string pointer(parent);
  pointer += '/';
  for (const char c : member) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

std::string pointer_to(std::string_view parent, std::size_t index) {
  return std::string(parent) + '/' + std::to_string(index);
}

}  // namespace stepstorm
