// The headers of a service's HTTP response, as integrations put them into a task's result: SdkHttpMetadata.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "values/json.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

/// As in an HTTP header: Mon, 23 Nov 2026 09:30:00 GMT.
[[nodiscard]] std::string http_date(TimePoint at);

/// {"AllHttpHeaders", "HttpHeaders", "HttpStatusCode"}, with these headers in both lists, in their orders.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] Json http_metadata(const HttpHeaders& all, const HttpHeaders& first_of_each);

}  // namespace stepstorm::orchestration
