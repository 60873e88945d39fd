// Parses the ARNs of the API; errors for invalid ARNs and wrong types.
// Source: semantics.md 8.1; conformance FACTS 7.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/error.hpp"

namespace stepstorm::api {

/// arn:aws:states:<region>:<account>:<type>:<name>[:<rest>]
struct StatesArn {
  std::string type;         // stateMachine, execution, express, activity, mapRun
  std::string name;         // of the machine or the activity
  std::string rest;         // a version, an alias, an execution's name ...; empty: none
  std::string unqualified;  // without the rest
};

/// Error: InvalidArn when the text is no ARN of this service.
[[nodiscard]] tl::expected<StatesArn, Error> parse_arn(std::string_view text);

/// Parses an ARN of this type; another type is "Resource type not valid in this context: express".
[[nodiscard]] tl::expected<StatesArn, Error> parse_arn(std::string_view text, std::string_view type);

[[nodiscard]] Error invalid_arn(std::string_view why);

/// Returns whether a qualifier is the number of a version.
[[nodiscard]] bool is_version(std::string_view qualifier);

}  // namespace stepstorm::api
