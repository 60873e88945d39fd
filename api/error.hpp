// The error response of an operation of the API. Source: semantics.md 9.1, 9.2.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "values/json.hpp"

namespace stepstorm::api {

struct Error {
  std::string code;  // value of __type: "InvalidArn"
  std::string message;
  std::string reason{};  // of a ValidationException: MISSING_REQUIRED_PARAMETER ...; empty: none
  unsigned status = 400;
};

/// An operation's response, a JSON object.
using Result = tl::expected<Json, Error>;

inline tl::unexpected<Error> refuse(std::string code, std::string message, std::string reason = {}) {
  return tl::unexpected<Error>{Error{std::move(code), std::move(message), std::move(reason)}};
}

/// Gives one request its result: called once, from any thread.
using Reply = std::function<void(Result)>;

}  // namespace stepstorm::api
