// What validation has accepted is read a second time to be compiled, and then reading cannot fail.
#pragma once

#include <cassert>
#include <utility>

namespace stepstorm::asl {

/// The value of an expected or an optional that validation has seen to hold one.
template <class Result>
auto accepted(Result result) {
  assert(result.has_value());
  return *std::move(result);
}

}  // namespace stepstorm::asl
