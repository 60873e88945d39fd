#include "functions/process_tree.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace stepstorm::functions {
namespace {

/// Reads the beginning of a small file; empty when it cannot be read.
std::string read_start(const std::string& path) {
  char text[512];
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const ssize_t size = read(file, text, sizeof text);
  close(file);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string{};
}

/// `12 (name, which may hold anything) S 7 ...`: 7. Source: proc(5).
pid_t parent_of(const std::string& stat) {
  const auto name_end = stat.rfind(')');
  if (name_end == stat.npos || name_end + 4 > stat.size()) return 0;
  return static_cast<pid_t>(std::strtol(stat.c_str() + name_end + 4, nullptr, 10));
}

/// Calls `visit` with each entry of a folder of /proc that is a number.
template <class Visit>
void for_each_number(const std::string& path, const Visit& visit) {
  DIR* folder = opendir(path.c_str());
  if (!folder) return;
  while (const dirent* entry = readdir(folder))
    if (const auto number = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10)); number > 0) visit(number);
  closedir(folder);
}

/// Returns all processes with their parents.
std::vector<std::pair<pid_t, pid_t>> all_processes() {
  std::vector<std::pair<pid_t, pid_t>> all;
  for_each_number("/proc", [&](pid_t process) {
    if (const std::string stat = read_start("/proc/" + std::to_string(process) + "/stat"); !stat.empty())
      all.emplace_back(process, parent_of(stat));
  });
  return all;
}

/// Reads a file with the numbers of processes.
void read_numbers(const std::string& path, std::vector<pid_t>& out) {
  FILE* file = std::fopen(path.c_str(), "re");
  if (!file) return;
  int number = 0;
  while (std::fscanf(file, "%d", &number) == 1) out.push_back(static_cast<pid_t>(number));
  std::fclose(file);
}

/// Whether the kernel lists children. Source: proc(5), /proc/pid/task/tid/children.
bool lists_children() {
  static const bool does = access("/proc/thread-self/children", R_OK) == 0;
  return does;
}

}  // namespace

std::vector<pid_t> descendants_at_a_glance(pid_t root) {
  if (!lists_children()) return descendants(root);
  std::vector<pid_t> found;
  const auto add_children_of = [&](pid_t parent) {
    const std::string threads = "/proc/" + std::to_string(parent) + "/task/";
    for_each_number(threads,
                    [&](pid_t thread) { read_numbers(threads + std::to_string(thread) + "/children", found); });
  };
  add_children_of(root);
  for (std::size_t next = 0; next < found.size(); ++next) add_children_of(found[next]);
  return found;
}

std::vector<pid_t> descendants(pid_t root) {
  const auto all = all_processes();
  std::vector<pid_t> found;
  const auto add_children_of = [&](pid_t parent) {
    for (const auto& [process, its_parent] : all)
      if (its_parent == parent) found.push_back(process);
  };
  add_children_of(root);
  for (std::size_t next = 0; next < found.size(); ++next) add_children_of(found[next]);
  return found;
}

std::uint64_t resident_bytes(pid_t process) {
  const std::string pages = read_start("/proc/" + std::to_string(process) + "/statm");
  const auto second = pages.find(' ');
  if (second == pages.npos) return 0;
  static const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return std::strtoull(pages.c_str() + second, nullptr, 10) * page_bytes;
}

}  // namespace stepstorm::functions
