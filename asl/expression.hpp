// A JSONata string of a definition, `{% ... %}`, compiled once, and templates that hold such strings at any depth.
// The dialect is the service's. Expressions have no input: documents come as $states, variables by name.
// What cannot be evaluated, is undefined or is a function is States.QueryEvaluationError, with the field's location.
// Source: semantics.md 2.5, 5.1.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "asl/jsonata/expression.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// Whether a text is to be evaluated in a state whose query language is JSONata: nothing stands outside the marks.
[[nodiscard]] bool is_expression(std::string_view text);

/// What stands between the marks, without blanks around it.
[[nodiscard]] std::string_view expression_in(std::string_view text);

class Expression {
 public:
  /// `text` with its marks; `location` as errors name it: Arguments/FunctionName, Output/list[0].
  static jsonata::Expected<Expression> compile(std::string_view text, std::string location);

  [[nodiscard]] tl::expected<Json, EvaluationError> evaluate(const Documents& documents,
                                                             const References& references) const;

  /// Without the marks.
  const std::string& text() const;

  /// Why its value will not do; `detail` is a whole sentence.
  [[nodiscard]] EvaluationError error(std::string detail) const;
  /// The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected ...
  [[nodiscard]] EvaluationError unexpected_type(std::string_view expected, const Json& value) const;

 private:
  struct Compiled;
  explicit Expression(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  [[nodiscard]] EvaluationError failed(const std::string& how) const;

  std::shared_ptr<const Compiled> compiled_;
};

/// Any JSON value whose texts `{% ... %}` are evaluated: Arguments, Output, Assign ... Members keep their order.
class ExpressionTemplate {
 public:
  /// Every expression in `source` must be one that compiles.
  static ExpressionTemplate compile(const Json& source, const std::string& location);

  [[nodiscard]] tl::expected<Json, EvaluationError> evaluate(const Documents& documents,
                                                             const References& references) const;

  /// The expression that all of it is; nullptr: it is something else.
  const Expression* whole() const;

  struct Node;  // in the .cpp file only

 private:
  explicit ExpressionTemplate(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const Node> root_;
};

}  // namespace stepstorm::asl
