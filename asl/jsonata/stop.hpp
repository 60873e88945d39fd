// Helpers with which parser and evaluator throw a Failure; Expression catches and returns it.
#pragma once

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

[[noreturn]] inline void stop(Failure failure) { throw failure; }

[[noreturn]] inline void stop(std::string_view code, std::string_view token = {}, std::string value = {}) {
  throw Failure{std::string{code}, Failure::nowhere, std::string{token}, std::move(value), {}, 0};
}

[[noreturn]] inline void stop_at(std::size_t position,
                                 std::string_view code,
                                 std::string_view token = {},
                                 std::string value = {}) {
  throw Failure{std::string{code}, position, std::string{token}, std::move(value), {}, 0};
}

/// Returns a pure function's result, or throws its Failure.
template <class Result>
Result value_or_stop(Expected<Result> result) {
  if (!result) stop(std::move(result.error()));
  return std::move(*result);
}

}  // namespace stepstorm::jsonata
