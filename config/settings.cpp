#include "config/settings.hpp"

#include <iterator>
#include <limits>
#include <set>
#include <system_error>

#include "asl/checks/names.hpp"
#include "config/available_memory.hpp"
#include "config/comments.hpp"
#include "config/function_settings.hpp"
#include "config/reader.hpp"
#include "config/resource_settings.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t settings_bytes_max = 1u << 20;

using orchestration::SupervisorOptions;
using workers::ResourceOptions;

/// name -> path
template <class Paths>
bool read_paths(const Node& node, Paths& out) {
  if (!node.value().is_object()) return node.expected("an object of names and paths");
  bool all = true;
  for (const auto& [name, path] : node.value().items()) {
    std::string text;
    const bool read = read_text(node.member(name), text);
    all = all && read;
    out[name] = text;
  }
  return all;
}

bool read_state_machines(const Node& node, std::map<std::string, fs::path>& out) {
  bool all = read_paths(node, out);
  for (const auto& [name, path] : out)
    if (!asl::is_valid_name(name)) all = node.member(name).error("expected a name of " + std::string(asl::valid_name));
  return all;
}

bool has_distinct(const Node& rows,
                  const std::vector<ResourceOptions>& resources,
                  std::string_view member,
                  std::string ResourceOptions::*field) {
  std::set<std::string_view> seen;
  for (std::size_t row = 0; row < resources.size(); ++row)
    if (!seen.insert(resources[row].*field).second)
      return rows.element(row).member(member).error("another row has this " + std::string(member) + " already");
  return true;
}

/// The default of every row is the settings' common supervision.
bool read_resources(const Node& node, const SupervisorOptions& supervision, std::vector<ResourceOptions>& out) {
  std::uint32_t rows = 0;
  const auto read_row = [&](const Node& row, ResourceOptions& resource) {
    resource.supervision = supervision;
    resource.row = rows++;
    return read_resource(row, resource);
  };
  return list_of(read_row)(node, out) && has_distinct(node, out, "name", &ResourceOptions::name) &&
         has_distinct(node, out, "arn", &ResourceOptions::arn);
}

/// Functions take precedence over rows with patterns; a row with the name of a function is a contradiction.
bool put_first(const Node& root, std::vector<ResourceOptions>&& functions, std::vector<ResourceOptions>& resources) {
  std::set<std::string_view> names, arns;
  for (const ResourceOptions& row : resources) names.insert(row.name), arns.insert(row.arn);
  bool all = true;
  for (const ResourceOptions& function : functions) {
    const Node named = root.member("functions").member(function.name);
    if (names.contains(function.name)) all = named.error("a row of the resources has this name already");
    if (!arns.insert(function.arn).second) all = named.error("something else has the ARN " + function.arn + " already");
  }
  const auto count = static_cast<std::uint32_t>(functions.size());
  for (std::uint32_t index = 0; index < count; ++index) functions[index].row = index;
  for (ResourceOptions& row : resources) row.row += count;
  resources.insert(
      resources.begin(), std::make_move_iterator(functions.begin()), std::make_move_iterator(functions.end()));
  return all;
}

bool read_mib(const Node& node, std::uint64_t& bytes) {
  constexpr std::uint64_t mib_max = std::uint64_t{1} << 40;
  if (!read_whole_number(node, 1, mib_max, bytes)) return false;
  bytes <<= 20;
  return true;
}

bool read_limits(const Node& node, orchestration::Limits& out) {
  constexpr std::uint64_t open_max = 1'000'000'000;
  Members members{node};
  return members.optional("open_standard", whole_number(1, open_max), out.open_standard)
      .optional("open_express", whole_number(1, open_max), out.open_express)
      .optional("held_mib", read_mib, out.held_bytes)
      .optional("history_mib", read_mib, out.history_bytes)
      .no_others();
}

bool read_schema_name(const Node& node, std::string& out) { return read_text(node, out); }

void read_members(const Node& node, Settings& out) {
  constexpr std::uint32_t threads_max = 1024;
  SupervisorOptions supervision;
  std::vector<ResourceOptions> functions;
  std::string schema;
  Members members{node};
  members.optional("$schema", read_schema_name, schema)
      .optional("seed", whole_number(0, std::numeric_limits<std::uint64_t>::max()), out.seed)
      .optional("threads", whole_number(0, threads_max), out.threads)
      .optional("pinned", read_flag, out.pinned)
      .optional("orchestrators", whole_number(0, threads_max), out.orchestrators)
      .optional("state_machines", read_state_machines, out.state_machines)
      .optional("buckets", read_paths<decltype(out.buckets)>, out.buckets)
      .optional("limits", read_limits, out.limits)
      .optional("supervision", read_supervision, supervision)
      .optional("functions", read_functions, functions)
      .optional(
          "resources",
          [&](const Node& rows, std::vector<ResourceOptions>& resources) {
            return read_resources(rows, supervision, resources);
          },
          out.resources)
      .no_others();
  put_first(node, std::move(functions), out.resources);
}

}  // namespace

std::vector<std::string> names_of(const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& [name, path] : settings.state_machines) names.push_back(name);
  return names;
}

Settings default_settings() {
  Settings settings;
  settings.limits.held_bytes = available_memory() / 2;
  settings.limits.history_bytes = settings.limits.held_bytes / 4;
  return settings;
}

tl::expected<Settings, std::vector<FileFinding>> read_settings(std::string_view text, const fs::path& file) {
  const std::string plain = without_comments(text);
  Report report{file.string(), plain};
  Settings settings = default_settings();
  settings.file = file;
  const auto document = parse_json(plain);
  if (document)
    read_members(Node{*document, report}, settings);
  else
    report.add(document.error().at, document.error().message);
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  const auto seen_from_here = [&](auto& paths) {
    for (auto& [name, path] : paths) path = (folder_of(file) / path).lexically_normal();
  };
  seen_from_here(settings.state_machines);
  seen_from_here(settings.buckets);
  return settings;
}

tl::expected<Settings, std::vector<FileFinding>> load_settings(const fs::path& file) {
  const auto text = read_text_file(file, settings_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_settings(*text, file);
}

std::optional<fs::path> find_settings(const std::vector<fs::path>& folders) {
  std::error_code error;
  for (const fs::path& start : folders) {
    for (fs::path folder = fs::absolute(start, error).lexically_normal();; folder = folder.parent_path()) {
      const fs::path candidate = folder / "config" / "settings.json";
      if (fs::is_regular_file(candidate, error)) return candidate;
      if (folder == folder.parent_path()) break;
    }
  }
  return std::nullopt;
}

}  // namespace stepstorm::config
