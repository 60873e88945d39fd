// Rewrites a JavaScript regular expression so that RE2 and PCRE2 read it the same way: classes listed by code points,
// no escapes except \x{...}, anchors and case as in JavaScript.
// Pure. Checks the whole syntax, so that RE2 and PCRE2 can refuse the result only for its size. Source: ECMAScript,
// "Patterns" and annex B, "Regular Expressions Patterns", without the flag u.
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
      false;  // uses features that RE2 lacks: look-around, back references, line anchors, long repetitions
};

/// Translates a pattern. U1005, with the reason, for a pattern that is invalid in JavaScript.
[[nodiscard]] Expected<TranslatedRegex> translate_regex(std::string_view pattern, const RegexFlags& flags);

}  // namespace stepstorm::jsonata
