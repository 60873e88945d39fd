// The context object of a tested state: from the request, or a new one.
// Source: semantics.md 9.5, 14.12.
#pragma once

#include <string>

#include "api/account.hpp"
#include "api/error.hpp"
#include "api/test_state/subject.hpp"
#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

/// Error: ValidationException when the text has members that a context object of this state does not have.
[[nodiscard]] tl::expected<Json, Error> read_context(const std::string& text, const asl::State& state);

/// Makes the context object of the first state of a new EXPRESS execution; for a state inside a Map, that of its first
/// iteration, with the input as its item. `role_arn`: empty for none.
[[nodiscard]] Json fresh_context(
    Account& account, const Subject& subject, const Json& input, const std::string& role_arn, std::int64_t retries);

}  // namespace stepstorm::api
