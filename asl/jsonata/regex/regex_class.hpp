// Sets of code points, for a regular expression's character classes.
// Pure. Source: ECMAScript, "CharacterClassEscape" and "Canonicalize" without the flag u.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stepstorm::jsonata {

struct CodePointRange {
  char32_t first = 0;
  char32_t last = 0;
};

struct CodePointSet {
  std::vector<CodePointRange> ranges;
  bool negated = false;

  void add(char32_t first, char32_t last) { ranges.push_back({first, last}); }
  void add(const CodePointSet& other);
};

/// Returns the set for \d, \D, \s, \S, \w or \W; nullopt for any other letter.
[[nodiscard]] std::optional<CodePointSet> class_escape(char32_t letter);

/// Returns the set that '.' matches: all characters except line terminators.
[[nodiscard]] CodePointSet all_but_line_terminators();

/// Returns an escape such as "\x{2028}".
[[nodiscard]] std::string escaped(char32_t code_point);

/// Returns the set as a class that RE2 and PCRE2 read the same way. With `ignore_case`, adds the other case of ASCII
/// letters; other letters are left to the matcher's own case folding.
[[nodiscard]] std::string class_text(const CodePointSet& set, bool ignore_case);

}  // namespace stepstorm::jsonata
