// One row of the settings' binding table: what answers a resource, how fast, how many at once, and how it is supervised.
#pragma once

#include "config/reader.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// `out` holds what applies where the row says nothing.
bool read_resource(const Node& node, orchestration::ResourceOptions& out);

/// What a scenario wants to be different in a row: everything but its name, its ARN and its kind.
bool read_resource_changes(const Node& node, orchestration::ResourceOptions& out);

bool read_supervision(const Node& node, orchestration::SupervisorOptions& out);

}  // namespace stepstorm::config
