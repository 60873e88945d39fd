// Texts that stand for many: what a recording cannot say beforehand is a wildcard in what it expects.
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

/// What each {{any:NAME}} of a case has stood for so far.
using Bindings = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] bool has_wildcard(std::string_view pattern);

/// Whether the whole text is what the pattern stands for. Of several ways, the one with the shortest texts counts.
/// Bindings hold from one match to the next; without them, names mean nothing.
[[nodiscard]] bool matches_wildcard(std::string_view pattern, std::string_view text, Bindings* bindings);

}  // namespace stepstorm::conformance
