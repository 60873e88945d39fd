#include "config/readers/fault_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "config/comments.hpp"
#include "config/duration.hpp"
#include "config/readers/world_reader.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace {

using experiment::Experiment;
using experiment::Kill;

constexpr std::size_t fault_plan_bytes_max = std::size_t{4} << 20;
constexpr std::uint32_t number_max = std::numeric_limits<std::uint32_t>::max();

// ---- actions

const auto read_moment = word<faults::FaultMoment>({{"at_once", faults::FaultMoment::AtOnce},
                                                    {"before", faults::FaultMoment::Before},
                                                    {"after", faults::FaultMoment::After}});
const auto read_side =
    word<faults::FaultMoment>({{"before", faults::FaultMoment::Before}, {"after", faults::FaultMoment::After}});

bool is_true(const Node& node) { return node.value() == true || node.expected("true"); }

template <class Action>
bool read_plain(const Node& node, faults::FaultAction& out) {
  out = Action{};
  return is_true(node);
}

bool read_error(const Node& node, faults::FaultAction& out) {
  auto& error = out.emplace<faults::InjectError>();
  return Members{node}
      .required("error", read_text, error.error)
      .optional("cause", read_text, error.cause)
      .optional("moment", read_moment, error.moment)
      .no_others();
}

/// An error of the service itself, unless the file names another one.
bool read_refusal(const Node& node, faults::InjectError refusal, faults::FaultAction& out) {
  refusal.moment = faults::FaultMoment::AtOnce;
  const bool read =
      node.value() == true ||
      Members{node}.optional("error", read_text, refusal.error).optional("cause", read_text, refusal.cause).no_others();
  out = std::move(refusal);
  return read;
}

bool read_outage(const Node& node, faults::FaultAction& out) {
  return read_refusal(node, {"Lambda.ServiceException", "The service is not available"}, out);
}
bool read_throttle(const Node& node, faults::FaultAction& out) {
  return read_refusal(node, {"Lambda.TooManyRequestsException", "Rate Exceeded."}, out);
}

bool read_latency(const Node& node, faults::FaultAction& out) {
  return read_distribution(node, out.emplace<faults::InjectDelay>().time);
}
bool read_late_answer(const Node& node, faults::FaultAction& out) {
  auto& delay = out.emplace<faults::InjectDelay>();
  delay.moment = faults::FaultMoment::After;
  return read_distribution(node, delay.time);
}

bool read_garbage(const Node& node, faults::FaultAction& out) {
  return read_text(node, out.emplace<faults::GarbageAnswer>().text);
}

bool read_crash(const Node& node, faults::FaultAction& out) {
  auto& crash = out.emplace<faults::CrashWorker>();
  crash.reason = "injected crash";
  if (node.value() == true) return true;
  return Members{node}
      .optional("reason", read_text, crash.reason)
      .optional("moment", read_side, crash.moment)
      .no_others();
}

bool read_late_task(const Node& node, faults::FaultAction& out) {
  return read_distribution(node, out.emplace<faults::DelayTask>().time);
}

template <faults::ReorderMessage::Which which>
bool read_reordered(const Node& node, faults::FaultAction& out) {
  auto& reorder = out.emplace<faults::ReorderMessage>();
  reorder.which = which;
  if (node.value() == true) return true;
  return Members{node}
      .optional("behind", whole_number(1, number_max), reorder.behind)
      .optional("at_most", read_positive_duration, reorder.at_most)
      .no_others();
}

/// Forward, or with a minus sign backward.
bool read_clock_jump(const Node& node, faults::FaultAction& out) {
  auto& jump = out.emplace<faults::JumpClock>();
  const std::string text = node.value().is_string() ? node.value().get<std::string>() : std::string{};
  const bool backward = text.starts_with('-');
  const auto length = parse_duration(std::string_view{text}.substr(backward ? 1 : 0));
  if (!length || length->count() == 0) return node.expected("a jump such as \"5 s\" or \"-200 ms\"");
  jump.by = backward ? -*length : *length;
  return true;
}

