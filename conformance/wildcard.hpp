// Wildcards in expected texts, for values that differ from run to run.
//   {{any}}        any text of at least one character
//   {{any:NAME}}   the same, and the same text wherever NAME occurs in the case
//   {{iso8601}}    a date-time with offset
//   {{uuid}}       a UUID
// Source: conformance README, "Wildcards". Texts are valid UTF-8.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace stepstorm::conformance {

/// The text that each {{any:NAME}} of a case has matched so far.
using Bindings = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] bool has_wildcard(std::string_view pattern);

/// Returns whether the pattern matches the whole text. Of several matches, the one with the shortest texts counts.
/// Bindings are kept from one match to the next; without them, NAME has no meaning.
[[nodiscard]] bool matches_wildcard(std::string_view pattern, std::string_view text, Bindings* bindings);

}  // namespace stepstorm::conformance
