// An invalid option of the world: which member, and what was expected there.
#pragma once

#include <string>

namespace stepstorm::world {

struct Finding {
  std::string pointer;  // RFC 6901, relative to the checked struct: /stages/2/duration; empty is the whole struct
  std::string message;  // "expected more than 0"

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace stepstorm::world
