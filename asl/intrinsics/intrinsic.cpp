#include "asl/intrinsics/intrinsic.hpp"

#include <optional>
#include <utility>
#include <variant>

#include "asl/intrinsics/intrinsic_functions.hpp"
#include "asl/paths/cursor.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {

struct Intrinsic::Call {
  using Argument = std::variant<Json, JsonPath, std::shared_ptr<const Call>>;

  const IntrinsicFunction* function;
  std::vector<Argument> arguments;
  std::string text;  // the whole expression as written; empty for a call inside another
};

namespace {

using Call = Intrinsic::Call;

// Source: developer guide, "Intrinsic functions": up to 10 nested calls.
constexpr int nesting_max = 10;

bool belongs_to_function_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

bool belongs_to_number(char c) {
  return (c >= '0' && c <= '9') || std::string_view("+-.eE").find(c) != std::string_view::npos;
}

class CallParser {
 public:
  explicit CallParser(std::string_view text) : cursor_(text) {}

  std::optional<Call> parse_whole() {
    cursor_.skip_blanks();
    auto call = parse_call(1);
    cursor_.skip_blanks();
    if (call && !cursor_.at_end()) return cursor_.fail_here("nothing more");
    return call;
  }

  const std::string& problem() const { return cursor_.problem(); }

 private:
  std::optional<Call> parse_call(int nesting) {
    const auto name = cursor_.take_while(belongs_to_function_name);
    const auto* function = find_intrinsic_function(name);
    if (!function) return cursor_.fail("'" + std::string(name) + "' is not an intrinsic function");
    if (nesting > nesting_max) return cursor_.fail("Intrinsic functions are nested too deeply");
    if (!cursor_.take("(")) return cursor_.fail_here("'('");
    auto arguments = parse_arguments(*function, nesting);
    if (!arguments) return std::nullopt;
    return Call{function, std::move(*arguments), {}};
  }

  /// Up to and with the closing parenthesis.
  std::optional<std::vector<Call::Argument>> parse_arguments(const IntrinsicFunction& function, int nesting) {
    std::vector<Call::Argument> arguments;
    cursor_.skip_blanks();
    if (cursor_.take(")")) return arguments;
    do {
      cursor_.skip_blanks();
      const bool is_template = function.name == "States.Format" && arguments.empty();
      auto argument = parse_argument(is_template, nesting);
      if (!argument) return std::nullopt;
      arguments.push_back(std::move(*argument));
      cursor_.skip_blanks();
    } while (cursor_.take(","));
    if (!cursor_.take(")")) return cursor_.fail_here("',' or ')'");
    return arguments;
  }

  std::optional<Call::Argument> parse_argument(bool is_template, int nesting) {
    if (cursor_.at("'")) return parse_text(is_template);
    if (cursor_.at("$")) return parse_path();
    if (belongs_to_number(cursor_.peek()) && cursor_.peek() != 'e' && cursor_.peek() != 'E') return parse_number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (cursor_.take(word)) return *parse_json(word);
    }
    auto call = parse_call(nesting + 1);
    if (!call) return std::nullopt;
    return std::make_shared<const Call>(std::move(*call));
  }

  /// A text in single quotes. The template of States.Format keeps its escapes: they tell its braces from holes.
  std::optional<Call::Argument> parse_text(bool is_template) {
    std::string text;
    cursor_.take("'");
    while (!cursor_.at_end() && !cursor_.at("'")) {
      const bool escape = cursor_.take("\\");
      const char c = cursor_.peek();
      if (escape && std::string_view("'{}\\").find(c) == std::string_view::npos) {
        return cursor_.fail("A backslash must stand before ', {, } or another backslash");
      }
      if (escape && is_template) text += '\\';
      text += c;
      cursor_.advance(1);
    }
    if (!cursor_.take("'")) return cursor_.fail_here("a closing '");
    return Json(std::move(text));
  }

