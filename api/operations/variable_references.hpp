// `variableReferences` of DescribeStateMachine: which variables each state reads.
// Source: conformance, sfn_api_variable_references.
#pragma once

#include "values/json.hpp"

namespace stepstorm::api {

/// State name -> names of variables in order of the alphabet, for all states of a definition at any depth; {} when no
/// state reads one.
[[nodiscard]] Json variable_references(const Json& definition);

}  // namespace stepstorm::api
