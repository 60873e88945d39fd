// Whole text files, read with a limit, in UTF-8.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include <tl/expected.hpp>

namespace stepstorm::config {

/// Pipes can be read too. The error says what is wrong with the path, and names it: `no such file: orders/12345.json`.
/// As long as a ReadOnce lives, a file is read the first time and then is what it was.
[[nodiscard]] tl::expected<std::string, std::string> read_text_file(const std::filesystem::path& path,
                                                                    std::size_t bytes_max);
/// The same, with anything read before.
[[nodiscard]] tl::expected<std::string, std::string> read_text_file_now(const std::filesystem::path& path,
                                                                        std::size_t bytes_max);

/// What a program is to hold for its whole run, so that its report shows what it ran, and a pipe can be asked again.
/// Of several the first counts.
class ReadOnce {
 public:
  ReadOnce();
  ~ReadOnce();
  ReadOnce(const ReadOnce&) = delete;
  ReadOnce& operator=(const ReadOnce&) = delete;

 private:
  std::map<std::string, std::string> texts_;  // by path
};

/// Where relative paths in a file begin: in its folder; in the current one when it is a pipe or another descriptor.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& file);

}  // namespace stepstorm::config
