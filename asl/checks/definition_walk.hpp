// Ways through a definition that may be malformed anywhere: what is not shaped as it should be is passed over in silence,
// the schema has complained about it.
#pragma once

#include <functional>
#include <string_view>

#include "asl/checks/place.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// Each state of a scope (the machine, a branch, an item processor).
void for_each_state(const Json& scope,
                    const Place& place,
                    const std::function<void(std::string_view name, const Json& state, const Place& place)>& visit);

/// Each scope directly inside a state: branches, an item processor.
void for_each_inner_scope(const Json& state,
                          const Place& place,
                          const std::function<void(const Json& scope, const Place& place)>& visit);

/// Each state that a state can lead to: Next, Default, and Next in Choices and Catch.
void for_each_target(const Json& state,
                     const Place& place,
                     const std::function<void(std::string_view target, const Place& place)>& visit);

/// Each Assign of a state: its own, and those in Choices and Catch.
void for_each_assign(const Json& state,
                     const Place& place,
                     const std::function<void(const Json& assign, const Place& place)>& visit);

}  // namespace stepstorm::asl
