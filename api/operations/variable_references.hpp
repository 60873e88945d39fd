// `variableReferences` of DescribeStateMachine: the variables that each state reads.
// Source: conformance, sfn_api_variable_references.
#pragma once

#include "values/json.hpp"

namespace stepstorm::api {

/// Returns state name -> names of variables in alphabetical order, for all states of a definition at any depth; {} when
/// no state reads a variable.
[[nodiscard]] Json variable_references(const Json& definition);

}  // namespace stepstorm::api
