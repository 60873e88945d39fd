// Checks Retry and Catch. Source: semantics.md 5.2, 5.3.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

void retry(const Subject& subject);
void catch_field(const Subject& subject);

}  // namespace stepstorm::asl
