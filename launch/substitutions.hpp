// Parses `--substitute NAME=VALUE`, which replaces marks `${NAME}` of SAM and CloudFormation in definitions.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"

namespace stepstorm::launch {

/// Adds the substitutions of one word: NAME=VALUE, NAME=@FILE (the file's text without a trailing newline) or @FILE (a
/// JSON object of names and values). The error says what was expected, or what is wrong with the file.
[[nodiscard]] tl::expected<void, std::string> add_substitution(const std::string& word, asl::Substitutions& out);

}  // namespace stepstorm::launch
