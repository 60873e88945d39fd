#include "asl/jsonata/regex/regex_translation.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/regex/regex.hpp"
#include "asl/jsonata/regex/regex_class.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::string_view line_begin = R"((?:(?<=[\n\r\x{2028}\x{2029}])|\A))";
constexpr std::string_view line_end = R"((?=[\n\r\x{2028}\x{2029}]|\z))";
constexpr std::size_t re2_repetitions_max = 1000;
constexpr std::size_t repetitions_max = 65535;  // PCRE2's limit
constexpr std::size_t group_depth_max = 250;    // PCRE2's limit on nested groups

bool is_digit(char32_t character) { return character >= U'0' && character <= U'9'; }

bool is_letter(char32_t character) {
  return (character >= U'a' && character <= U'z') || (character >= U'A' && character <= U'Z');
}

bool is_name_character(char32_t character) {
  return is_letter(character) || is_digit(character) || character == U'_' || character == U'$' || character >= 0x80;
}

std::optional<char32_t> hex_digit(char32_t character) {
  if (is_digit(character)) return character - U'0';
  if (character >= U'a' && character <= U'f') return character - U'a' + 10;
  if (character >= U'A' && character <= U'F') return character - U'A' + 10;
  return std::nullopt;
}

// Thrown only inside this file.
struct Refusal {
  std::string reason;
};

struct Groups {
  std::size_t count = 0;
  std::map<std::u32string, std::size_t> names;
};

// Finds the pattern's groups in advance, since back references may precede them.
Groups find_groups(std::u32string_view pattern) {
  Groups groups;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == U'\\') {
      ++i;
    } else if (pattern[i] == U'[' || pattern[i] == U']') {
      in_class = pattern[i] == U'[';
    } else if (pattern[i] == U'(' && !in_class) {
      const std::u32string_view rest = pattern.substr(i + 1);
      const bool named = rest.starts_with(U"?<") && !rest.starts_with(U"?<=") && !rest.starts_with(U"?<!");
      if (rest.starts_with(U'?') && !named) continue;
      ++groups.count;
      const std::u32string name{named ? rest.substr(2, rest.find(U'>') - 2) : std::u32string_view{}};
      if (named && !groups.names.emplace(name, groups.count).second) throw Refusal{"two groups of one name"};
    }
  }
  return groups;
}

class Translation {
 public:
  Translation(std::u32string_view pattern, const RegexFlags& flags)
      : pattern_(pattern), flags_(flags), groups_(find_groups(pattern)) {}

  TranslatedRegex run() {
    disjunction(0);
    if (!at_end()) throw Refusal{"')' without '('"};
    return {std::move(text_), groups_.count, backtracks_};
  }

 private:
  bool at_end() const { return at_ == pattern_.size(); }
  char32_t peek() const { return at_end() ? U'\0' : pattern_[at_]; }
  bool next_is(std::u32string_view text) const { return pattern_.substr(at_).starts_with(text); }
  char32_t take() {
    if (at_end()) throw Refusal{"the pattern ends too early"};
    return pattern_[at_++];
  }
  bool skip(std::u32string_view text) {
    if (!next_is(text)) return false;
    at_ += text.size();
    return true;
  }

  void disjunction(std::size_t depth) {
    if (depth > group_depth_max) throw Refusal{"groups are nested too deep"};
    while (!at_end() && peek() != U')') {
      if (skip(U"|")) {
        text_ += '|';
      } else {
        term(depth);
      }
    }
  }

  void term(std::size_t depth) {
    const std::size_t begin = text_.size();
    if (assertion(depth)) return;
    if (peek() == U'*' || peek() == U'+' || peek() == U'?') throw Refusal{"nothing to repeat"};
    const std::size_t at = at_;
    if (peek() == U'{' && read_braces()) throw Refusal{"nothing to repeat"};
    at_ = at;
    atom(depth);
    quantifier(begin);
  }

  bool assertion(std::size_t depth) {
    if (skip(U"^")) return anchor(flags_.multiline ? line_begin : R"(\A)");
    if (skip(U"$")) return anchor(flags_.multiline ? line_end : R"(\z)");
    if (skip(U"\\b")) return text_ += R"(\b)", true;
    if (skip(U"\\B")) return text_ += R"(\B)", true;
    for (const std::u32string_view open : {U"(?<=", U"(?<!"}) {
      if (skip(open)) return look_around(open, depth), true;
    }
    const std::size_t begin = text_.size();
    for (const std::u32string_view open : {U"(?=", U"(?!"}) {
      if (!skip(open)) continue;
      look_around(open, depth);
      quantifier(begin);
      return true;
    }
    return false;
  }

