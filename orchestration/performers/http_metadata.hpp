// SdkHttpMetadata: the headers of a service's HTTP response, as integrations include them in a task's result.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "values/json.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

/// Formats a date as in HTTP headers: Mon, 23 Nov 2026 09:30:00 GMT.
[[nodiscard]] std::string http_date(TimePoint at);

/// Returns {"AllHttpHeaders", "HttpHeaders", "HttpStatusCode"}; each list keeps its order.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] Json http_metadata(const HttpHeaders& all, const HttpHeaders& first_of_each);

}  // namespace stepstorm::orchestration
