// Regex: regular expressions in JavaScript's syntax, from JSONata's literals /.../im. Compiled once.
// RE2 matches the patterns that it supports, in linear time; PCRE2 the others: look-around, back references and line
// anchors. The work on a text is counted over all its matches, not timed; beyond the limit matching fails with U1004.
// Texts are UTF-8 and characters are code points. Pure. Source: ECMAScript, "Patterns"; JSONata's documentation, "Using
// Regular Expressions". Differences from JavaScript: a group inside a repetition keeps its match from an earlier
// iteration, even an empty one; a character above U+FFFF counts as one, not two.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

struct RegexFlags {
  bool ignore_case = false;  // i
  bool multiline = false;    // m: ^ and $ match at line breaks
};

/// One match; its views point into the searched text.
struct RegexMatch {
  std::string_view text;
  std::size_t offset = 0;                               // in bytes
  std::size_t start = 0;                                // in UTF-16 units, as in JSONata's match objects
  std::size_t end = 0;                                  // likewise
  std::vector<std::optional<std::string_view>> groups;  // nullopt: the group did not take part in the match
  std::size_t work = 0;                                 // PCRE2's work on this text so far
};

/// Immutable; copies share the compiled program.
class Regex {
 public:
  class Program;

  /// Compiles a pattern. S0301: empty pattern; U1005: invalid in JavaScript, or too large.
  [[nodiscard]] static Expected<Regex> compile(std::string_view pattern, RegexFlags flags = {});

  /// Returns the pattern as written in the expression, without slashes and flags.
  [[nodiscard]] const std::string& pattern() const;
  [[nodiscard]] std::size_t group_count() const;

  /// Returns whether the expression matches anywhere in the text.
  [[nodiscard]] Expected<bool> matches(std::string_view text) const;

  /// Returns the first match, which may be empty; nullopt when there is none.
  [[nodiscard]] Expected<std::optional<RegexMatch>> first(std::string_view text) const;

  /// Returns the match after `previous` in the same text. D1004 when it is empty.
  [[nodiscard]] Expected<std::optional<RegexMatch>> next(std::string_view text, const RegexMatch& previous) const;

 private:
  explicit Regex(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

/// Returns $replace's text for a match: the template with $0, $1... replaced by the groups' matches and $$ by $. Takes
/// as many digits after $ as name an existing group; a group that does not exist or did not take part is empty.
[[nodiscard]] std::string expand_replacement(std::string_view replacement, const RegexMatch& match);

}  // namespace stepstorm::jsonata
