#include "config/text_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace stepstorm::config {
namespace fs = std::filesystem;

tl::expected<std::string, std::string> read_text_file(const fs::path& path, std::size_t bytes_max) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return tl::unexpected{"no such file: " + path.string()};
  if (fs::is_directory(status)) return tl::unexpected{"this is a directory, not a file: " + path.string()};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return tl::unexpected{"cannot read " + path.string() + ": " + std::generic_category().message(errno)};

  // In pieces, since a pipe has no size; one byte more than allowed tells too large from just large enough.
  std::string text;
  std::array<char, 65'536> piece;
  while (file && text.size() <= bytes_max) {
    const std::size_t wanted = std::min(piece.size(), bytes_max + 1 - text.size());
    file.read(piece.data(), static_cast<std::streamsize>(wanted));
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return tl::unexpected{"cannot read " + path.string()};
  if (text.size() > bytes_max)
    return tl::unexpected{"larger than " + std::to_string(bytes_max) + " bytes: " + path.string()};
  return text;
}

}  // namespace stepstorm::config
