#include <charconv>

#include "asl/paths/cursor.hpp"
#include "asl/paths/json_path.hpp"
#include "asl/paths/path_parser.hpp"

namespace stepstorm::asl {
namespace {

using ReferenceStep = ReferencePath::ReferenceStep;

class ReferencePathParser {
 public:
  explicit ReferencePathParser(std::string_view text) : cursor_(text) {}

  std::optional<std::vector<ReferenceStep>> parse() {
    if (!cursor_.take("$")) return cursor_.fail("Reference path didn't start with '$'");
    std::vector<ReferenceStep> steps;
    for (skip_trailing_blanks(); !cursor_.at_end(); skip_trailing_blanks()) {
      auto step = parse_step();
      if (!step) return std::nullopt;
      steps.push_back(std::move(*step));
    }
    return steps;
  }

  const std::string& problem() const { return cursor_.problem(); }

 private:
  void skip_trailing_blanks() {
    if (cursor_.rest().find_first_not_of(" \t\r\n") == std::string_view::npos) cursor_.skip_blanks();
  }

  std::optional<ReferenceStep> parse_step() {
    const bool dotted = cursor_.take(".");
    if (cursor_.take("[")) return parse_bracket();
    if (!dotted) return cursor_.fail_here("'.' or '['");
    return parse_name();
  }

  /// Letters, digits, _, - and what a backslash makes literal.
  std::optional<ReferenceStep> parse_name() {
    std::string name;
    do {
      name += cursor_.take_while(belongs_to_plain_name);
      if (!cursor_.take("\\")) break;
      if (cursor_.at_end()) return cursor_.fail("Nothing follows the backslash");
      const char literal = cursor_.peek();
      name += literal;
      cursor_.take({&literal, 1});
    } while (true);
    if (name.empty()) return cursor_.fail_here("a name");
    return ReferenceStep{std::move(name), std::nullopt};
  }

  std::optional<ReferenceStep> parse_bracket() {
    cursor_.skip_blanks();
    auto step = cursor_.at("'") || cursor_.at("\"") ? parse_quoted_name() : parse_index();
    cursor_.skip_blanks();
    if (step && !cursor_.take("]")) return cursor_.fail_here("']'");
    return step;
  }

  /// Reads up to the next quote of the same kind, without resolving escapes. Source: semantics.md 14.8.
  std::optional<ReferenceStep> parse_quoted_name() {
    const char quote = cursor_.peek();
    cursor_.advance(1);
    std::string name{cursor_.take_while([quote](char c) { return c != quote; })};
    if (!cursor_.take({&quote, 1})) return cursor_.fail(std::string("Expected a closing ") + quote);
    return ReferenceStep{std::move(name), std::nullopt};
  }

  std::optional<ReferenceStep> parse_index() {
    const auto digits = cursor_.take_while([](char c) { return c >= '0' && c <= '9'; });
    std::uint32_t index = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (digits.empty()) return cursor_.fail_here("a quoted name or an index that is not negative");
    if (parsed.ec != std::errc()) return cursor_.fail("The index " + std::string(digits) + " is too large");
    return ReferenceStep{{}, index};
  }

  Cursor cursor_;
};

/// Returns the place at a step; nullptr when it does not exist.
const Json* find(const Json& node, const ReferenceStep& step) {
  if (step.index) return *step.index < node.size() ? &node[*step.index] : nullptr;
  const auto member = node.find(step.name);
  return member == node.end() ? nullptr : &*member;
}

/// Returns whether a step applies to this node: a name to an object, an index to an array, at most its length.
bool leads_from(const Json& node, const ReferenceStep& step) {
  return step.index ? node.is_array() && *step.index <= node.size() : node.is_object();
}

/// Returns whether the steps fit the existing nodes, and the missing ones can be created: objects, and arrays of one
/// element.
bool applies(const std::vector<ReferenceStep>& steps, const Json& document) {
  const Json* at = &document;
  for (const auto& step : steps) {
    const bool leads = at ? leads_from(*at, step) : step.index.value_or(0) == 0;
    if (!leads) return false;
    at = at ? find(*at, step) : nullptr;
  }
  return true;
}

/// Returns the place at a step; creates a missing place as null, and its container.
Json& build(Json& node, const ReferenceStep& step) {
  if (node.is_null()) node = step.index ? Json::array() : Json::object();
  if (!find(node, step)) {
    if (step.index)
      node.push_back(nullptr);
    else
      set_member(node, step.name, nullptr);
  }
  return step.index ? node[*step.index] : *node.find(step.name);
}

}  // namespace

tl::expected<ReferencePath, std::string> ReferencePath::parse(std::string_view text) {
  if (text.size() > path_length_max) {
    return tl::unexpected("The path is longer than " + std::to_string(path_length_max) + " characters");
  }
  ReferencePathParser parser(text);
  auto steps = parser.parse();
  if (!steps) return tl::unexpected(parser.problem());
  ReferencePath path;
  path.text_ = text;
  path.steps_ = std::move(*steps);
  return path;
}

tl::expected<Json, EvaluationError> ReferencePath::place(Json document, Json value) const {
  if (!applies(steps_, document)) {
    return tl::unexpected(
        EvaluationError{.detail = "Unable to apply ReferencePath " + text_ + " to input " + to_text(document),
                        .error = "States.ReferencePathConflict"});
  }
  Json* at = &document;
  for (const auto& step : steps_) at = &build(*at, step);
  *at = std::move(value);
  return document;
}

tl::expected<Payload, EvaluationError> ReferencePath::place(const Payload& document, const Payload& value) const {
  if (steps_.size() == 1 && !steps_[0].index && document.is_object())
    return document.with_members(make_object(Member{steps_[0].name, *value}));
  return place(*document, *value).map([](Json placed) { return Payload{std::move(placed)}; });
}

}  // namespace stepstorm::asl
