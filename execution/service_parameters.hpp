// Service-specific treatment of a task's parameters before the call: some services refuse a shape, some add a field.
// Source: recordings.md 4 ("unusable Parameters"), 5.14.
#pragma once

#include "asl/machine.hpp"
#include "execution/data_flow.hpp"

namespace stepstorm::execution {

/// Returns the parameters as TaskScheduled shows them; unchanged, and not copied, for most services.
[[nodiscard]] Evaluated<Payload> service_parameters(const asl::Resource& resource, Payload parameters);

}  // namespace stepstorm::execution
