// An execution on a virtual clock, with the shipped workers, and what the narrator says of it: equal on every machine.
#pragma once

#include <string>
#include <string_view>

#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::terminal {

struct Rehearsal {
  std::string story;  // the narrator's lines
  launch::Ending ending;
};

/// `machine` is a name from the shipped settings, or a definition's file.
[[nodiscard]] Rehearsal rehearse(const std::string& machine, std::string_view input, const Terminal& terminal = {});

/// A raw string's text after the line break that it begins with.
inline std::string lines(std::string_view text) { return std::string(text.substr(1)); }

}  // namespace stepstorm::terminal
