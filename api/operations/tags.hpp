// Tags of a request.
#pragma once

#include <optional>

#include "api/error.hpp"
#include "api/registry.hpp"

namespace stepstorm::api {

/// Adds the request's `tags`, and replaces existing ones with the same key. Error: TooManyTags; nothing is changed
/// then.
[[nodiscard]] std::optional<Error> add_tags(const Json& request, Tags& tags);

}  // namespace stepstorm::api
