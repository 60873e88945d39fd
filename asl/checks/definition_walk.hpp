// Iterates over parts of a definition that may be malformed anywhere. Skips malformed values without a finding: the
// schema reports them.
#pragma once

#include <functional>
#include <string_view>

#include "asl/checks/place.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// Visits each state of a scope (the machine, a branch, an item processor).
void for_each_state(const Json& scope,
                    const Place& place,
                    const std::function<void(std::string_view name, const Json& state, const Place& place)>& visit);

/// Visits each scope directly inside a state: branches, an item processor.
void for_each_inner_scope(const Json& state,
                          const Place& place,
                          const std::function<void(const Json& scope, const Place& place)>& visit);

/// Visits each target of a state's transitions: Next, Default, and Next in Choices and Catch.
void for_each_target(const Json& state,
                     const Place& place,
                     const std::function<void(std::string_view target, const Place& place)>& visit);

/// Visits each Assign of a state: its own, and those in Choices and Catch.
void for_each_assign(const Json& state,
                     const Place& place,
                     const std::function<void(const Json& assign, const Place& place)>& visit);

}  // namespace stepstorm::asl
