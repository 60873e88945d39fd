#include "launch/preparation.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>

#include "asl/checks/finding.hpp"
#include "asl/checks/names.hpp"
#include "asl/compile.hpp"
#include "config/binding.hpp"
#include "config/closest.hpp"
#include "config/function_settings.hpp"
#include "config/mock_file.hpp"
#include "config/settings.hpp"
#include "config/source_folder.hpp"
#include "config/text_file.hpp"
#include "execution/execution.hpp"

namespace stepstorm::launch {
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
  std::vector<fs::path> folders{fs::current_path(error), config::source_folder()};
  if (fs::exists(machine, error)) folders.insert(folders.begin(), config::folder_of(machine));
  const auto file = given ? given : config::find_settings(folders);
  if (!file) return config::default_settings();
  spdlog::debug("settings: {}", file->string());
  auto settings = config::load_settings(*file);
  if (settings) return std::move(*settings);
  Complaints complaints;
  for (const config::FileFinding& finding : settings.error()) complaints.push_back(config::render(finding));
  return tl::unexpected{std::move(complaints)};
}

// ---- the definition

std::string name_of(const fs::path& path, const config::Settings& settings) {
  std::error_code error;
  for (const auto& [name, known] : settings.state_machines)
    if (fs::equivalent(known, path, error)) return name;
  const std::string file = path.filename().string();
  return asl::made_valid(file.substr(0, file.find('.', 1)));
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
  if (fs::status(machine, error).type() != fs::file_type::not_found)
    return DefinitionFile{name_of(machine, settings), machine};
  const auto named = settings.state_machines.find(machine);
  if (named == settings.state_machines.end()) return tl::unexpected{no_such_machine(machine, settings)};
  return DefinitionFile{named->first, named->second};
}

/// Errors and warnings go to `findings`; null when there is an error.
asl::MachinePtr compile(const fs::path& path,
                        asl::MachineType type,
                        const asl::Substitutions& substitutions,
                        Complaints& findings) {
  const auto text = config::read_text_file(path, asl::definition_bytes_max);
  if (!text) {
    findings.push_back(text.error());
    return nullptr;
  }
  auto compiled = asl::compile(*text, type, asl::format_of(path.string()), substitutions);
  for (const asl::Finding& finding : compiled.findings) findings.push_back(asl::render(finding, path.string()));
  return compiled.machine;
}

// ---- binding

/// Returns the position of a value of the definition. A machine from YAML has only its JSON, whose lines differ from
/// the file's.
std::string place_of(const std::string& pointer, const std::string& file, const asl::Machine& machine) {
  if (asl::format_of(file) == asl::DefinitionFormat::YAML) return file;
  const auto [line, column] = locate(machine.definition, pointer);
  return file + ':' + std::to_string(line) + ':' + std::to_string(column);
}

Complaints complaints_of(const std::vector<config::UnboundTask>& unbound,
                         const std::string& severity,
                         const std::string& file,
                         const asl::Machine& machine,
                         const fs::path& settings) {
  Complaints complaints;
  for (const config::UnboundTask& task : unbound)
    complaints.push_back(place_of(task.pointer, file, machine) + ": " + severity +
                         " UNBOUND_TASK: " + config::nothing_answers(task, settings) + " at " + task.pointer);
  return complaints;
}

// ---- mocks

const asl::State* task_called(const asl::Machine& machine, const std::string& name) {
  const auto found = std::find_if(machine.states.begin(), machine.states.end(), [&](const asl::State& state) {
    return state.name == name && std::holds_alternative<asl::TaskState>(state.detail);
  });
  return found == machine.states.end() ? nullptr : &*found;
}

tl::expected<orchestration::MockPlan, Complaints> mocks_for(const MockChoice& choice,
                                                            const std::string& state_machine,
                                                            const asl::Machine& machine) {
  auto plan = config::load_mock_file(choice.file, state_machine, choice.test_case);
  Complaints complaints;
  if (!plan) {
    for (const config::FileFinding& finding : plan.error()) complaints.push_back(config::render(finding));
    return tl::unexpected{std::move(complaints)};
  }
  for (const auto& mocked : *plan)
    if (!task_called(machine, mocked.state))
      complaints.push_back(choice.file.string() + ": the test case '" + choice.test_case + "' mocks the state '" +
                           mocked.state + "', and " + state_machine + " has no Task state of that name");
  if (!complaints.empty()) return tl::unexpected{std::move(complaints)};
  return std::move(*plan);
}

// ---- other state machines

