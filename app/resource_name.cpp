#include "app/resource_name.hpp"

#include <algorithm>

#include "app/terminal.hpp"

namespace stepstorm::app {
namespace {

constexpr std::size_t length_max = 80;
constexpr std::string_view forbidden = "<>{}[]?*\"#%\\^|~`$&,;:/";

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F || forbidden.find(c) != std::string_view::npos;
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

bool is_valid_name(std::string_view name) {
  return !name.empty() && columns_of(name) <= length_max && std::none_of(name.begin(), name.end(), is_forbidden) &&
         !has_forbidden_sequence(name);
}

std::string made_valid(std::string_view name) {
  std::string valid(name.substr(0, length_max));
  std::replace_if(valid.begin(), valid.end(), is_forbidden, '-');
  return is_valid_name(valid) ? valid : "state-machine";
}

}  // namespace stepstorm::app