  std::optional<Call::Argument> parse_path() {
    auto rest = cursor_.rest();
    auto path = JsonPath::parse_prefix(rest);
    if (!path) return cursor_.fail(path.error());
    cursor_.advance(path->text().size());
    return std::move(*path);
  }

  std::optional<Call::Argument> parse_number() {
    cursor_.take("+");
    const auto digits = cursor_.take_while(belongs_to_number);
    auto number = parse_json(digits);
    if (!number) return cursor_.fail("'" + std::string(digits) + "' is not a number");
    return std::move(*number);
  }

  Cursor cursor_;
};

/// One evaluation of a whole expression. Messages name the whole expression, also for a call inside another.
class Evaluation {
 public:
  Evaluation(const std::string& text, const Json& input, const References& references)
      : text_(text), input_(input), references_(references) {}

  tl::expected<Json, EvaluationError> value_of(const Call& call) const {
    std::vector<Selection> arguments;
    arguments.reserve(call.arguments.size());
    for (const auto& argument : call.arguments) {
      auto value = argument_value(argument);
      if (!value) return tl::unexpected(std::move(value.error()));
      arguments.push_back(std::move(*value));
    }
    auto result = call.function->apply(arguments, references_);
    if (result) return std::move(*result);
    return tl::unexpected(EvaluationError{.detail = "There was an error while evaluating the intrinsic function: " +
                                                    text_ + ". " + result.error().sentence});
  }

 private:
  using Value = tl::expected<Selection, EvaluationError>;

  Value argument_value(const Call::Argument& argument) const {
    return std::visit(Overload{
                          [](const Json& literal) { return Value(Selection(&literal)); },
                          [&](const JsonPath& path) { return selected(path); },
                          [&](const std::shared_ptr<const Call>& call) {
                            return value_of(*call).map([](Json value) { return Selection(std::move(value)); });
                          },
                      },
                      argument);
  }

  Value selected(const JsonPath& path) const {
    if (input_.is_null() && !path.variable()) return tl::unexpected(null_has_no_paths());
    if (auto selection = path.select(input_, references_)) return std::move(*selection);
    return tl::unexpected(
        EvaluationError{.detail = "The function '" + text_ + "' had the following error: " + miss(path)});
  }

  /// The service applies a context path as a path from `$`, and says so.
  std::string miss(const JsonPath& path) const {
    auto reason = path.describe_miss(input_, references_);
    if (reason.starts_with("Filter: ") || !path.definite()) return reason;
    const auto shown = path.text().substr(path.reads_context() ? 1 : 0);
    return "The JsonPath argument for the field '" + shown + "' could not be found in the input '" + to_text(input_) +
           "'";
  }

  const std::string& text_;
  const Json& input_;
  const References& references_;
};

void collect_variables(const Call& call, std::vector<std::string>& names) {
  for (const auto& argument : call.arguments) {
    std::visit(Overload{
                   [](const Json&) {},
                   [&](const JsonPath& path) {
                     if (auto name = path.variable()) names.push_back(std::move(*name));
                   },
                   [&](const std::shared_ptr<const Call>& inner) { collect_variables(*inner, names); },
               },
               argument);
  }
}

}  // namespace

tl::expected<Intrinsic, std::string> Intrinsic::parse(std::string_view text) {
  CallParser parser(text);
  auto call = parser.parse_whole();
  if (!call) return tl::unexpected(parser.problem());
  call->text = text;
  return Intrinsic(std::make_shared<const Call>(std::move(*call)));
}

tl::expected<Json, EvaluationError> Intrinsic::evaluate(std::string_view /*field*/,
                                                        const Json& input,
                                                        const References& references) const {
  return Evaluation(call_->text, input, references).value_of(*call_);
}

const std::string& Intrinsic::text() const { return call_->text; }

std::vector<std::string> Intrinsic::variables() const {
  std::vector<std::string> names;
  collect_variables(*call_, names);
  return names;
}

Intrinsic::Intrinsic(std::shared_ptr<const Call> call) : call_(std::move(call)) {}

}  // namespace stepstorm::asl
