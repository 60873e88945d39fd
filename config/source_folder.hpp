// Where the project's source tree lies: the last resort for the shipped settings, and where tests and benchmarks find files.
// The path stands in this library's one .cpp only, so that equal sources compile to equal objects in every folder.
#pragma once

#include <filesystem>

namespace stepstorm::config {

/// Absolute, without a trailing slash.
std::filesystem::path source_folder();

}  // namespace stepstorm::config
