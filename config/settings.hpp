// The settings file: which workers answer which resources, how they are supervised, and which state machines have a
// name. Read strictly into the option structs of the code that it configures; what it leaves out keeps their defaults.
// The same rules for editors: schemas/settings.schema.json.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/finding.hpp"
#include "orchestration/limits.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

struct Settings {
  std::filesystem::path file;  // where it was read from
  std::uint64_t seed = 0;
  std::uint32_t threads = 0;        // 0: one per core
  bool pinned = false;              // whether each thread keeps to one processor
  std::uint32_t orchestrators = 0;  // 0: one per core
  orchestration::Limits limits;     // bytes: half of the memory available where the file says nothing
  /// The binding table. A row's `arn` may hold `*` for any run of characters; the first row that fits a task is its own.
  /// May be empty: tasks are then answered by mocks, or by nothing.
  std::vector<orchestration::ResourceOptions> resources;
  std::map<std::string, std::filesystem::path> state_machines;        // by name; paths as seen from here
  std::map<std::string, std::filesystem::path, std::less<>> buckets;  // the folder that stands for each; likewise
};

/// What holds where no file says otherwise: half of the memory that is available now bounds what open executions hold.
[[nodiscard]] Settings default_settings();

/// Of the state machines that can be started by name.
[[nodiscard]] std::vector<std::string> names_of(const Settings& settings);

/// `file` names the text in findings, and its folder is what relative paths in it are relative to.
[[nodiscard]] tl::expected<Settings, std::vector<FileFinding>> read_settings(std::string_view text,
                                                                             const std::filesystem::path& file);

/// A settings file that cannot be read is one finding without a place.
[[nodiscard]] tl::expected<Settings, std::vector<FileFinding>> load_settings(const std::filesystem::path& file);

/// The nearest `config/settings.json` in or above the first of these folders that has one.
[[nodiscard]] std::optional<std::filesystem::path> find_settings(const std::vector<std::filesystem::path>& folders);

}  // namespace stepstorm::config
