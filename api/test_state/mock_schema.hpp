// Whether a mocked result looks like what the mocked call answers. Source: semantics.md 9.5; the services' models.
#pragma once

#include <optional>
#include <string>

#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

enum class FieldValidation { Strict, Present, None };

/// nullopt: it may be that call's result. Else the first thing that is wrong, in the service's words, or that the models
/// of the resource's service are not known here. Members that the model does not have are left alone. Present: members
/// may be missing. Results of calls that have no model (functions, activities, callbacks, HTTP, API Gateway) may be anything.
[[nodiscard]] std::optional<std::string> mock_complaint(const asl::Resource& resource,
                                                        const Json& result,
                                                        FieldValidation validation);

}  // namespace stepstorm::api
