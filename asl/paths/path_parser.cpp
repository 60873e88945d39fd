#include "asl/paths/path_parser.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <vector>

#include "asl/paths/path_filter.hpp"
#include "values/characters.hpp"

namespace stepstorm::asl {
namespace {

using ParsedStep = tl::expected<PathStep, std::string>;

tl::unexpected<std::string> refused(std::string sentence) { return tl::unexpected(std::move(sentence)); }

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Returns the text from the bracket at the front to its closing bracket, counting brackets in quotes too. Empty when
/// it is not closed.
std::string_view bracketed(std::string_view text) {
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++open;
    if (text[i] == ']' && --open == 0) return text.substr(0, i + 1);
  }
  return {};
}

// ---- names

/// Reads the names in single quotes; ignores text outside the quotes.
std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (;;) {
    const auto begin = text.find('\'');
    const auto end = begin == std::string_view::npos ? begin : text.find('\'', begin + 1);
    if (end == std::string_view::npos) return names;
    names.emplace_back(text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
}

/// The first closing bracket ends the names, even in quotes.
ParsedStep names_step(std::string_view text) {
  auto names = names_in(text.substr(0, text.find(']')));
  if (names.empty()) return refused("No name stands in quotes in " + quoted(text));
  if (names.size() == 1) return Name{std::move(names.front())};
  return Names{std::move(names)};
}

/// Reads a name behind a dot in the same way as a name in brackets and quotes.
ParsedStep name_step(std::string_view name) {
  if (name.find_first_of("']") == std::string_view::npos) return Name{std::string(name)};
  return names_step("'" + std::string(name) + "']");
}

// ---- indices and slices

std::optional<std::int32_t> read_index(std::string_view digits) {
  std::int32_t index = 0;  // Java's range
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return index;
}

std::string without(std::string_view text, std::string_view dropped) {
  std::string kept;
  std::copy_if(
      text.begin(), text.end(), std::back_inserter(kept), [&](char c) { return dropped.find(c) == dropped.npos; });
  return kept;
}

/// [2], [0,1], [1:], [:3] or [1:3]; blanks do not count. The first character that belongs to none of them ends it.
class ArrayStepParser {
 public:
  explicit ArrayStepParser(std::string_view text) : rest_(text) {}

  std::optional<PathStep> parse() {
    while (belongs(next())) {
      const char c = take();
      if (is_digit(c) || c == '-') digits_ += c;
      if (c == ',' && !(listed_ = add_index())) return std::nullopt;
      if (c == ':' && !take_slice()) return std::nullopt;
    }
    if (!is_ascii(next())) return std::nullopt;  // Java has digits beyond ASCII
    if (!digits_.empty() && !add_index()) return std::nullopt;
    return step();
  }

 private:
  static bool belongs(char c) { return is_digit(c) || c == ',' || c == ' ' || c == ':' || c == '-'; }

  char next() const { return rest_.empty() ? '\0' : rest_.front(); }
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  bool add_index() {
    const auto index = read_index(digits_);
    digits_.clear();
    if (index) indexes_.push_back(*index);
    return index.has_value();
  }

  bool take_slice() {
    const bool open_start = digits_.empty();
    if (!open_start && !add_index()) return false;
    while (is_digit(next()) || next() == '-' || next() == ' ') {
      if (const char c = take(); c != ' ') digits_ += c;
    }
    const bool open_end = !open_start && digits_.empty();
    if (!open_end && !add_index()) return false;
    from_ = from_ || open_end;
    to_ = to_ || open_start;
    if (next() != ']' && !rest_.empty()) take();  // the engine passes over what follows a slice
    return true;
  }

  std::optional<PathStep> step() const {
    if (indexes_.empty()) return std::nullopt;
    const auto first = indexes_.front();
    if (indexes_.size() == 1 && !from_ && !to_) return Index{first};
    if (listed_) return Indexes{indexes_};
    if (from_) return Slice{first, std::nullopt};
    if (to_) return Slice{std::nullopt, first};
    return Slice{first, indexes_[1]};
  }

  std::string_view rest_;
  std::string digits_;
  std::vector<std::int64_t> indexes_;
  bool listed_ = false, from_ = false, to_ = false;
};

ParsedStep array_step(std::string_view text, std::string_view segment) {
  if (auto step = ArrayStepParser(text).parse()) return std::move(*step);
  return refused(quoted(segment) + " is no index, no list of indices and no slice with a start or an end");
}

/// The engine ignores any one character behind the '@', and text behind the parenthesis.
ParsedStep from_length_step(std::string_view text, std::string_view segment) {
  const auto expected = [&] { return refused("Expected [(@.length-n)] but found " + quoted(segment)); };
  const auto minus = text.size() < 2 ? std::string_view::npos : text.find('-', 2);
  const auto close = minus == std::string_view::npos ? minus : text.find(')', minus);
  if (close == std::string_view::npos) return expected();
  const auto function = without(text.substr(2, minus - 2), " ()");
  const auto offset = read_index(without(text.substr(minus, close - minus), " "));
  if ((function != "length" && function != "size") || !offset) return expected();
  return FromLength{*offset};
}

// ---- filters

/// [?] or [?, ?]: placeholders for filters that only Java code can pass.
bool is_placeholder(std::string_view segment) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const auto mark = segment.find_first_not_of(blanks, 1);
  return mark != std::string_view::npos && segment[mark] == '?' &&
         segment.find_first_not_of(" \t\n\v\f\r,*?", mark) == segment.size() - 1;
}

/// The filter around the '?' at `mark`: from the bracket before it to the first that closes one outside of parentheses
/// and quotes. Empty when its brackets are not balanced.
std::string_view filter_in(std::string_view segment, std::size_t mark) {
  const auto text = segment.substr(segment.rfind('[', mark));
  int parentheses = 0, brackets = 0;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\'' && (i == 0 || text[i - 1] != '\\')) in_quotes = !in_quotes;
    if (in_quotes) continue;
    parentheses += (c == '(') - (c == ')');
    brackets += (c == '[') - (c == ']');
    if (c == ']' && parentheses == 0) return brackets == 0 ? text.substr(0, i + 1) : std::string_view();
  }
  return {};
}

