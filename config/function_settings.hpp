// The settings' `functions`: a user's own Lambda functions, by name, as rows of the binding table.
#pragma once

#include <string>
#include <vector>

#include "config/reader.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// A row for each, in document order; files are looked for where the settings' file is. Unlike other workers, those of a
/// function may die often: 100 times in 5 s, restarted after 10 ms to 1 s.
bool read_functions(const Node& node, std::vector<orchestration::ResourceOptions>& out);

/// All functions that no row before has are answered by what answers Lambda's Invoke at this URL, through at most 64
/// connections for each orchestrator: a row behind those of the functions and before all others.
void answer_by_endpoint(const std::string& url, std::vector<orchestration::ResourceOptions>& resources);

/// What a scenario wants to be different in such a row.
bool read_function_changes(const Node& node, orchestration::ResourceOptions& out);

}  // namespace stepstorm::config
