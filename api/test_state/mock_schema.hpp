// Checks a mocked result against the response shape of the mocked call. Source: semantics.md 9.5; the services' models.
#pragma once

#include <optional>
#include <string>

#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

enum class FieldValidation { Strict, Present, None };

/// nullopt: the result is valid. Else the first fault in the service's words, or a message that the models of the
/// resource's service are not known here. Ignores members that the model does not have. Present: members may be
/// missing. Results of calls without a model (functions, activities, callbacks, HTTP, API Gateway) may be anything.
[[nodiscard]] std::optional<std::string> mock_complaint(const asl::Resource& resource,
                                                        const Json& result,
                                                        FieldValidation validation);

}  // namespace stepstorm::api