ParsedStep filter_step(std::string_view segment, std::size_t mark) {
  const auto text = filter_in(segment, mark);
  if (text.empty()) return refused("The brackets and quotes of " + quoted(segment) + " are not balanced");
  return PathFilter::parse(text).map([](auto filter) { return PathStep(Filtered{std::move(filter)}); });
}

// ---- segments

/// Chooses by the first significant character; ignores characters before it.
ParsedStep bracket_step(std::string_view segment) {
  if (segment == "[*]") return Wildcard{};
  if (is_placeholder(segment)) return Filtered{};
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if (c == '?') return filter_step(segment, i);
    if (c == '\'') return names_step(segment.substr(i));
    if (c == '@') return from_length_step(segment.substr(i), segment);
    if (is_digit(c) || c == ':' || c == '-') return array_step(segment.substr(i), segment);
    if (!is_ascii(c)) break;  // Java has digits beyond ASCII
  }
  return refused("Expected a name in single quotes, an index, a slice, '*' or a filter but found " + quoted(segment));
}

class StepsParser {
 public:
  explicit StepsParser(std::string_view text) : text_(text), rest_(text) {}

  tl::expected<PathSteps, std::string> parse() {
    if (text_.ends_with("..")) return refused("A path cannot end with '..'");
    while (!rest_.empty()) {
      auto step = parse_segment();
      if (!step) return tl::unexpected(std::move(step.error()));
      if (*step) steps_.push_back(std::move(**step));
    }
    return std::move(steps_);
  }

 private:
  /// None: a dot before a bracket.
  using Segment = tl::expected<std::optional<PathStep>, std::string>;

  Segment parse_segment() {
    switch (rest_.front()) {
      case ' ': return refused("A blank stands" + place() + "; only quotes in brackets may hold one");
      case '$': return refused("A second root '$' stands" + place());
      case '[': return parse_bracket();
      case '*': rest_.remove_prefix(1); return Wildcard{};
      case '.': rest_.remove_prefix(1); return parse_dotted();
      default: return name_step(take_name());
    }
  }

  Segment parse_bracket() {
    const auto segment = bracketed(rest_);
    if (segment.empty()) return refused("No ']' closes the '['" + place());
    rest_.remove_prefix(segment.size());
    return bracket_step(segment);
  }

  Segment parse_dotted() {
    if (rest_.empty()) return refused("Expected a name, '*' or '[' after the last '.'");
    if (rest_.front() == '.') {
      rest_.remove_prefix(1);
      return DeepScan{};
    }
    const auto name = take_name();
    if (name.empty()) return std::nullopt;
    if (name == "*") return Wildcard{};
    return name_step(name);
  }

  std::string_view take_name() {
    const auto name = rest_.substr(0, rest_.find_first_of(".[ "));
    rest_.remove_prefix(name.size());
    return name;
  }

  std::string place() const { return " before '" + std::string(rest_) + "'"; }

  std::string_view text_, rest_;
  PathSteps steps_;
};

/// `$$`, `$` or `$name`.
tl::expected<PathRoot, std::string> take_root(std::string_view& text) {
  if (!text.starts_with('$')) return refused("A path must begin with '$'");
  text.remove_prefix(1);
  if (text.starts_with('$')) {
    text.remove_prefix(1);
    return FromContext{};
  }
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == '-' || !belongs_to_plain_name(c); });
  const auto name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  if (name.empty()) return FromInput{};
  if (is_digit(name.front())) return refused("A variable's name must not begin with a digit");
  text.remove_prefix(name.size());
  return FromVariable{std::string(name)};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto visible = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  const auto begin = std::find_if(text.begin(), text.end(), visible);
  const auto end = std::find_if(text.rbegin(), std::make_reverse_iterator(begin), visible).base();
  return text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin));
}

bool belongs_to_plain_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' || !is_ascii(c);
}

std::size_t path_extent(std::string_view text) {
  int parentheses = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ',' || static_cast<unsigned char>(c) <= ' ' || (c == ')' && parentheses == 0)) return at;
    parentheses += (c == '(') - (c == ')');
    const auto segment = c == '[' ? bracketed(text.substr(at)) : text.substr(at, 1);
    if (segment.empty()) return text.size();
    at += segment.size();
  }
  return at;
}

tl::expected<PathSteps, std::string> parse_path_steps(std::string_view text) {
  if (!text.empty() && text.front() != '.' && text.front() != '[') {
    return refused("Expected '.' or '[' after the path's root but found '" + std::string(text) + "'");
  }
  return StepsParser(text).parse();
}

tl::expected<ParsedPath, std::string> parse_path(std::string_view text) {
  auto rest = trimmed(text);
  auto root = take_root(rest);
  if (!root) return tl::unexpected(std::move(root.error()));
  return parse_path_steps(rest).map([&](PathSteps steps) { return ParsedPath{std::move(*root), std::move(steps)}; });
}

}  // namespace stepstorm::asl
