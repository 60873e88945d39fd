#include "launch/write_file.hpp"

#include <atomic>
#include <cerrno>
#include <list>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stepstorm::launch {
namespace fs = std::filesystem;
namespace {

tl::unexpected<std::string> cannot_write(const fs::path& path, int error) {
  return tl::unexpected{"cannot write " + path.string() + ": " + std::generic_category().message(error)};
}

/// Returns 0, or the errno of the failure. Closes the descriptor.
int write_and_close(int descriptor, std::string_view text) {
  int error = 0;
  while (!text.empty() && error == 0) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0)
      text.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      error = errno;
  }
  return close(descriptor) != 0 && error == 0 ? errno : error;
}

/// Returns whether the path exists and cannot be replaced, such as a device or a pipe.
bool is_special(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_regular_file(status);
}

/// A temporary file with a new name in the folder. The destructor removes it, unless it has replaced its target.
class FileBeside {
 public:
  explicit FileBeside(const fs::path& place) : place_(place) {
    std::error_code error;
    if (fs::is_symlink(place, error)) place_ = fs::weakly_canonical(place, error);
  }
  ~FileBeside() {
    if (!beside_.empty()) unlink(beside_.c_str());
  }
  FileBeside(const FileBeside&) = delete;
  FileBeside& operator=(const FileBeside&) = delete;

  Written write(std::string_view text) {
    const int descriptor = open_new();
    if (descriptor < 0) return cannot_write(place_, errno);
    keep_mode(descriptor);
    if (const int error = write_and_close(descriptor, text); error != 0) return cannot_write(place_, error);
    return {};
  }

  Written put_in_place() {
    if (rename(beside_.c_str(), place_.c_str()) != 0) return cannot_write(place_, errno);
    beside_.clear();
    return {};
  }

 private:
  int open_new() {
    static std::atomic<unsigned> number{0};
    for (;;) {
      const std::string name = ".stepstorm-" + std::to_string(getpid()) + '-' + std::to_string(number++);
      const fs::path beside = place_.parent_path() / name;
      const int descriptor = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor >= 0) beside_ = beside;
      if (descriptor >= 0 || errno != EEXIST) return descriptor;
    }
  }

  /// Sets the mode to that of the file that it replaces.
  void keep_mode(int descriptor) const {
    struct stat before {};
    if (stat(place_.c_str(), &before) == 0) static_cast<void>(fchmod(descriptor, before.st_mode & 07777));
  }

  fs::path place_;
  fs::path beside_;  // empty: there is none
};

Written write_to_special(const fs::path& path, std::string_view text) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_write(path, errno);
  if (const int error = write_and_close(descriptor, text); error != 0) return cannot_write(path, error);
  return {};
}

Written make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return tl::unexpected{"cannot make the folder " + folder.string() + ": " + error.message()};
  return {};
}

}  // namespace

Written write_file(const fs::path& path, const std::string& text) {
  if (is_special(path)) return write_to_special(path, text);
  FileBeside file{path};
  return file.write(text).and_then([&] { return file.put_in_place(); });
}

Written write_files(const fs::path& folder, const std::vector<NamedText>& files) {
  if (auto made = make_folder(folder); !made) return made;
  std::list<FileBeside> whole;
  for (const auto& [name, text] : files)
    if (auto written = whole.emplace_back(folder / name).write(text); !written) return written;
  for (FileBeside& file : whole)
    if (auto put = file.put_in_place(); !put) return put;
  return {};
}

Written try_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return cannot_write(path, EISDIR);
  if (is_special(path)) {
    if (access(path.c_str(), W_OK) != 0) return cannot_write(path, errno);
    return {};
  }
  return FileBeside{path}.write({});
}

Written try_folder(const fs::path& folder) {
  return make_folder(folder).and_then([&] { return FileBeside{folder / "report"}.write({}); });
}

}  // namespace stepstorm::launch
