// Reads whole text files in UTF-8, with a limit.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include <tl/expected.hpp>

namespace stepstorm::config {

/// Reads files and pipes. The error names the path: `no such file: orders/12345.json`.
/// While a ReadOnce exists, each file is read only once, and later calls return the same text.
[[nodiscard]] tl::expected<std::string, std::string> read_text_file(const std::filesystem::path& path,
                                                                    std::size_t bytes_max);
/// The same, always from the file.
[[nodiscard]] tl::expected<std::string, std::string> read_text_file_now(const std::filesystem::path& path,
                                                                        std::size_t bytes_max);

/// Held by a program for its whole run, so that its report shows the files that it ran, and a pipe can be read twice.
/// Of several, only the first has an effect.
class ReadOnce {
 public:
  ReadOnce();
  ~ReadOnce();
  ReadOnce(const ReadOnce&) = delete;
  ReadOnce& operator=(const ReadOnce&) = delete;

 private:
  std::map<std::string, std::string> texts_;  // by path
};

/// Returns the folder to which paths in a file are relative: the file's own; the current one for a pipe or another
/// descriptor.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& file);

}  // namespace stepstorm::config
