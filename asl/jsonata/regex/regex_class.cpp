#include "asl/jsonata/regex/regex_class.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace stepstorm::jsonata {
namespace {

constexpr char32_t last_code_point = 0x10FFFF;

const CodePointSet digits{{{U'0', U'9'}}, false};
const CodePointSet word_characters{{{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}}, false};
const CodePointSet white_space{{{0x09, 0x0D},
                                {0x20, 0x20},
                                {0xA0, 0xA0},
                                {0x1680, 0x1680},
                                {0x2000, 0x200A},
                                {0x2028, 0x2029},
                                {0x202F, 0x202F},
                                {0x205F, 0x205F},
                                {0x3000, 0x3000},
                                {0xFEFF, 0xFEFF}},
                               false};

CodePointSet complement(CodePointSet set) {
  set.negated = !set.negated;
  return set;
}

// Returns the gaps between ascending ranges.
std::vector<CodePointRange> outside(const std::vector<CodePointRange>& ranges) {
  std::vector<CodePointRange> gaps;
  char32_t next = 0;
  for (const CodePointRange& range : ranges) {
    if (range.first > next) gaps.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= last_code_point) gaps.push_back({next, last_code_point});
  return gaps;
}

void append(std::string& text, const CodePointRange& range) {
  text += escaped(range.first);
  if (range.last > range.first) text += '-' + escaped(range.last);
}

// Adds the range's letters between `from` and `from` + 25, moved to the other case.
void add_other_case(std::vector<CodePointRange>& ranges, const CodePointRange& range, char32_t from, char32_t to) {
  const char32_t first = std::max(range.first, from);
  const char32_t last = std::min<char32_t>(range.last, from + 25);
  if (first <= last) ranges.push_back({first - from + to, last - from + to});
}

std::vector<CodePointRange> with_other_ascii_case(const std::vector<CodePointRange>& ranges) {
  std::vector<CodePointRange> all = ranges;
  for (const CodePointRange& range : ranges) {
    add_other_case(all, range, U'a', U'A');
    add_other_case(all, range, U'A', U'a');
  }
  return all;
}

std::string brackets(const std::vector<CodePointRange>& ranges, bool negated) {
  if (ranges.empty()) return brackets({{0, last_code_point}}, !negated);
  std::string text = negated ? "[^" : "[";
  for (const CodePointRange& range : ranges) append(text, range);
  return text + ']';
}

// Returns the ranges beyond ASCII. A range up to the last code point comes from a complement, which is closed under
// case, and is left out.
std::vector<CodePointRange> foldable(const std::vector<CodePointRange>& ranges) {
  std::vector<CodePointRange> found;
  for (const CodePointRange& range : ranges) {
    if (range.last >= 0x80 && range.last < last_code_point)
      found.push_back({std::max<char32_t>(range.first, 0x80), range.last});
  }
  return found;
}

}  // namespace

void CodePointSet::add(const CodePointSet& other) {
  const std::vector<CodePointRange> added = other.negated ? outside(other.ranges) : other.ranges;
  ranges.insert(ranges.end(), added.begin(), added.end());
}

std::optional<CodePointSet> class_escape(char32_t letter) {
  switch (letter) {
    case U'd': return digits;
    case U'D': return complement(digits);
    case U's': return white_space;
    case U'S': return complement(white_space);
    case U'w': return word_characters;
    case U'W': return complement(word_characters);
    default: return std::nullopt;
  }
}

CodePointSet all_but_line_terminators() { return {{{U'\n', U'\n'}, {U'\r', U'\r'}, {0x2028, 0x2029}}, true}; }

std::string escaped(char32_t code_point) {
  std::array<char, 8> digits_of{};
  const auto end = std::to_chars(digits_of.begin(), digits_of.end(), static_cast<unsigned>(code_point), 16).ptr;
  return "\\x{" + std::string(digits_of.begin(), end) + '}';
}

std::string class_text(const CodePointSet& set, bool ignore_case) {
  if (!ignore_case) return brackets(set.ranges, set.negated);
  const std::string plain = brackets(with_other_ascii_case(set.ranges), set.negated);
  const std::vector<CodePointRange> letters = foldable(set.ranges);
  if (letters.empty()) return plain;
  return set.negated ? "(?i:" + plain + ')' : "(?:" + plain + "|(?i:" + brackets(letters, false) + "))";
}

}  // namespace stepstorm::jsonata