struct ActionForm {
  std::string_view name;
  bool (*read)(const Node&, faults::FaultAction&);
};
constexpr std::array action_forms{ActionForm{"error", read_error},
                                  ActionForm{"latency", read_latency},
                                  ActionForm{"late_answer", read_late_answer},
                                  ActionForm{"late_task", read_late_task},
                                  ActionForm{"reordered_task", read_reordered<faults::ReorderMessage::Which::Task>},
                                  ActionForm{"reordered_answer", read_reordered<faults::ReorderMessage::Which::Answer>},
                                  ActionForm{"clock_jump", read_clock_jump},
                                  ActionForm{"hang", read_plain<faults::InjectHang>},
                                  ActionForm{"lost_task", read_plain<faults::LoseTask>},
                                  ActionForm{"lost_answer", read_plain<faults::LoseAnswer>},
                                  ActionForm{"duplicate_answer", read_plain<faults::DuplicateAnswer>},
                                  ActionForm{"garbage_answer", read_garbage},
                                  ActionForm{"oversized_answer", read_plain<faults::OversizedAnswer>},
                                  ActionForm{"lost_heartbeats", read_plain<faults::LoseHeartbeats>},
                                  ActionForm{"crash", read_crash},
                                  ActionForm{"outage", read_outage},
                                  ActionForm{"throttle", read_throttle}};

// ---- targets

bool read_known_name(const Node& node, const std::vector<std::string_view>& known, std::string& out) {
  if (!read_text(node, out)) return false;
  if (std::find(known.begin(), known.end(), out) != known.end()) return true;
  return node.error("there is no '" + out + "'; " + suggestion(out, known));
}

std::vector<std::string_view> names_of(const std::vector<workers::ResourceOptions>& resources) {
  std::vector<std::string_view> names;
  for (const workers::ResourceOptions& resource : resources) names.push_back(resource.name);
  return names;
}

std::vector<execution::StateMachinePtr> machines_of(const Experiment& experiment) {
  auto machines = experiment.scenario.state_machines;
  if (machines.empty()) machines.push_back(experiment.scenario.state_machine);
  return machines;
}

std::vector<std::string_view> machine_names_of(const std::vector<execution::StateMachinePtr>& machines) {
  std::vector<std::string_view> names;
  for (const auto& machine : machines) names.push_back(machine->name);
  return names;
}

/// Names of Task states; other states ask no worker.
std::vector<std::string_view> states_of(const std::vector<execution::StateMachinePtr>& machines) {
  std::vector<std::string_view> names;
  for (const auto& machine : machines)
    for (const asl::State& state : machine->machine->states)
      if (std::holds_alternative<asl::TaskState>(state.detail)) names.push_back(state.name);
  return names;
}

/// Names that faults may use, and the latest time at which they may begin; absent: no restriction.
struct Surroundings {
  std::optional<std::vector<std::string_view>> state_machines;
  std::optional<std::vector<std::string_view>> states;
  std::vector<std::string_view> resources;
  std::optional<world::Duration> duration;
};

Surroundings surroundings_of(const Experiment& experiment) {
  const auto machines = machines_of(experiment);
  return {machine_names_of(machines),
          states_of(machines),
          names_of(experiment.scenario.resources),
          experiment.scenario.duration};
}

bool read_matching(const Node& node, std::vector<faults::InputTest>& out) {
  if (!node.value().is_object()) return node.expected("an object of JSONPaths and the values that they must find");
  bool all = true;
  for (const auto& [path, value] : node.value().items()) {
    auto parsed = asl::JsonPath::parse(path);
    if (parsed)
      out.push_back({std::move(*parsed), value});
    else
      all = node.member(path).error("expected a JSONPath as the name");
  }
  return all;
}

