// Whole text files, read with a limit.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace stepstorm::config {

/// The error says what is wrong with the path, and names it: `no such file: orders/12345.json`.
[[nodiscard]] tl::expected<std::string, std::string> read_text_file(const std::filesystem::path& path,
                                                                    std::size_t bytes_max);

}  // namespace stepstorm::config
