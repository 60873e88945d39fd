// Expressions and what becomes of them, as text: JSON, "undefined", "a function", or "CODE at byte: message".
#pragma once

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "asl/jsonata/expression.hpp"

namespace stepstorm::jsonata {

/// A world in which it is 2024-05-06T07:08:09.010Z, with random bits that count.
class FixedSurroundings : public Surroundings {
 public:
  explicit FixedSurroundings(Json variables = Json::object()) : variables_(std::move(variables)) {}

  std::optional<Binding> variable(std::string_view name) const override {
    const Json* const found = find_member(variables_, name);
    return found ? std::optional{Binding{found, {}}} : std::nullopt;
  }
  std::int64_t now_ms() const override { return 1714979289010; }
  std::uint64_t random_bits() const override { return draws_ += 0x9e3779b97f4a7c15; }

 private:
  Json variables_;
  mutable std::uint64_t draws_ = 0;
};

/// `input` is JSON text; empty: there is none.
inline std::string evaluated(std::string_view expression,
                             std::string_view input = {},
                             Dialect dialect = Dialect::V2_2,
                             const Limits& limits = {}) {
  const auto failed = [](const Failure& failure) {
    const bool placed = failure.position != Failure::nowhere;
    return failure.code + (placed ? " at " + std::to_string(failure.position) : std::string{}) + ": " +
           message(failure);
  };
  const auto compiled = Expression::compile(expression, dialect);
  if (!compiled) return failed(compiled.error());
  const Json document = input.empty() ? Json{} : parse_json(input).value();
  const auto outcome = compiled->evaluate(input.empty() ? nullptr : &document, FixedSurroundings{}, limits);
  if (!outcome) return failed(outcome.error());
  if (outcome->type == Outcome::Type::Nothing) return "undefined";
  return outcome->type == Outcome::Type::Function ? "a function" : to_text(outcome->value);
}

/// The code alone when it fails.
inline std::string code_of(std::string_view expression, std::string_view input = {}, Dialect dialect = Dialect::V2_2) {
  const std::string text = evaluated(expression, input, dialect);
  return text.substr(0, text.find_first_of(" :"));
}

struct Evaluation {
  std::string_view expression;
  std::string_view expected;
};

/// One row of a table.
inline void check(const Evaluation& row, std::string_view input = {}) {
  CAPTURE(row.expression);
  CHECK(evaluated(row.expression, input) == row.expected);
}

}  // namespace stepstorm::jsonata
