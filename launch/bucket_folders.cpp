#include "launch/bucket_folders.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <system_error>

#include "config/text_file.hpp"
#include "launch/write_file.hpp"
#include "values/utf8.hpp"

namespace stepstorm::launch {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t object_bytes_max = std::size_t{1} << 30;

tl::unexpected<std::string> no_such_key() { return tl::unexpected{std::string("The specified key does not exist.")}; }

/// Returns the file of a key below the bucket's folder. A key with a link, `.`, `..` or a NUL names no object.
/// Consecutive slashes count as one, as in a key made from a prefix that ends in a slash.
std::optional<fs::path> file_below(const fs::path& folder, std::string_view key) {
  if (key.empty() || key.front() == '/' || key.find('\0') != key.npos) return std::nullopt;
  std::error_code error;
  const fs::path whole = fs::canonical(folder, error);
  std::string path = whole.native() + '/';
  for (const char c : key)
    if (c != '/' || path.back() != '/') path += c;
  const fs::path file = path;
  const fs::path real = fs::weakly_canonical(file, error);
  return !error && real.native() == file.native() ? std::optional{file} : std::nullopt;
}

std::int64_t modified_at(const fs::directory_entry& file, std::error_code& error) {
  const auto at = std::chrono::file_clock::to_sys(file.last_write_time(error));
  return error ? 0 : std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

tl::expected<fs::path, std::string> FolderStore::folder_of(std::string_view bucket) const {
  const auto folder = folders_.find(bucket);
  if (folder == folders_.end())
    return tl::unexpected{"The specified bucket does not exist: no folder stands for " + std::string(bucket)};
  std::error_code error;
  if (!fs::is_directory(folder->second, error))
    return tl::unexpected{"The specified bucket does not exist: there is no folder " + folder->second.string()};
  return folder->second;
}

tl::expected<fs::path, std::string> FolderStore::place_for(std::string_view bucket, std::string_view key) const {
  const auto folder = folder_of(bucket);
  if (!folder) return folder;
  const auto file = file_below(*folder, key);
  if (!file) return tl::unexpected{"The key is no path below the bucket's folder: " + on_one_line(key)};
  return *file;
}

tl::expected<std::string, std::string> FolderStore::read(std::string_view bucket, std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto folder = folder_of(bucket);
  if (!folder) return tl::unexpected{folder.error()};
  const auto file = file_below(*folder, key);
  std::error_code error;
  if (!file || !fs::is_regular_file(*file, error)) return no_such_key();
  return config::read_text_file_now(*file, object_bytes_max);
}

tl::expected<std::vector<execution::ListedObject>, std::string> FolderStore::list(std::string_view bucket,
                                                                                  std::string_view prefix) {
  const std::lock_guard lock(mutex_);
  const auto folder = folder_of(bucket);
  if (!folder) return tl::unexpected{folder.error()};
  std::vector<execution::ListedObject> listed;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(*folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (entry->is_symlink(error) || !entry->is_regular_file(error)) continue;
    const std::string key = entry->path().lexically_relative(*folder).generic_string();
    if (!key.starts_with(prefix)) continue;
    if (!is_utf8(key)) return tl::unexpected{"The folder " + folder->string() + " has a file whose name is not UTF-8"};
    listed.push_back({.key = key,
                      .etag = {},
                      .last_modified = modified_at(*entry, error),
                      .size = static_cast<std::uint64_t>(entry->file_size(error))});
  }
  if (error) return tl::unexpected{"The folder " + folder->string() + " cannot be read: " + error.message()};
  std::sort(listed.begin(), listed.end(), [](const auto& left, const auto& right) { return left.key < right.key; });
  return listed;
}

tl::expected<void, std::string> FolderStore::write(std::string_view bucket,
                                                   const std::vector<std::pair<std::string, std::string>>& objects) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, body] : objects) {
    const auto file = place_for(bucket, key);
    if (!file) return tl::unexpected{file.error()};
    if (const auto written = write_files(file->parent_path(), {{file->filename().string(), body}}); !written)
      return tl::unexpected{"The object cannot be written: " + written.error()};
  }
  return {};
}

// ---- writes stay in memory

tl::expected<std::string, std::string> ScratchStore::read(std::string_view bucket, std::string_view key) {
  const std::lock_guard lock(mutex_);
  if (const auto written = written_.find(bucket); written != written_.end())
    if (const auto object = written->second.find(key); object != written->second.end()) return object->second;
  return folders_.read(bucket, key);
}

tl::expected<std::vector<execution::ListedObject>, std::string> ScratchStore::list(std::string_view bucket,
                                                                                   std::string_view prefix) {
  const std::lock_guard lock(mutex_);
  auto listed = folders_.list(bucket, prefix);
  const auto written = written_.find(bucket);
  if (!listed || written == written_.end()) return listed;
  std::map<std::string, execution::ListedObject> by_key;
  for (execution::ListedObject& object : *listed) by_key.emplace(object.key, std::move(object));
  for (execution::ListedObject& object : orchestration::list_objects(written->second, prefix, {}))
    by_key.insert_or_assign(object.key, std::move(object));
  listed->clear();
  for (auto& [key, object] : by_key) listed->push_back(std::move(object));
  return listed;
}

tl::expected<void, std::string> ScratchStore::write(std::string_view bucket,
                                                    const std::vector<std::pair<std::string, std::string>>& objects) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, body] : objects)
    if (auto place = folders_.place_for(bucket, key); !place) return tl::unexpected{std::move(place.error())};
  orchestration::write_objects(written_[std::string{bucket}], objects);
  return {};
}

}  // namespace stepstorm::launch
