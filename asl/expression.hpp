// JSONata expressions of a definition, `{% ... %}`, and templates with such strings at any depth; compiled once.
// The dialect is the service's. Expressions have no input: documents are members of $states, variables have names.
// A failed evaluation, an undefined result and a function as result are States.QueryEvaluationError, with the field's
// location.
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

/// Returns whether a JSONata state evaluates the text: it begins with `{%` and ends with `%}`.
[[nodiscard]] bool is_expression(std::string_view text);

/// Returns the text between the marks, without surrounding blanks.
[[nodiscard]] std::string_view expression_in(std::string_view text);

class Expression {
 public:
  /// `text`: with its marks. `location`: the field as errors name it: Arguments/FunctionName, Output/list[0].
  static jsonata::Expected<Expression> compile(std::string_view text, std::string location);

  [[nodiscard]] tl::expected<Json, EvaluationError> evaluate(const Documents& documents,
                                                             const References& references) const;

  /// Without the marks.
  const std::string& text() const;

  /// Returns an error about the expression's value; `detail` is a whole sentence.
  [[nodiscard]] EvaluationError error(std::string detail) const;
  /// The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected ...
  [[nodiscard]] EvaluationError unexpected_type(std::string_view expected, const Json& value) const;

 private:
  struct Compiled;
  explicit Expression(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  [[nodiscard]] EvaluationError failed(const std::string& how) const;

  std::shared_ptr<const Compiled> compiled_;
};

/// A JSON value in which texts `{% ... %}` are evaluated: Arguments, Output, Assign ... Members keep their order.
class ExpressionTemplate {
 public:
  /// Every expression in `source` must compile.
  static ExpressionTemplate compile(const Json& source, const std::string& location);

  [[nodiscard]] tl::expected<Json, EvaluationError> evaluate(const Documents& documents,
                                                             const References& references) const;

  /// Returns the expression when the whole template is one; else nullptr.
  const Expression* whole() const;

  struct Node;  // in the .cpp file only

 private:
  explicit ExpressionTemplate(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const Node> root_;
};

}  // namespace stepstorm::asl
