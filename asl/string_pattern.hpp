// The operand of StringMatches: `*` stands for any run of characters, also none; `\*` and `\\` are the literal ones.
// Parsed once; matching allocates nothing. Source: semantics.md 4.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::asl {

class StringPattern {
 public:
  /// nullopt: an open escape, a backslash before anything but `*` and `\`.
  static std::optional<StringPattern> parse(std::string_view text);

  /// Whether the whole text fits.
  bool matches(std::string_view text) const;

 private:
  std::vector<std::string> literals_;  // what stands between the stars: never empty, one literal without a star
};

}  // namespace stepstorm::asl
