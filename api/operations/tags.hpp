// Tags that come with a request.
#pragma once

#include <optional>

#include "api/error.hpp"
#include "api/registry.hpp"

namespace stepstorm::api {

/// Puts the request's `tags` beside those that are there, or in their place. Error: TooManyTags, and nothing has changed.
[[nodiscard]] std::optional<Error> add_tags(const Json& request, Tags& tags);

}  // namespace stepstorm::api
