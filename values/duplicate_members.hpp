// Finds members that an object has twice. JSON allows duplicates and does not define which one counts; parse_json takes
// the last.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "values/json.hpp"

namespace stepstorm {

struct DuplicateMember {
  std::string name;
  TextPosition at;  // of the later one's name
};

/// Returns the first `most` duplicates, in the order of the text, which parse_json must accept.
[[nodiscard]] std::vector<DuplicateMember> duplicate_members(std::string_view text, std::size_t most);

}  // namespace stepstorm
