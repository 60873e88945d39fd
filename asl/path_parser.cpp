#include "asl/path_parser.hpp"

#include <charconv>

#include "asl/path_filter.hpp"

namespace stepstorm::asl {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads the segments of one path, one method per form.
class StepsParser {
 public:
  StepsParser(Cursor& cursor, int nesting) : cursor_(cursor), nesting_(nesting) {}

  std::optional<PathSteps> parse() {
    while (cursor_.at(".") || cursor_.at("[")) {
      if (!parse_segment()) return std::nullopt;
    }
    if (cursor_.at("(")) return cursor_.fail("Functions such as length() are not supported in a path");
    return std::move(steps_);
  }

 private:
  bool parse_segment() {
    if (cursor_.take("..")) {
      steps_.push_back(DeepScan{});
    } else if (!cursor_.at("[")) {
      cursor_.take(".");
    }
    auto step = cursor_.take("[") ? parse_bracket() : parse_dotted();
    if (!step) return false;
    steps_.push_back(std::move(*step));
    return names_stand_last();
  }

  /// Source: the service's own run-time message; Jayway before 2.3.
  bool names_stand_last() {
    const bool continues = cursor_.at(".") || cursor_.at("[");
    if (!continues || !std::holds_alternative<Names>(steps_.back())) return true;
    cursor_.fail("Multi properties can only be used as path leafs: " + normalized(steps_.back()));
    return false;
  }

  std::optional<PathStep> parse_dotted() {
    if (cursor_.take("*")) return Wildcard{};
    const auto name = cursor_.take_while(belongs_to_plain_name);
    if (name.empty()) return cursor_.fail_here("a name, '*' or '['");
    return Name{std::string(name)};
  }

  std::optional<PathStep> parse_bracket() {
    cursor_.skip_blanks();
    auto step = parse_bracketed();
    cursor_.skip_blanks();
    if (step && !cursor_.take("]")) return cursor_.fail_here("']'");
    return step;
  }

  std::optional<PathStep> parse_bracketed() {
    if (cursor_.take("*")) return Wildcard{};
    if (cursor_.take("?")) return parse_filter();
    if (cursor_.at("'") || cursor_.at("\"")) return parse_names();
    if (cursor_.at(":") || cursor_.at("-") || is_digit(cursor_.peek())) return parse_indexes();
    return cursor_.fail_here("a quoted name, an index, a slice, '*' or a filter");
  }

  std::optional<PathStep> parse_filter() {
    auto filter = PathFilter::parse(cursor_, nesting_ + 1);
    if (!filter) return std::nullopt;
    return Filtered{std::move(filter)};
  }

  std::optional<PathStep> parse_names() {
    Names several;
    do {
      cursor_.skip_blanks();
      if (!cursor_.at("'") && !cursor_.at("\"")) return cursor_.fail_here("a quoted name");
      auto name = cursor_.take_quoted();
      if (!name) return std::nullopt;
      several.names.push_back(std::move(*name));
      cursor_.skip_blanks();
    } while (cursor_.take(","));
    if (several.names.size() == 1) return Name{std::move(several.names.front())};
    return several;
  }

  std::optional<PathStep> parse_indexes() {
    Indexes several;
    if (cursor_.at(":")) return parse_slice(std::nullopt);
    do {
      cursor_.skip_blanks();
      const auto index = parse_index();
      if (!index) return std::nullopt;
      several.indexes.push_back(*index);
      cursor_.skip_blanks();
      if (cursor_.at(":") && several.indexes.size() == 1) return parse_slice(index);
    } while (cursor_.take(","));
    if (several.indexes.size() == 1) return Index{several.indexes.front()};
    return several;
  }

  std::optional<PathStep> parse_slice(std::optional<std::int64_t> from) {
    cursor_.take(":");
    cursor_.skip_blanks();
    if (cursor_.at("]")) {
      if (!from) return cursor_.fail("A slice needs a start or an end");
      return Slice{from, std::nullopt};
    }
    const auto to = parse_index();
    if (!to) return std::nullopt;
    return Slice{from, to};
  }

  std::optional<std::int64_t> parse_index() {
    const auto digits = cursor_.take_while([](char c) { return c == '-' || is_digit(c); });
    std::int32_t index = 0;  // Jayway's range
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error == std::errc::result_out_of_range)
      return cursor_.fail("The index " + std::string(digits) + " is too large");
    if (error != std::errc() || end != digits.data() + digits.size()) return cursor_.fail_here("an index");
    return index;
  }

  Cursor& cursor_;
  int nesting_;
  PathSteps steps_;
};

/// `$$`, `$` or `$name`.
std::optional<PathRoot> parse_root(Cursor& cursor) {
  if (cursor.take("$$")) return FromContext{};
  if (!cursor.take("$")) return cursor.fail("A path must begin with '$'");
  const auto name = cursor.take_while([](char c) { return c != '-' && belongs_to_plain_name(c); });
  if (name.empty()) return FromInput{};
  if (is_digit(name.front())) return cursor.fail("A variable's name must not begin with a digit");
  return FromVariable{std::string(name)};
}

}  // namespace

bool belongs_to_plain_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;  // any character beyond ASCII
}

std::optional<PathSteps> parse_path_steps(Cursor& cursor, int nesting) { return StepsParser(cursor, nesting).parse(); }

std::optional<ParsedPath> parse_path(Cursor& cursor) {
  auto root = parse_root(cursor);
  if (!root) return std::nullopt;
  auto steps = parse_path_steps(cursor, 0);
  if (!steps) return std::nullopt;
  return ParsedPath{std::move(*root), std::move(*steps)};
}

}  // namespace stepstorm::asl
