#include "asl/jsonata/expression.hpp"

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/syntax.hpp"
#include "asl/jsonata/text_of.hpp"

namespace stepstorm::jsonata {

Expected<Expression> Expression::compile(std::string_view text, Dialect dialect) {
  const auto program = std::make_shared<Program>();
  program->text = text;
  program->dialect = dialect;
  try {
    program->root = shape(*program, parse(*program));
    resolve(*program);
  } catch (Failure& failure) {
    return tl::unexpected{std::move(failure)};
  }
  return Expression{program};
}

Expected<Outcome> Expression::evaluate(const Json* input,
                                       const Surroundings& surroundings,
                                       const Limits& limits) const {
  try {
    Evaluator evaluator{*program_, surroundings, limits};
    const Value value = evaluator.run(input);
    if (!value) return Outcome{};
    if (value.is(Kind::Function)) return Outcome{Outcome::Type::Function, {}};
    return Outcome{Outcome::Type::Value, to_json(value)};
  } catch (Failure& failure) {
    return tl::unexpected{std::move(failure)};
  }
}

const std::string& Expression::text() const { return program_->text; }

}  // namespace stepstorm::jsonata