  bool anchor(std::string_view text) {
    text_ += text;
    backtracks_ = backtracks_ || flags_.multiline;
    return true;
  }

  void look_around(std::u32string_view open, std::size_t depth) {
    backtracks_ = true;
    group(utf8(open), depth);
  }

  void group(std::string_view open, std::size_t depth) {
    text_ += open;
    disjunction(depth + 1);
    if (!skip(U")")) throw Refusal{"'(' without ')'"};
    text_ += ')';
  }

  void atom(std::size_t depth) {
    const char32_t character = take();
    switch (character) {
      case U'.': text_ += class_text(all_but_line_terminators(), false); return;
      case U'(': return parenthesis(depth);
      case U'[': return bracket();
      case U'\\': return escape();
      default: return literal(character);
    }
  }

  void literal(char32_t character) {
    if (is_surrogate(character)) {
      text_ += class_text({}, false);  // matches nothing: no text contains a surrogate
    } else if (flags_.ignore_case && (is_letter(character) || character >= 0x80)) {
      text_ += class_text({{{character, character}}, false}, true);
    } else {
      text_ += escaped(character);
    }
  }

  void parenthesis(std::size_t depth) {
    if (skip(U"?:")) return group("(?:", depth);
    if (skip(U"?<")) {
      if (group_name().empty()) throw Refusal{"a group without name"};
    } else if (peek() == U'?') {
      throw Refusal{"no such kind of group"};
    }
    group("(", depth);
  }

  std::u32string group_name() {
    std::u32string name;
    for (char32_t character = take(); character != U'>'; character = take()) {
      if (!is_name_character(character)) throw Refusal{"a group's name has other characters than letters and digits"};
      name += character;
    }
    return name;
  }

  void escape() {
    const char32_t character = take();
    if (const auto set = class_escape(character)) {
      text_ += class_text(*set, false);
    } else if (character == U'k' && !groups_.names.empty()) {
      if (!skip(U"<")) throw Refusal{"a reference without name"};
      const auto found = groups_.names.find(group_name());
      if (found == groups_.names.end()) throw Refusal{"a reference to a group that there is not"};
      back_reference(found->second);
    } else if (character >= U'1' && character <= U'9') {
      digits_escape(character);
    } else {
      literal(character_escape(character));
    }
  }

  void digits_escape(char32_t first) {
    std::size_t number = first - U'0';
    std::size_t end = at_;
    for (; end < pattern_.size() && is_digit(pattern_[end]) && number <= groups_.count; ++end) {
      number = number * 10 + (pattern_[end] - U'0');
    }
    if (number > groups_.count) return literal(octal_escape(first));
    at_ = end;
    back_reference(number);
  }

  void back_reference(std::size_t number) {
    backtracks_ = true;
    const std::string reference = "\\g{" + std::to_string(number) + '}';
    text_ += flags_.ignore_case ? "(?i:" + reference + ')' : reference;
  }

  // Reads \1 to \377 when it is no back reference; \8 and \9 are the digits themselves.
  char32_t octal_escape(char32_t first) {
    if (first >= U'8') return first;
    char32_t value = first - U'0';
    while (peek() >= U'0' && peek() <= U'7' && value * 8 + (peek() - U'0') <= 0377) value = value * 8 + (take() - U'0');
    return value;
  }

  char32_t character_escape(char32_t character) {
    switch (character) {
      case U't': return U'\t';
      case U'n': return U'\n';
      case U'v': return U'\v';
      case U'f': return U'\f';
      case U'r': return U'\r';
      case U'x': return hex_escape(2).value_or(U'x');
      case U'u': return unicode_escape();
      case U'c': return control_escape();
      default: return character >= U'0' && character <= U'7' ? octal_escape(character) : character;
    }
  }

  char32_t control_escape() {
    if (is_letter(peek())) return take() % 32;
    --at_;  // a backslash, followed by a literal c
    return U'\\';
  }

