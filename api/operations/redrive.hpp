// RedriveExecution, and what DescribeExecution says of it. Source: semantics.md 8.4.
#pragma once

#include "api/account.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

/// redriveCount, redriveDate, redriveStatus, redriveStatusReason.
void add_redrive_status(Account& account, const Record& record, Json& response);

}  // namespace stepstorm::api
