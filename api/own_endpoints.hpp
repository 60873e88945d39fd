// The table of endpoints below /_stepstorm: the clock, faults, mocks, buckets and figures of one account.
// docs/openapi.json describes them; a test compares it with this table.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "api/account.hpp"
#include "api/error.hpp"

namespace stepstorm::api {

struct OwnEndpoint {
  std::string_view method;
  std::string_view name;  // below /_stepstorm/
  /// Called on the account's timeline. Null: Service handles it, for no account or for the whole account.
  void (*carry_out)(Account&, const std::string& body, Reply reply);
};

[[nodiscard]] std::span<const OwnEndpoint> own_endpoints();

/// Returns nullptr when there is no such endpoint.
[[nodiscard]] const OwnEndpoint* find_own_endpoint(std::string_view method, std::string_view name);

/// Returns metrics in Prometheus's text format, with CloudWatch's names.
[[nodiscard]] std::string metrics(const Account& account);

}  // namespace stepstorm::api
