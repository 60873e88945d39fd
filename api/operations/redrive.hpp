// RedriveExecution, and its members of DescribeExecution. Source: semantics.md 8.4.
#pragma once

#include "api/account.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

/// Adds redriveCount, redriveDate, redriveStatus and redriveStatusReason.
void add_redrive_status(Account& account, const Record& record, Json& response);

}  // namespace stepstorm::api
