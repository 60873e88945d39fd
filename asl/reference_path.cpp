#include <charconv>

#include "asl/cursor.hpp"
#include "asl/json_path.hpp"
#include "asl/path_parser.hpp"

namespace stepstorm::asl {
namespace {

using Step = ReferencePath::Step;

class ReferencePathParser {
 public:
  explicit ReferencePathParser(std::string_view text) : cursor_(text) {}

  std::optional<std::vector<Step>> parse() {
    if (!cursor_.take("$")) return cursor_.fail("Reference path didn't start with '$'");
    std::vector<Step> steps;
    while (!cursor_.at_end()) {
      auto step = parse_step();
      if (!step) return std::nullopt;
      steps.push_back(std::move(*step));
    }
    return steps;
  }

  const std::string& problem() const { return cursor_.problem(); }

 private:
  std::optional<Step> parse_step() {
    const bool dotted = cursor_.take(".");
    if (cursor_.take("[")) return parse_bracket();
    if (!dotted) return cursor_.fail_here("'.' or '['");
    return parse_name();
  }

  /// Letters, digits, _, - and what a backslash makes literal.
  std::optional<Step> parse_name() {
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
    return Step{std::move(name), std::nullopt};
  }

  std::optional<Step> parse_bracket() {
    cursor_.skip_blanks();
    auto step = cursor_.at("'") || cursor_.at("\"") ? parse_quoted_name() : parse_index();
    cursor_.skip_blanks();
    if (step && !cursor_.take("]")) return cursor_.fail_here("']'");
    return step;
  }

  std::optional<Step> parse_quoted_name() {
    auto name = cursor_.take_quoted();
    if (!name) return std::nullopt;
    return Step{std::move(*name), std::nullopt};
  }

  std::optional<Step> parse_index() {
    const auto digits = cursor_.take_while([](char c) { return c >= '0' && c <= '9'; });
    std::uint32_t index = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (digits.empty()) return cursor_.fail_here("a quoted name or an index that is not negative");
    if (parsed.ec != std::errc()) return cursor_.fail("The index " + std::string(digits) + " is too large");
    return Step{{}, index};
  }

  Cursor cursor_;
};

/// The place that a step leads to, null when it has to be built.
const Json* find(const Json& node, const Step& step) {
  if (step.index) return node.is_array() && *step.index < node.size() ? &node[*step.index] : nullptr;
  const auto member = node.is_object() ? node.find(step.name) : node.end();
  return member == node.end() ? nullptr : &*member;
}

/// Whether the steps lead through what is there and then only through names that objects can be built for.
bool applies(const std::vector<Step>& steps, const Json& document) {
  const Json* at = &document;
  for (const auto& step : steps) {
    if (at && (step.index ? !find(*at, step) : !at->is_object())) return false;
    if (!at && step.index) return false;
    at = at ? find(*at, step) : nullptr;
  }
  return true;
}

Json& build(Json& node, const Step& step) {
  if (step.index) return node[*step.index];
  if (!find(node, step)) set_member(node, step.name, Json::object());
  return *node.find(step.name);
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
        EvaluationError{.detail = "Unable to apply ReferencePath " + text_ + " to input " + to_text(document)});
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
