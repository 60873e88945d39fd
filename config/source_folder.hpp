// The path of the project's source tree: the last place to look for the shipped settings; tests and benchmarks find
// files there. The path is compiled into one .cpp only, so that equal sources compile to equal objects in every folder.
#pragma once

#include <filesystem>

namespace stepstorm::config {

/// Absolute, without a trailing slash.
std::filesystem::path source_folder();

}  // namespace stepstorm::config
