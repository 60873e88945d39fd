// Failure: one error of a JSONata expression: its official code, its position and the values that its message names.
// Public functions return it; inside the folder it is also thrown. The message is made on demand.
// Source: JSONata's documented error codes; the messages are those that the service puts into a cause.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace stepstorm::jsonata {

struct Failure {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  std::string code;                // such as "T2001"; S: syntax, T: types, D: values, U: limits
  std::size_t position = nowhere;  // byte offset in the expression, after the token; nowhere: not known (yet)
  std::string token;               // the operator, name or function concerned, as written in the expression
  std::string value;               // the offending value as JSON; for S0202 and S0203, what was expected
  std::string second_value;        // if the message names two values
  int argument = 0;                // number of the argument, from 1; 0: none
};

template <class Result>
using Expected = tl::expected<Result, Failure>;

/// Makes a failure without a position; the caller adds it.
[[nodiscard]] inline tl::unexpected<Failure> fail(std::string_view code,
                                                  std::string_view token = {},
                                                  std::string value = {}) {
  return tl::unexpected{Failure{std::string{code}, Failure::nowhere, std::string{token}, std::move(value), {}, 0}};
}

/// Returns the message, without code and position; for a code without a message, the code.
[[nodiscard]] std::string message(const Failure& failure);

}  // namespace stepstorm::jsonata
