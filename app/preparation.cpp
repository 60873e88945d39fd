#include "app/preparation.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>

#include "app/resource_name.hpp"
#include "asl/compile.hpp"
#include "asl/finding.hpp"
#include "config/binding.hpp"
#include "config/closest.hpp"
#include "config/settings.hpp"
#include "config/text_file.hpp"
#include "execution/execution.hpp"

namespace stepstorm::app {
namespace fs = std::filesystem;
namespace {

struct DefinitionFile {
  std::string name;  // of the state machine
  fs::path path;
};

// ---- settings

tl::expected<config::Settings, Complaints> settings_for(const std::string& machine,
                                                        const std::optional<fs::path>& given) {
  std::error_code error;
  std::vector<fs::path> folders{fs::current_path(error), STEPSTORM_SOURCE_DIR};
  if (fs::exists(machine, error)) folders.insert(folders.begin(), fs::absolute(machine, error).parent_path());
  const auto file = given ? given : config::find_settings(folders);
  if (!file) return config::Settings{};
  spdlog::debug("settings: {}", file->string());
  auto settings = config::load_settings(*file);
  if (settings) return std::move(*settings);
  Complaints complaints;
  for (const config::Finding& finding : settings.error()) complaints.push_back(config::render(finding));
  return tl::unexpected{std::move(complaints)};
}

// ---- the definition

std::string name_of(const fs::path& path, const config::Settings& settings) {
  std::error_code error;
  for (const auto& [name, known] : settings.state_machines)
    if (fs::equivalent(known, path, error)) return name;
  const std::string file = path.filename().string();
  return made_valid(file.substr(0, file.find('.', 1)));
}

std::string no_such_machine(const std::string& wanted, const config::Settings& settings) {
  std::string complaint = "no file and no state machine is called '" + wanted + "'";
  if (settings.state_machines.empty()) return complaint;
  std::vector<std::string_view> names;
  for (const auto& [name, path] : settings.state_machines) names.push_back(name);
  if (const auto meant = config::closest(wanted, names))
    return complaint + "; did you mean " + std::string(*meant) + "?";
  complaint += "; " + settings.file.string() + " names";
  for (const auto name : names) complaint += ' ' + std::string(name);
  return complaint;
}

tl::expected<DefinitionFile, std::string> find_definition(const std::string& machine,
                                                          const config::Settings& settings) {
  std::error_code error;
  if (fs::exists(machine, error)) return DefinitionFile{name_of(machine, settings), machine};
  const auto named = settings.state_machines.find(machine);
  if (named == settings.state_machines.end()) return tl::unexpected{no_such_machine(machine, settings)};
  return DefinitionFile{named->first, named->second};
}

asl::CompileResult compile(const std::string& text, const std::string& file, Complaints& complaints) {
  auto compiled = asl::compile(text, asl::MachineType::STANDARD, asl::format_of(file));
  for (const asl::Finding& finding : compiled.findings) complaints.push_back(asl::render(finding, file));
  return compiled;
}

// ---- binding

/// Where a value of the definition is. A machine from YAML knows its JSON only, whose lines nobody has seen.
std::string place_of(const std::string& pointer, const std::string& file, const asl::Machine& machine) {
  if (asl::format_of(file) == asl::DefinitionFormat::YAML) return file + ": " + pointer;
  const auto [line, column] = locate(machine.definition, pointer);
  return file + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + pointer;
}

std::string unbound(const config::UnboundTask& task,
                    const std::string& file,
                    const asl::Machine& machine,
                    const config::Settings& settings) {
  return place_of(task.pointer, file, machine) + ": nobody answers state '" + task.state + "': " +
         (settings.file.empty() ? "there is no config/settings.json that could bind"
                                : settings.file.string() + " does not bind") +
         " the resource " + task.resource;
}

}  // namespace

tl::expected<Prepared, Complaints> prepare(const std::string& machine, const std::optional<fs::path>& settings_file) {
  auto settings = settings_for(machine, settings_file);
  if (!settings) return tl::unexpected{std::move(settings.error())};
  const auto definition = find_definition(machine, *settings);
  if (!definition) return tl::unexpected{Complaints{definition.error()}};
  const auto text = config::read_text_file(definition->path, asl::definition_bytes_max);
  if (!text) return tl::unexpected{Complaints{text.error()}};

  const std::string file = definition->path.string();
  Complaints findings;
  const auto compiled = compile(*text, file, findings);
  if (!compiled.machine) return tl::unexpected{std::move(findings)};

  auto resources = config::bind(*compiled.machine, settings->resources);
  if (!resources) {
    Complaints complaints;
    for (const auto& task : resources.error()) complaints.push_back(unbound(task, file, *compiled.machine, *settings));
    return tl::unexpected{std::move(complaints)};
  }
  return Prepared{.launch = {.state_machine = execution::create_state_machine(definition->name, compiled.machine),
                             .resources = std::move(*resources),
                             .threads = settings->threads,
                             .orchestrators = settings->orchestrators,
                             .seed = settings->seed,
                             .input = {},
                             .name = {}},
                  .warnings = std::move(findings)};
}

fs::path shipped_settings() { return fs::path(STEPSTORM_SOURCE_DIR) / "config" / "settings.json"; }

}  // namespace stepstorm::app
