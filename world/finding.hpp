// An invalid option of the world: which member, and what was expected there.
#pragma once

#include <string>

namespace stepstorm::world {

struct OptionFinding {
  std::string pointer;  // RFC 6901, relative to the checked struct: /stages/2/duration; empty is the whole struct
  std::string message;  // "expected more than 0"

  friend bool operator==(const OptionFinding&, const OptionFinding&) = default;
};

}  // namespace stepstorm::world
