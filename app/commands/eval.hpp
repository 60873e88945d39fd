// `stepstorm eval EXPRESSION`: evaluates one expression on an input, or runs a JSONata test suite.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "asl/jsonata/dialect.hpp"

namespace stepstorm::app {

enum class ExpressionLanguage : std::uint8_t { Jsonata, JsonPath, Intrinsic };

struct EvalOptions {
  std::optional<std::string> expression;
  std::optional<std::string> input;     // JSON text, @FILE or -; JSONata has no input without one, JSONPath has {}
  std::optional<std::string> bindings;  // a JSON object: variables by name; "$$" is JSONPath's context object
  ExpressionLanguage language = ExpressionLanguage::Jsonata;
  jsonata::Dialect dialect = jsonata::Dialect::Aws;
  std::uint64_t seed = 1;
  std::optional<std::string> suite;  // folder of a test suite, instead of an expression
};

/// Returns 0 when the expression has a result (written to `out`) or all cases of the suite pass; 1 when the expression
/// fails or returns nothing or a function, or cases fail; 2 for wrong use or a text that is no expression.
int eval_command(const EvalOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