bool read_target(const Node& node, const Surroundings& surroundings, faults::FaultTarget& out) {
  const auto known = [](const std::optional<std::vector<std::string_view>>& names) {
    return given([&names](const Node& name, std::string& read) {
      return names ? read_known_name(name, *names, read) : read_text(name, read);
    });
  };
  const std::optional resources{surroundings.resources};
  const bool read = Members{node}
                        .optional("state_machine", known(surroundings.state_machines), out.state_machine)
                        .optional("state", known(surroundings.states), out.state)
                        .optional("resource", known(resources), out.resource)
                        .optional("workers", list_of(whole_number(0, number_max)), out.workers)
                        .optional("first_attempt", whole_number(1, number_max), out.first_attempt)
                        .optional("last_attempt", given(whole_number(1, number_max)), out.last_attempt)
                        .optional("matching", read_matching, out.matching)
                        .no_others();
  if (read && out.last_attempt && *out.last_attempt < out.first_attempt)
    return node.member("last_attempt").expected("at least first_attempt");
  return read;
}

// ---- windows

bool read_periodic(const Node& node, faults::FaultWindow::Periodic& out) {
  return Members{node}
             .required("period", read_positive_duration, out.period)
             .required("on", read_positive_duration, out.on)
             .no_others() &&
         (out.on <= out.period || node.member("on").expected("at most the period"));
}

bool is_within(const Node& node, const faults::FaultWindow& window, std::optional<world::Duration> duration) {
  const bool ramps_to_nowhere = window.ramps && !window.duration;
  if (ramps_to_nowhere) return node.member("ramp").error("a ramp needs a duration");
  if (!duration || window.begin < *duration || !node.value().contains("start")) return true;
  return node.member("start").expected("an instant before the scenario ends");
}

// ---- one fault

/// Reads the one member that is the action.
std::optional<ActionForm> form_of(const Node& node) {
  std::optional<ActionForm> found;
  std::vector<std::string_view> names;
  for (const ActionForm& form : action_forms) {
    names.push_back(form.name);
    if (!node.value().contains(form.name)) continue;
    if (found) {
      node.contradiction(found->name, form.name);
      return std::nullopt;
    }
    found = form;
  }
  if (!found) node.expected("what goes wrong: one of " + one_of_names(names) + " or kill");
  return found;
}

bool read_fault(const Node& node, const Surroundings& surroundings, faults::Fault& out) {
  const auto form = form_of(node);
  if (!form) return false;
  const auto read_this_target = [&](const Node& target, faults::FaultTarget& read) {
    return read_target(target, surroundings, read);
  };
  return Members{node}
             .required("name", read_text, out.name)
             .required(form->name, form->read, out.action)
             .optional("target", read_this_target, out.target)
             .optional("start", read_duration, out.window.begin)
             .optional("duration", given(read_positive_duration), out.window.duration)
             .optional("periodic", given(read_periodic), out.window.periodic)
             .optional("ramp", read_flag, out.window.ramps)
             .optional("probability", number(0, 1), out.probability)
             .optional("correlated", given(read_positive_duration), out.correlated)
             .no_others() &&
         is_within(node, out.window, surroundings.duration);
}

// ---- deaths at planned times

struct KillPlan {
  std::string resource;
  std::vector<std::uint32_t> workers{0};
  std::optional<world::Duration> every;
};

bool read_kill_plan(const Node& node, const Experiment& experiment, KillPlan& out) {
  const auto read_resource = [&](const Node& name, std::string& read) {
    return read_known_name(name, names_of(experiment.scenario.resources), read);
  };
  return Members{node}
      .required("resource", read_resource, out.resource)
      .optional("workers", list_of(whole_number(0, number_max), 1), out.workers)
      .optional("every", given(read_positive_duration), out.every)
      .no_others();
}

bool add_kills(
    const Node& node, const KillPlan& plan, const std::string& name, faults::FaultWindow window, Experiment& out) {
  constexpr std::size_t kills_max = 100'000;
  const auto names = names_of(out.scenario.resources);
  const auto resource =
      static_cast<orchestration::ResourceIndex>(std::find(names.begin(), names.end(), plan.resource) - names.begin());
  for (const std::uint32_t worker : plan.workers)
    if (worker >= out.scenario.resources[resource].actors)
      return node.member("kill").member("workers").error("'" + plan.resource + "' has no worker " +
                                                         std::to_string(worker));
  const world::Time end = window.begin + window.duration.value_or(world::Duration{1});
  for (world::Time at = window.begin; at < std::min(end, out.scenario.duration); at += *plan.every) {
    for (const std::uint32_t worker : plan.workers) out.kills.push_back({name, at, resource, worker});
    if (out.kills.size() > kills_max) return node.error("more than " + std::to_string(kills_max) + " deaths");
    if (!plan.every) break;
  }
  return true;
}