  std::optional<char32_t> hex_escape(std::size_t count) {
    char32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto digit = at_ + i < pattern_.size() ? hex_digit(pattern_[at_ + i]) : std::nullopt;
      if (!digit) return std::nullopt;
      value = value * 16 + *digit;
    }
    at_ += count;
    return value;
  }

  // Two surrogates in a row are one code point, as in the text.
  char32_t unicode_escape() {
    const auto high = hex_escape(4);
    if (!high) return U'u';
    const std::size_t behind = at_;
    if (*high >= 0xD800 && *high < 0xDC00 && skip(U"\\u")) {
      const auto low = hex_escape(4);
      if (low && *low >= 0xDC00 && *low < 0xE000) return 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00);
      at_ = behind;
    }
    return *high;
  }

  void bracket() {
    CodePointSet set;
    set.negated = skip(U"^");
    while (peek() != U']' || at_end()) class_range(set);
    take();
    text_ += class_text(set, flags_.ignore_case);
  }

  // Returns a character, or nullopt after adding a class to the set.
  std::optional<char32_t> class_atom(CodePointSet& set) {
    const char32_t character = take();
    if (character != U'\\') return character;
    const char32_t escaped_character = take();
    if (const auto escaped_set = class_escape(escaped_character)) {
      set.add(*escaped_set);
      return std::nullopt;
    }
    return escaped_character == U'b' ? U'\b' : character_escape(escaped_character);
  }

  void class_range(CodePointSet& set) {
    const auto first = class_atom(set);
    if (!skip(U"-")) {
      if (first) set.add(*first, *first);
      return;
    }
    if (peek() == U']' && !at_end()) {
      if (first) set.add(*first, *first);
      return set.add(U'-', U'-');
    }
    const auto last = class_atom(set);
    if (first && last) {
      if (*last < *first) throw Refusal{"a class's range is out of order"};
      return set.add(*first, *last);
    }
    set.add(U'-', U'-');
    if (first) set.add(*first, *first);
    if (last) set.add(*last, *last);
  }

  struct Repetition {
    std::size_t min = 0;
    std::optional<std::size_t> max;
  };

  std::optional<std::size_t> read_count() {
    if (!is_digit(peek())) return std::nullopt;
    std::size_t count = 0;
    while (is_digit(peek())) count = std::min<std::size_t>(count * 10 + (take() - U'0'), repetitions_max + 1);
    return count;
  }

  // Returns nullopt, possibly after taking some text, when the braces are literal characters.
  std::optional<Repetition> read_braces() {
    if (!skip(U"{")) return std::nullopt;
    const auto min = read_count();
    if (!min) return std::nullopt;
    if (skip(U"}")) return Repetition{*min, *min};
    if (!skip(U",")) return std::nullopt;
    const auto max = read_count();
    if (!skip(U"}")) return std::nullopt;
    return Repetition{*min, max};
  }

  std::string braces(const Repetition& repetition) {
    const std::size_t most = repetition.max.value_or(repetition.min);
    if (repetition.max && *repetition.max < repetition.min) throw Refusal{"a quantifier's numbers are out of order"};
    if (most > repetitions_max) throw Refusal{"a quantifier's number is larger than 65535"};
    backtracks_ = backtracks_ || most > re2_repetitions_max;
    const std::string max = repetition.max ? std::to_string(*repetition.max) : "";
    return '{' + std::to_string(repetition.min) + ',' + max + '}';
  }

  // Reads an optional quantifier, for the text written from `begin` on.
  void quantifier(std::size_t begin) {
    std::string text;
    const std::size_t at = at_;
    if (peek() == U'*' || peek() == U'+' || peek() == U'?') {
      text = static_cast<char>(take());
    } else if (const auto repetition = read_braces()) {
      text = braces(*repetition);
    } else {
      at_ = at;
      return;
    }
    if (skip(U"?")) text += '?';
    text_.insert(begin, "(?:").append(")" + text);
  }

  std::u32string_view pattern_;
  const RegexFlags& flags_;
  Groups groups_;
  std::size_t at_ = 0;
  std::string text_;
  bool backtracks_ = false;
};

}  // namespace

Expected<TranslatedRegex> translate_regex(std::string_view pattern, const RegexFlags& flags) {
  const std::u32string characters = code_points(pattern);
  try {
    return Translation(characters, flags).run();
  } catch (const Refusal& refusal) {
    return fail("U1005", {}, refusal.reason);
  }
}

}  // namespace stepstorm::jsonata
