#include "values/duplicate_members.hpp"

#include <optional>
#include <unordered_set>

#include "values/json_scanner.hpp"

namespace stepstorm {
namespace {

using Names = std::unordered_set<std::string>;

/// Without quotes and escapes.
std::string name_in(std::string_view quoted) {
  if (quoted.find('\\') == quoted.npos) return std::string(quoted.substr(1, quoted.size() - 2));
  const auto name = parse_json(quoted);
  return name && name->is_string() ? name->get<std::string>() : std::string(quoted);
}

}  // namespace

std::vector<DuplicateMember> duplicate_members(std::string_view text, std::size_t most) {
  std::vector<DuplicateMember> found;
  std::vector<std::optional<Names>> open;  // objects with the names so far; nullopt: an array
  bool name_is_next = false;
  for (JsonScanner scanner(text); !scanner.at_end() && found.size() < most;) {
    if (name_is_next && scanner.at('"')) {
      const std::size_t offset = scanner.offset();
      std::string name = name_in(scanner.take_string());
      if (!open.back()->insert(name).second) found.push_back({std::move(name), position_of(text, offset)});
      name_is_next = false;
      continue;
    }
    if (scanner.at('{')) open.emplace_back(Names{});
    if (scanner.at('[')) open.emplace_back(std::nullopt);
    if ((scanner.at('}') || scanner.at(']')) && !open.empty()) open.pop_back();
    name_is_next = (scanner.at('{') || scanner.at(',')) && !open.empty() && open.back();
    scanner.skip_token();
  }
  return found;
}

}  // namespace stepstorm
