// One error of a JSONata expression: its official code, where it arose, and what its message names.
// A value, never thrown across a header: parsers and evaluators return it. The text is made only when it is asked for.
// Source: JSONata's documented error codes; their texts are those that the service puts into a cause.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace stepstorm::jsonata {

struct Failure {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  std::string code;                // "T2001"; letters S: the expression's text, T: types, D: values, U: limits
  std::size_t position = nowhere;  // bytes into the expression, behind the token; nowhere: not known (yet)
  std::string token;               // the operator, name or function concerned, as it stands in the expression
  std::string value;               // the offending value as JSON; what was expected for S0202 and S0203
  std::string second_value;        // where a message names two
  int argument = 0;                // counts from 1; 0: none
};

template <class Result>
using Expected = tl::expected<Result, Failure>;

/// A failure that pure functions return; who calls them knows the position.
[[nodiscard]] inline tl::unexpected<Failure> fail(std::string_view code,
                                                  std::string_view token = {},
                                                  std::string value = {}) {
  return tl::unexpected{Failure{std::string{code}, Failure::nowhere, std::string{token}, std::move(value), {}, 0}};
}

/// What a person is told, without code and place. For a code that has no text: the code.
[[nodiscard]] std::string message(const Failure& failure);

}  // namespace stepstorm::jsonata
