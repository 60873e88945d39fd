// A report becomes a file.
#pragma once

#include <filesystem>
#include <string>

namespace stepstorm::app {

/// false: it cannot be written.
[[nodiscard]] bool write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace stepstorm::app