/// Adds all state machines of the settings, which can be started.
tl::expected<void, Complaints> add_state_machines(const config::Settings& settings,
                                                  const asl::Substitutions& substitutions,
                                                  Launch& launch) {
  launch.state_machines.push_back(launch.state_machine);
  Complaints complaints;
  for (const auto& [name, path] : settings.state_machines) {
    if (name == launch.state_machine->name) continue;
    Complaints findings;
    if (const auto machine = compile(path, asl::MachineType::STANDARD, substitutions, findings))
      launch.state_machines.push_back(execution::create_state_machine(name, machine));
    else
      std::move(findings.begin(), findings.end(), std::back_inserter(complaints));
  }
  if (!complaints.empty()) return tl::unexpected{std::move(complaints)};
  return {};
}

/// Adds the workers of a machine's tasks to the launch; lists unbound tasks, and adds a warning for each.
Complaints bind_tasks(const execution::StateMachine& state_machine,
                      const fs::path& file,
                      const orchestration::MockPlan& mocks,
                      const config::Settings& settings,
                      const std::string& severity,
                      Launch& launch) {
  const config::Bound bound = config::bind(*state_machine.machine, settings.resources, mocks, names_of(settings));
  config::add_new(bound.resources, launch.resources);
  const bool is_root = &state_machine == launch.state_machine.get();
  for (const auto& task : bound.unbound)
    launch.unbound.push_back({is_root ? task.state : state_machine.name + '/' + task.state, task.resource});
  return complaints_of(bound.unbound, severity, file.string(), *state_machine.machine, settings.file);
}

/// Binds the tasks of the machines that the execution may start.
Complaints bind_tasks_of_others(const config::Settings& settings, const std::string& severity, Launch& launch) {
  const auto reached = config::reachable_from(launch.state_machine, launch.state_machines);
  Complaints complaints;
  for (const auto& other : std::vector(launch.state_machines)) {
    if (other == launch.state_machine || !reached.contains(other->name)) continue;
    auto more = bind_tasks(*other, settings.state_machines.at(other->name), {}, settings, severity, launch);
    std::move(more.begin(), more.end(), std::back_inserter(complaints));
  }
  return complaints;
}

}  // namespace

tl::expected<Prepared, Complaints> prepare(const PrepareRequest& request) {
  auto settings = settings_for(request.machine, request.settings);
  if (!settings) return tl::unexpected{std::move(settings.error())};
  if (request.lambda_endpoint) config::answer_by_endpoint(*request.lambda_endpoint, settings->resources);
  auto definition = find_definition(request.machine, *settings);
  if (!definition) return tl::unexpected{Complaints{definition.error()}};
  if (request.machine_name) definition->name = *request.machine_name;
  Prepared prepared;
  const auto machine = compile(definition->path, request.type, request.substitutions, prepared.warnings);
  if (!machine) return tl::unexpected{std::move(prepared.warnings)};

  orchestration::MockPlan mocks;
  if (request.mocks) {
    auto plan = mocks_for(*request.mocks, definition->name, *machine);
    if (!plan) return tl::unexpected{std::move(plan.error())};
    mocks = std::move(*plan);
  }
  Launch& launch = prepared.launch;
  launch.state_machine = execution::create_state_machine(definition->name, machine);
  if (!mocks.empty())
    launch.state_machine = orchestration::with_test_case(*launch.state_machine, {mocks, std::nullopt});
  launch.threads = settings->threads;
  launch.pinned = settings->pinned;
  launch.orchestrators = settings->orchestrators;
  launch.limits = settings->limits;
  launch.seed = settings->seed;
  launch.buckets = settings->buckets;
  launch.declares_functions = std::any_of(
      settings->resources.begin(), settings->resources.end(), [](const auto& row) { return row.function.has_value(); });
  const std::string severity = request.strict ? "error" : "warning";
  auto unbound = bind_tasks(*launch.state_machine, definition->path, mocks, *settings, severity, launch);
  if (config::starts_executions(*machine, mocks)) {
    auto added = add_state_machines(*settings, request.substitutions, launch);
    if (!added) return tl::unexpected{std::move(added.error())};
    auto more = bind_tasks_of_others(*settings, severity, launch);
    std::move(more.begin(), more.end(), std::back_inserter(unbound));
  }
  if (request.strict && !unbound.empty()) return tl::unexpected{std::move(unbound)};
  std::move(unbound.begin(), unbound.end(), std::back_inserter(prepared.warnings));
  return prepared;
}

fs::path shipped_settings() { return config::source_folder() / "config" / "settings.json"; }

fs::path shipped_functions() { return config::source_folder() / "config" / "functions" / "settings.json"; }

}  // namespace stepstorm::launch
