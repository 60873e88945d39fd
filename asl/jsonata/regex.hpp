// Regular expressions in JavaScript's language, as JSONata's literals /.../im hold them.
// Compiled once. RE2 matches, in linear time, what its language can say; PCRE2 the rest: look-around, back references
// and line anchors. Work on a text is counted over all its matches, never timed, and ends in U1004 beyond what is allowed.
// Texts are UTF-8 and characters are code points. Pure. Source: ECMAScript, "Patterns"; JSONata's documentation, "Using
// Regular Expressions". Unlike in JavaScript, a group inside a repetition keeps what an earlier round of it matched,
// also when that is nothing, and a character above U+FFFF is one, not two.
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

/// Views into the text that was searched.
struct RegexMatch {
  std::string_view text;
  std::size_t offset = 0;                               // in bytes
  std::size_t start = 0;                                // in UTF-16 units, as JSONata shows it
  std::size_t end = 0;                                  // likewise
  std::vector<std::optional<std::string_view>> groups;  // nothing: took no part in the match
  std::size_t work = 0;                                 // of PCRE2 on this text so far
};

/// Immutable; copies share what was compiled.
class Regex {
 public:
  class Program;

  /// S0301 for an empty pattern, U1005 for one that JavaScript refuses or that is larger than is allowed.
  [[nodiscard]] static Expected<Regex> compile(std::string_view pattern, RegexFlags flags = {});

  /// As it stands in the expression, without slashes and flags.
  [[nodiscard]] const std::string& pattern() const;
  [[nodiscard]] std::size_t group_count() const;

  /// Whether the expression matches anywhere.
  [[nodiscard]] Expected<bool> matches(std::string_view text) const;

  /// The first match, which may be empty; nothing when there is none.
  [[nodiscard]] Expected<std::optional<RegexMatch>> first(std::string_view text) const;

  /// The match behind another one of the same text. D1004 when it is empty.
  [[nodiscard]] Expected<std::optional<RegexMatch>> next(std::string_view text, const RegexMatch& previous) const;

 private:
  explicit Regex(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

/// What $replace puts in a match's place: the template with $0, $1... replaced by what matched and $$ by $. Of digits
/// behind $, as many count as name a group; a group that there is not, or that took no part, is empty.
[[nodiscard]] std::string expand_replacement(std::string_view replacement, const RegexMatch& match);

}  // namespace stepstorm::jsonata