bool read_kill(const Node& node, Experiment& out) {
  KillPlan plan;
  std::string name;
  faults::FaultWindow window;
  const auto read_plan = [&](const Node& kill, KillPlan& read) { return read_kill_plan(kill, out, read); };
  const bool read = Members{node}
                        .required("name", read_text, name)
                        .required("kill", read_plan, plan)
                        .optional("start", read_duration, window.begin)
                        .optional("duration", given(read_positive_duration), window.duration)
                        .no_others();
  return read && is_within(node, window, out.scenario.duration) && add_kills(node, plan, name, window, out);
}

// ---- all of them

bool add_fault(const Node& node, const Surroundings& surroundings, faults::FaultPlan& out) {
  faults::Fault fault;
  if (!read_fault(node, surroundings, fault)) return false;
  const bool taken =
      std::any_of(out.begin(), out.end(), [&](const faults::Fault& known) { return known.name == fault.name; });
  if (taken) return node.member("name").error("another fault is called '" + fault.name + "' too");
  out.push_back(std::move(fault));
  return true;
}

bool read_step(const Node& node, Experiment& out) {
  if (!node.value().is_object()) return node.expected("an object: a fault");
  if (node.value().contains("orchestrator_restart"))
    return node.member("orchestrator_restart")
        .error("not supported: executions are held in memory, and would be lost with their orchestrator");
  if (node.value().contains("kill")) return read_kill(node, out);
  return add_fault(node, surroundings_of(out), out.faults);
}

/// Reads a fault of a plan for state machines that are not known yet.
bool read_live_step(const Node& node, const Surroundings& surroundings, faults::FaultPlan& out) {
  if (!node.value().is_object()) return node.expected("an object: a fault");
  if (node.value().contains("kill"))
    return node.member("kill").error("not supported here: deaths at planned times are for experiments; use 'crash'");
  return add_fault(node, surroundings, out);
}

template <class Read>
bool read_steps(const Node& node, const Read& read) {
  if (!node.value().is_array()) return node.expected("a list of faults");
  if (node.value().size() > faults::faults_max)
    return node.expected("at most " + std::to_string(faults::faults_max) + " faults");
  bool all = true;
  for (std::size_t index = 0; index < node.value().size(); ++index) all = read(node.element(index)) && all;
  return all;
}

}  // namespace

tl::expected<FaultPlanFile, std::vector<FileFinding>> read_fault_plan(
    std::string_view text, const std::filesystem::path& file, const std::vector<workers::ResourceOptions>& resources) {
  const std::string plain = without_comments(text);
  Report report{file.string(), plain};
  FaultPlanFile read;
  const Surroundings surroundings{std::nullopt, std::nullopt, names_of(resources), std::nullopt};
  const auto read_plan = [&](const Node& node, faults::FaultPlan& out) {
    return read_steps(node, [&](const Node& step) { return read_live_step(step, surroundings, out); });
  };
  if (auto document = parse_json(plain)) {
    read.document = std::move(*document);
    const Node root{read.document, report};
    Members{root}.required("method", read_plan, read.plan).no_others();
  } else {
    report.add(document.error().at, document.error().message);
  }
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return read;
}

tl::expected<FaultPlanFile, std::vector<FileFinding>> load_fault_plan(
    const std::filesystem::path& file, const std::vector<workers::ResourceOptions>& resources) {
  const auto text = read_text_file(file, fault_plan_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_fault_plan(*text, file, resources);
}

bool read_method(const Node& node, Experiment& out) {
  const bool all = read_steps(node, [&](const Node& step) { return read_step(step, out); });
  std::stable_sort(out.kills.begin(), out.kills.end(), [](const Kill& a, const Kill& b) { return a.at < b.at; });
  return all;
}

}  // namespace stepstorm::config
