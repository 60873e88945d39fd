// Sets of code points, as a regular expression's classes name them.
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

/// What \d, \D, \s, \S, \w and \W stand for; nothing for another letter.
[[nodiscard]] std::optional<CodePointSet> class_escape(char32_t letter);

/// All characters but line terminators: what '.' matches.
[[nodiscard]] CodePointSet all_but_line_terminators();

/// "\x{2028}".
[[nodiscard]] std::string escaped(char32_t code_point);

/// As a class that RE2 and PCRE2 read alike. Without case, an ASCII letter has its other case beside it and nothing
/// else; other letters are left to the matcher's own folding.
[[nodiscard]] std::string class_text(const CodePointSet& set, bool ignore_case);

}  // namespace stepstorm::jsonata
