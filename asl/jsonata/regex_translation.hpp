// Rewrites a JavaScript regular expression so that RE2 and PCRE2 read it alike: every class spelled out by code points,
// no escapes but \x{...}, anchors and case as JavaScript has them.
// Pure. Checks the whole syntax, so that what comes out is refused for its size only. Source: ECMAScript, "Patterns"
// and annex B, "Regular Expressions Patterns", without the flag u.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

struct RegexFlags;

struct TranslatedRegex {
  std::string text;
  std::size_t groups = 0;
  bool backtracks =
      false;  // needs what RE2 does not have: look-around, back references, line anchors, long repetitions
};

/// U1005, with what is wrong, for a pattern that JavaScript refuses.
[[nodiscard]] Expected<TranslatedRegex> translate_regex(std::string_view pattern, const RegexFlags& flags);

}  // namespace stepstorm::jsonata
