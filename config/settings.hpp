// Reads the settings file: the workers of each resource, their supervision, and the named state machines. Strict; fills
// the option structs of the code that it configures, and keeps their defaults for absent members.
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
  std::filesystem::path file;  // the file that was read
  std::uint64_t seed = 0;
  std::uint32_t threads = 0;        // 0: one per core
  bool pinned = false;              // whether each thread keeps to one processor
  std::uint32_t orchestrators = 0;  // 0: one per core
  orchestration::Limits limits;     // default of held_bytes: half of the available memory
  /// The binding table. A row's `arn` may contain `*` for any number of characters; the first row that fits a task
  /// answers it. May be empty: then only mocks answer tasks.
  std::vector<workers::ResourceOptions> resources;
  std::map<std::string, std::filesystem::path> state_machines;        // by name; paths resolved
  std::map<std::string, std::filesystem::path, std::less<>> buckets;  // folder of each bucket; paths resolved
};

/// Returns the settings without a file: half of the memory that is available now limits open executions.
[[nodiscard]] Settings default_settings();

/// Returns the names of the state machines.
[[nodiscard]] std::vector<std::string> names_of(const Settings& settings);

/// `file` names the text in findings; relative paths start in its folder.
[[nodiscard]] tl::expected<Settings, std::vector<FileFinding>> read_settings(std::string_view text,
                                                                             const std::filesystem::path& file);

/// A settings file that cannot be read is one finding without a place.
[[nodiscard]] tl::expected<Settings, std::vector<FileFinding>> load_settings(const std::filesystem::path& file);

/// Returns the nearest `config/settings.json` in or above the first of these folders that has one.
[[nodiscard]] std::optional<std::filesystem::path> find_settings(const std::vector<std::filesystem::path>& folders);

}  // namespace stepstorm::config
