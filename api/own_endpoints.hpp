// What is below /_stepstorm, as a table: the clock, faults, mocks, buckets and figures of one account.
// docs/openapi.json describes them; a test holds the two against each other.
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
  /// Called on the account's timeline. Null: the service's own affair, of no account or of all that it has.
  void (*carry_out)(Account&, const std::string& body, Reply reply);
};

[[nodiscard]] std::span<const OwnEndpoint> own_endpoints();

/// nullptr: there is none.
[[nodiscard]] const OwnEndpoint* find_own_endpoint(std::string_view method, std::string_view name);

/// In the text form of Prometheus, by CloudWatch's names.
[[nodiscard]] std::string metrics(const Account& account);

}  // namespace stepstorm::api
