// The context object of a tested state: the one that the request gives, or that of an execution begun for it.
// Source: semantics.md 9.5, 14.12.
#pragma once

#include <string>

#include "api/account.hpp"
#include "api/error.hpp"
#include "api/test_state/subject.hpp"
#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

/// ValidationException when it has what a context object of this state has not.
[[nodiscard]] tl::expected<Json, Error> read_context(const std::string& text, const asl::State& state);

/// As of the first state of an EXPRESS execution with names of its own; of a state inside a Map, as of its first
/// iteration, with the input as its item. `role_arn` empty: it has none.
[[nodiscard]] Json fresh_context(
    Account& account, const Subject& subject, const Json& input, const std::string& role_arn, std::int64_t retries);

}  // namespace stepstorm::api
