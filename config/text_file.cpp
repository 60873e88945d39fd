#include "config/text_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <system_error>

#include "values/utf8.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

std::string cannot_read(const fs::path& path, int error) {
  return "cannot read " + path.string() + ": " + std::generic_category().message(error);
}

tl::unexpected<std::string> too_large(const fs::path& path, std::size_t bytes_max) {
  return tl::unexpected{"larger than " + std::to_string(bytes_max) + " bytes: " + path.string()};
}

}  // namespace

tl::expected<std::string, std::string> read_text_file_now(const fs::path& path, std::size_t bytes_max) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) return tl::unexpected{cannot_read(path, error.value())};
  if (status.type() == fs::file_type::not_found) return tl::unexpected{"no such file: " + path.string()};
  if (fs::is_directory(status)) return tl::unexpected{"this is a directory, not a file: " + path.string()};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return tl::unexpected{cannot_read(path, errno)};

  // In pieces, since a pipe has no size; one byte more than allowed tells too large from just large enough.
  std::string text;
  std::array<char, 65'536> piece;
  while (file && text.size() <= bytes_max) {
    const std::size_t wanted = std::min(piece.size(), bytes_max + 1 - text.size());
    file.read(piece.data(), static_cast<std::streamsize>(wanted));
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return tl::unexpected{cannot_read(path, errno)};
  if (text.size() > bytes_max) return too_large(path, bytes_max);
  if (const std::size_t good = utf8_prefix(text); good < text.size())
    return tl::unexpected{"not UTF-8 at byte " + std::to_string(good + 1) + ": " + path.string()};
  return text;
}

fs::path folder_of(const fs::path& file) {
  const std::string& name = file.native();
  const bool is_descriptor = name.starts_with("/dev/") || name.starts_with("/proc/");
  return is_descriptor || !file.has_parent_path() ? fs::path{"."} : file.parent_path();
}

// ---- once

namespace {

/// By path; null: each reading is its own.
std::map<std::string, std::string>* texts_read = nullptr;
std::mutex texts_mutex;

}  // namespace

ReadOnce::ReadOnce() {
  const std::lock_guard lock{texts_mutex};
  if (texts_read == nullptr) texts_read = &texts_;
}

ReadOnce::~ReadOnce() {
  const std::lock_guard lock{texts_mutex};
  if (texts_read == &texts_) texts_read = nullptr;
}

tl::expected<std::string, std::string> read_text_file(const fs::path& path, std::size_t bytes_max) {
  const std::lock_guard lock{texts_mutex};
  if (texts_read == nullptr) return read_text_file_now(path, bytes_max);
  if (const auto known = texts_read->find(path.string()); known != texts_read->end()) {
    if (known->second.size() > bytes_max) return too_large(path, bytes_max);
    return known->second;
  }
  auto text = read_text_file_now(path, bytes_max);
  if (text) texts_read->emplace(path.string(), *text);
  return text;
}

}  // namespace stepstorm::config
