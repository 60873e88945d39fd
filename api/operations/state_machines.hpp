// State machines in requests and responses.
#pragma once

#include <string>
#include <vector>

#include "api/account.hpp"
#include "api/arn.hpp"
#include "api/directory.hpp"
#include "api/error.hpp"
#include "asl/checks/finding.hpp"

namespace stepstorm::api {

/// Finds a state machine; an alias selects one of its versions by weight. Errors: InvalidArn, StateMachineDoesNotExist.
[[nodiscard]] tl::expected<FoundStateMachine, Error> find_state_machine(Account& account, const std::string& arn);

/// With all errors among the findings.
[[nodiscard]] Error invalid_definition(const std::vector<asl::Finding>& findings);

/// The common members of DescribeStateMachine and DescribeStateMachineForExecution.
[[nodiscard]] Json describe_revision(const Revision& revision, bool with_data);

/// InvalidDefinition with all errors among the findings.
[[nodiscard]] Error invalid_definition(const std::vector<asl::Finding>& findings);

}  // namespace stepstorm::api
