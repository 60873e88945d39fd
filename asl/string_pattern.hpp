// The operand of StringMatches: `*` matches any number of characters, also none; `\*` and `\\` are literal `*` and `\`.
// Parsed once; matching allocates nothing. Source: semantics.md 4.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::asl {

class StringPattern {
 public:
  /// nullopt: a backslash at the end, or before a character other than `*` and `\`.
  static std::optional<StringPattern> parse(std::string_view text);

  /// Returns whether the pattern matches the whole text.
  bool matches(std::string_view text) const;

 private:
  std::vector<std::string> literals_;  // the texts between the stars; exactly one when there is no star
};

}  // namespace stepstorm::asl
