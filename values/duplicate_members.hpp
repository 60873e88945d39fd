// Members that an object has twice. JSON allows it and says nothing of which one counts; parse_json takes the last.
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

/// In a text that parse_json accepts, in its order; the first `most`.
[[nodiscard]] std::vector<DuplicateMember> duplicate_members(std::string_view text, std::size_t most);

}  // namespace stepstorm
