// `stepstorm eval EXPRESSION`: what an expression of a state machine makes of an input; or a whole test suite of JSONata.
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
  std::optional<std::string> suite;  // a folder; instead of an expression
};

/// Exit code: 0 there is a result, on `out`; or all cases of the suite pass. 1 the expression fails, or returns nothing or
/// a function; or cases fail. 2 wrong use, or text that is no expression.
int eval_command(const EvalOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
