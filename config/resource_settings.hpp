// Reads one row of the settings' binding table: the workers of a resource, their times, capacity and supervision.
#pragma once

#include "config/reader.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// `out`: holds the defaults.
bool read_resource(const Node& node, workers::ResourceOptions& out);

/// Reads a scenario's changes to a row: everything except its name, its ARN and its kind.
bool read_resource_changes(const Node& node, workers::ResourceOptions& out);

bool read_supervision(const Node& node, orchestration::SupervisorOptions& out);

}  // namespace stepstorm::config
