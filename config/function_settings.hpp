// Reads the settings' `functions`, a user's own Lambda functions by name, into rows of the binding table.
#pragma once

#include <string>
#include <vector>

#include "config/reader.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// Makes a row for each function, in document order. Paths are relative to the settings file's folder. Workers of a
/// function may die more often than others: 100 times in 5 s, restarted after 10 ms to 1 s.
bool read_functions(const Node& node, std::vector<workers::ResourceOptions>& out);

/// Adds a row, behind those of the functions and before all others, that sends calls of all other functions to the
/// endpoint for Lambda's Invoke at this URL, through at most 64 connections for each orchestrator.
void answer_by_endpoint(const std::string& url, std::vector<workers::ResourceOptions>& resources);

/// Reads a scenario's changes to such a row.
bool read_function_changes(const Node& node, workers::ResourceOptions& out);

}  // namespace stepstorm::config
