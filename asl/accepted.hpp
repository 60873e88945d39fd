// Compilation parses again what validation has accepted; there, parsing cannot fail.
#pragma once

#include <cassert>
#include <utility>

namespace stepstorm::asl {

/// Returns the value of an expected or an optional; validation has made sure that it has one.
template <class Result>
auto accepted(Result result) {
  assert(result.has_value());
  return *std::move(result);
}

}  // namespace stepstorm::asl
