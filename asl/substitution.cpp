#include "asl/substitution.hpp"

#include <algorithm>

namespace stepstorm::asl {
namespace {

constexpr std::string_view opening = "${";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == ':' || c == '-';
}

struct Mark {
  std::size_t begin = 0;  // of the `$`
  std::string_view name;
  std::size_t end() const { return begin + opening.size() + name.size() + 1; }
};

std::optional<Mark> next_mark(std::string_view text, std::size_t from) {
  for (auto at = text.find(opening, from); at != text.npos; at = text.find(opening, at + 1)) {
    const auto inside = text.substr(at + opening.size());
    const auto end = std::find_if_not(inside.begin(), inside.end(), is_name_character);
    if (end == inside.begin() || end == inside.end() || *end != '}') continue;
    return Mark{at, inside.substr(0, static_cast<std::size_t>(end - inside.begin()))};
  }
  return std::nullopt;
}

}  // namespace

std::string substitute(std::string_view text, const Substitutions& substitutions) {
  std::string replaced;
  std::size_t kept = 0;
  for (auto mark = next_mark(text, 0); mark; mark = next_mark(text, mark->end())) {
    const auto value = substitutions.find(mark->name);
    if (value == substitutions.end()) continue;
    replaced += text.substr(kept, mark->begin - kept);
    replaced += value->second;
    kept = mark->end();
  }
  return replaced += text.substr(kept);
}

std::optional<std::string_view> first_mark(std::string_view text) {
  const auto mark = next_mark(text, 0);
  return mark ? std::optional{mark->name} : std::nullopt;
}

std::string about_mark(std::string_view name) {
  return "the mark ${" + std::string(name) + "} is for SAM or CloudFormation to replace; --substitute " +
         std::string(name) + "=VALUE replaces it here";
}

}  // namespace stepstorm::asl
