// `--substitute NAME=VALUE`: what replaces the marks `${NAME}` of SAM and CloudFormation in definitions.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"

namespace stepstorm::app {

/// Adds what one word says: NAME=VALUE, NAME=@FILE (the file's text, without a line's end at its end) or @FILE (a JSON
/// object of names and values). The error says what was expected, or what is wrong with the file.
[[nodiscard]] tl::expected<void, std::string> add_substitution(const std::string& word, asl::Substitutions& out);

}  // namespace stepstorm::app
