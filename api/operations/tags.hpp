// Tags of a request.
#pragma once

#include <optional>

#include "api/account.hpp"
#include "api/error.hpp"

namespace stepstorm::api {

/// Adds the request's `tags`, and replaces existing ones with the same key. Error: TooManyTags, also when the account
/// has no room for them; nothing is changed then.
[[nodiscard]] std::optional<Error> add_tags(Account& account, const Json& request, Tags& tags);

}  // namespace stepstorm::api
