#include "config/scenario_file.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "asl/quotas.hpp"
#include "config/binding.hpp"
#include "config/comments.hpp"
#include "config/function_settings.hpp"
#include "config/line_file.hpp"
#include "config/machine_file.hpp"
#include "config/readers/demand_reader.hpp"
#include "config/readers/expression_reader.hpp"
#include "config/readers/policies_reader.hpp"
#include "config/readers/price_reader.hpp"
#include "config/readers/world_reader.hpp"
#include "config/resource_settings.hpp"
#include "config/settings.hpp"
#include "config/text_file.hpp"
#include "execution/failure.hpp"
#include "experiment/selected_metric.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t scenario_bytes_max = 16u << 20;

using simulation::ListedInputs;
using simulation::Scenario;
using workers::ResourceOptions;
using world::OrderTemplate;

/// What the file itself says.
struct Draft {
  std::string title;
  std::string noun;
  std::optional<asl::PayloadTemplate> key;
  std::vector<simulation::Tag> tags;
  std::vector<simulation::Demand> thresholds;
  std::optional<std::uint64_t> seed;
  std::string machine;
  asl::MachineType type = asl::MachineType::STANDARD;
  std::optional<std::string> settings;
  world::Duration duration{0};
  world::Duration warm_up{0};
  std::optional<std::uint64_t> orders;
  std::optional<world::ArrivalProcess> arrivals;
  std::optional<world::ClosedLoopOptions> closed_loop;
  std::optional<OrderTemplate> input;
  std::optional<ListedInputs> inputs;
  asl::Substitutions substitutions;
  std::optional<Node> resources;  // read when the settings' rows are known
  std::optional<world::Quotas> quotas;
  std::optional<GivenPrices> prices;
  policies::Policies policies;
  std::vector<Node> policies_by_resource;  // whose resources are checked when they are known
  std::uint32_t replications = 1;
};

// ---- inputs

/// The least that makes an order.
OrderTemplate default_input() { return OrderTemplate::parse({{"orderId", "order-{{sequence}}"}}).value(); }

bool read_input(const Node& node, std::optional<OrderTemplate>& out) {
  auto parsed = OrderTemplate::parse(node.value());
  if (!parsed) return node.below(parsed.error().pointer).error(parsed.error().message);
  out = std::move(*parsed);
  return true;
}

std::optional<LineError> add_input(std::string_view line, std::vector<Payload>& out) {
  using asl::payload_bytes_max;
  if (line.size() > asl::payload_bytes_max)
    return LineError{.message = "expected at most " + std::to_string(asl::payload_bytes_max) +
                                " bytes, which is all that an execution takes, found " + std::to_string(line.size())};
  auto document = parse_json(line);
  if (!document) return LineError{document.error().at.column, document.error().message};
  out.emplace_back(std::move(*document));
  return {};
}

/// A file with a JSON value on each line.
bool read_inputs(const Node& node, ListedInputs& out) {
  return read_lines(node, [&](std::string_view line) { return add_input(line, out.inputs); });
}

// ---- the file's members

const auto read_type =
    word<asl::MachineType>({{"STANDARD", asl::MachineType::STANDARD}, {"EXPRESS", asl::MachineType::EXPRESS}});

/// {"Name": "text that replaces ${Name}"}
bool read_substitutions(const Node& node, asl::Substitutions& out) {
  if (!node.value().is_object()) return node.expected("an object of marks' names and the texts that replace them");
  bool all = true;
  for (const auto& [name, value] : node.value().items()) {
    if (value.is_string())
      out[name] = value.get<std::string>();
    else
      all = node.member(name).expected("text");
  }
  return all;
}

/// One word, in the singular.
bool read_noun(const Node& node, std::string& out) {
  if (!read_text(node, out)) return false;
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '-'; };
  return (out.size() <= 30 && std::all_of(out.begin(), out.end(), fits)) ||
         node.expected("a word of small letters such as \"claim\"");
}

bool read_key(const Node& node, std::optional<asl::PayloadTemplate>& out) {
  Json members = Json::object();
  return read_value(node, "key", members) && read_values(node, members, out);
}

/// {"tier": "$.customer.tier"}
bool read_tags(const Node& node, std::vector<simulation::Tag>& out) {
  constexpr std::size_t tags_max = 20;
  const auto& own = experiment::own_labels();
  if (!node.value().is_object()) return node.expected("an object of tags and where inputs have them");
  if (node.value().size() > tags_max) return node.expected("at most " + std::to_string(tags_max) + " tags");
  bool all = true;
  for (const auto& [name, value] : node.value().items()) {
    const Node member = node.member(name);
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (name.empty() || !std::all_of(name.begin(), name.end(), fits)) {
      all = member.error("expected a tag's name of small letters, digits and underscores, found '" + name + "'");
      continue;
    }
    if (std::find(own.begin(), own.end(), name) != own.end()) {
      all = member.error("'" + name + "' is a label of metrics already: expected another name");
      continue;
    }
    simulation::Tag tag{name, std::nullopt};
    Json members = Json::object();
    all = read_value(member, "value", members) && read_values(member, members, tag.value) && all;
    out.push_back(std::move(tag));
  }
  return all;
}

bool read_later(const Node& node, std::optional<Node>& out) {
  out = node;
  return true;
}

bool read_policies_of(const Node& node, Draft& out) {
  if (!read_policies(node, out.policies)) return false;
  if (node.value().contains("circuit_breakers")) out.policies_by_resource.push_back(node.member("circuit_breakers"));
  if (!out.policies.load_shedding || out.policies.load_shedding->queued.empty()) return true;
  out.policies_by_resource.push_back(node.member("load_shedding").member("queued"));
  return true;
}

/// What each member says about itself, and nothing about the others.
bool read_members(const Node& root, const std::vector<std::string_view>& elsewhere, Draft& out) {
  constexpr std::uint64_t orders_max = 1'000'000'000'000;
  std::string schema;
  Members members{root};
  members.optional("$schema", read_text, schema)
      .optional("title", read_text, out.title)
      .optional("noun", read_noun, out.noun)
      .optional("key", read_key, out.key)
      .optional("tags", read_tags, out.tags)
      .optional("thresholds", read_thresholds, out.thresholds)
      .optional("seed", given(whole_number(0, std::numeric_limits<std::uint64_t>::max())), out.seed)
      .required("machine", read_text, out.machine)
      .optional("type", read_type, out.type)
      .optional("settings", given(read_text), out.settings)
      .required("duration", read_positive_duration, out.duration)
      .optional("warm_up", read_duration, out.warm_up)
      .optional("orders", given(whole_number(1, orders_max)), out.orders)
      .optional("arrivals", given(read_arrival_process), out.arrivals)
      .optional("closed_loop", given(read_closed_loop), out.closed_loop)
      .optional("input", read_input, out.input)
      .optional("inputs", given(read_inputs), out.inputs)
      .optional("substitutions", read_substitutions, out.substitutions)
      .optional("resources", read_later, out.resources)
      .optional("policies", read_policies_of, out)
      .optional("prices", given(read_prices), out.prices)
      .optional("replications", whole_number(1, 1000), out.replications);
  const auto read_quotas_of_type = [&](const Node& node, world::Quotas& quotas) {
    return read_quotas(node, out.type, quotas);
  };
  return members.optional("quotas", given(read_quotas_of_type), out.quotas).elsewhere(elsewhere).no_others();
}

bool agrees_with_itself(const Node& root, const Draft& draft) {
  const auto has = [&](const char* name) { return root.value().contains(name); };
  bool agrees = true;
  if (has("arrivals") && has("closed_loop")) agrees = root.contradiction("arrivals", "closed_loop");
  if (!has("arrivals") && !has("closed_loop")) agrees = root.error("'arrivals' or 'closed_loop' is missing");
  if (has("input") && has("inputs")) agrees = root.contradiction("input", "inputs");
  if (draft.duration.count() > 0 && draft.warm_up >= draft.duration)
    agrees = root.member("warm_up").expected("less than the duration");
  return agrees;
}

// ---- with the settings

/// The member of that name, else the whole file.
Node member_or_root(const Node& root, std::string_view name) {
  return root.value().contains(name) ? root.member(name) : root;
}

std::optional<Settings> settings_for(const Node& root, const Draft& draft, const fs::path& scenario) {
  const auto file = draft.settings ? root.path_to(*draft.settings) : find_settings({folder_of(scenario)});
  if (!file) return default_settings();
  auto settings = load_settings(*file);
  if (settings) return std::move(*settings);
  member_or_root(root, "settings").errors_in_file(std::move(settings.error()));
  return std::nullopt;
}

bool change_row(const Node& changes, ResourceOptions& row) {
  return row.function ? read_function_changes(changes, row) : read_resource_changes(changes, row);
}

bool change_resources(const Node& node, std::vector<ResourceOptions>& rows) {
  if (!node.value().is_object()) return node.expected("an object of resources' names and what is to be different");
  std::vector<std::string_view> names;
  for (const ResourceOptions& row : rows) names.push_back(row.name);
  bool all = true;
  for (const auto& [name, changes] : node.value().items()) {
    const Node entry = node.member(name);
    const auto row = std::find(names.begin(), names.end(), name);
    if (row == names.end())
      all = entry.error("the settings have no resource '" + name + "'; " + suggestion(name, names));
    else
      all = change_row(entry, rows[static_cast<std::size_t>(row - names.begin())]) && all;
  }
  return all;
}

// ---- with the machine

/// What is simulated: a machine, and those who work for it.
struct Plant {
  execution::StateMachinePtr state_machine;
  std::vector<execution::StateMachinePtr> state_machines;
  std::vector<ResourceOptions> resources;
  std::vector<std::string> warnings;
};

execution::StateMachinePtr take(LoadedMachine&& loaded, std::vector<std::string>& warnings) {
  for (const FileFinding& warning : loaded.warnings) warnings.push_back(render(warning));
  return std::move(loaded.state_machine);
}

bool has_workers_for_all(const Node& root,
                         const MachineFile& file,
                         const asl::Machine& machine,
                         const Settings& settings,
                         const std::vector<UnboundTask>& unbound) {
  std::vector<FileFinding> findings;
  for (const UnboundTask& task : unbound)
    findings.push_back(finding_in_machine(file, machine, task.pointer, nothing_answers(task, settings.file)));
  return findings.empty() || root.errors_in_file(std::move(findings));
}

/// All that the settings name can be started.
bool add_state_machines(const Node& root,
                        const Settings& settings,
                        const asl::Substitutions& substitutions,
                        Plant& out) {
  out.state_machines.push_back(out.state_machine);
  bool all = true;
  for (const auto& [name, path] : settings.state_machines) {
    if (name == out.state_machine->name) continue;
    auto loaded = load_machine({name, path}, asl::MachineType::STANDARD, substitutions);
    if (loaded)
      out.state_machines.push_back(take(std::move(*loaded), out.warnings));
    else
      all = root.errors_in_file(std::move(loaded.error()));
  }
  return all;
}

/// Those that are never started need none.
bool others_have_workers(const Node& root, const Settings& settings, Plant& out) {
  const std::set<std::string> reached = reachable_from(out.state_machine, out.state_machines);
  bool all = true;
  for (const auto& [name, path] : settings.state_machines) {
    const auto other = std::find_if(out.state_machines.begin(),
                                    out.state_machines.end(),
                                    [&name = name](const auto& each) { return each->name == name; });
    if (!reached.contains(name) || *other == out.state_machine) continue;
    const asl::Machine& machine = *(*other)->machine;
    Bound bound = bind(machine, settings.resources, {}, names_of(settings));
    add_new(bound.resources, out.resources);
    all = has_workers_for_all(root, {name, path}, machine, settings, bound.unbound) && all;
  }
  return all;
}

/// Whether workers of this row are there. A row with a pattern gives names of its own to them.
bool is_called(const std::string& row, const std::vector<ResourceOptions>& resources) {
  return std::any_of(resources.begin(), resources.end(), [&](const ResourceOptions& resource) {
    return resource.name == row || resource.name.starts_with(row + '/');
  });
}

/// Changes to workers that are not there would be made in vain.
bool are_all_called(const Node& changes, const Plant& plant) {
  std::vector<std::string_view> names;
  for (const ResourceOptions& resource : plant.resources) names.push_back(resource.name);
  bool all = true;
  for (const auto& [row, value] : changes.value().items())
    if (!is_called(row, plant.resources))
      all = changes.member(row).error("no task of " + plant.state_machine->name + " is answered by '" + row + "'; " +
                                      suggestion(row, names));
  return all;
}

/// A policy of one resource goes by its own name.
bool are_all_there(const Node& by_resource, const Plant& plant) {
  std::vector<std::string_view> names;
  for (const ResourceOptions& resource : plant.resources) names.push_back(resource.name);
  bool all = true;
  for (const auto& [name, value] : by_resource.value().items())
    if (std::find(names.begin(), names.end(), name) == names.end())
      all = by_resource.member(name).error("no task of " + plant.state_machine->name + " is answered by '" + name +
                                           "'; " + suggestion(name, names));
  return all;
}

std::optional<Plant> plant_for(const Node& root,
                               const Draft& draft,
                               const Settings& settings,
                               const Replacements& replacements) {
  const Node named = root.member("machine");
  const auto file = find_machine(draft.machine, root.path_to(draft.machine), settings);
  if (!file) {
    named.error(file.error());
    return std::nullopt;
  }
  asl::Substitutions substitutions = replacements.substitutions;
  substitutions.insert(draft.substitutions.begin(), draft.substitutions.end());
  const auto& definition = replacements.definition;
  auto loaded = definition ? compile_machine(*file, draft.type, *definition, asl::DefinitionFormat::JSON, substitutions)
                           : load_machine(*file, draft.type, substitutions);
  if (!loaded) {
    named.errors_in_file(std::move(loaded.error()));
    return std::nullopt;
  }
  Plant plant;
  plant.state_machine = take(std::move(*loaded), plant.warnings);
  const asl::Machine& machine = *plant.state_machine->machine;
  Bound bound = bind(machine, settings.resources, {}, names_of(settings));
  plant.resources = std::move(bound.resources);
  bool whole = has_workers_for_all(named, *file, machine, settings, bound.unbound);
  if (starts_executions(machine))
    whole = add_state_machines(named, settings, substitutions, plant) && others_have_workers(named, settings, plant) &&
            whole;
  if (whole && draft.resources) whole = are_all_called(*draft.resources, plant);
  if (whole)
    for (const Node& policies : draft.policies_by_resource) whole = are_all_there(policies, plant) && whole;
  return whole ? std::optional{std::move(plant)} : std::nullopt;
}

// ---- together

std::map<std::string, std::string> folders_of(const Settings& settings) {
  std::map<std::string, std::string> folders;
  for (const auto& [bucket, folder] : settings.buckets) folders.emplace(bucket, folder.string());
  return folders;
}

Scenario assembled(Draft&& draft, const Settings& settings, Plant&& plant) {
  simulation::Load load;
  if (draft.arrivals) load = std::move(*draft.arrivals);
  if (draft.closed_loop) load = std::move(*draft.closed_loop);
  simulation::OrderInputs inputs = draft.input ? std::move(*draft.input) : default_input();
  if (draft.inputs) inputs = std::move(*draft.inputs);
  return {.title = std::move(draft.title),
          .noun = std::move(draft.noun),
          .key = std::move(draft.key),
          .tags = std::move(draft.tags),
          .thresholds = std::move(draft.thresholds),
          .seed = draft.seed.value_or(settings.seed),
          .state_machine = std::move(plant.state_machine),
          .state_machines = std::move(plant.state_machines),
          .resources = std::move(plant.resources),
          .load = std::move(load),
          .inputs = std::move(inputs),
          .duration = draft.duration,
          .orders = draft.orders,
          .warm_up = draft.warm_up,
          .quotas = draft.quotas,
          .policies = std::move(draft.policies),
          .buckets = folders_of(settings),
          .objects = {},
          .warnings = std::move(plant.warnings),
          .replications = draft.replications,
          .threads = settings.threads,
          .pinned = settings.pinned,
          .limits = settings.limits};
}

/// Without faults nothing is recovered from, and nothing stops a simulation before its end.
bool are_of_simulations(const Node& thresholds, const std::vector<simulation::Demand>& demands) {
  bool all = true;
  for (const simulation::Demand& demand : demands) {
    const Node metric = thresholds.member(demand.metric);
    if (demand.metric == "recovery_time_s") all = metric.error("a scenario has no faults that it could recover from");
    if (demand.abort_after) all = metric.error("'abortOnFail' is of experiments: a simulation runs to its end");
  }
  return all;
}

std::optional<Scenario> read_scenario_alone(const Node& root, const fs::path& file, const Replacements& replacements) {
  auto scenario = read_scenario_members(root, file, {}, replacements);
  if (scenario && !scenario->thresholds.empty()) are_of_simulations(root.member("thresholds"), scenario->thresholds);
  return scenario;
}

}  // namespace

std::optional<Scenario> read_scenario_members(const Node& root,
                                              const fs::path& file,
                                              const std::vector<std::string_view>& elsewhere,
                                              const Replacements& replacements) {
  Draft draft;
  draft.title = file.stem().string();
  read_members(root, elsewhere, draft);
  if (!root.value().is_object()) return std::nullopt;
  agrees_with_itself(root, draft);
  auto settings = settings_for(root, draft, file);
  if (!settings) return std::nullopt;
  if (replacements.lambda_endpoint) answer_by_endpoint(*replacements.lambda_endpoint, settings->resources);
  if (draft.resources && !change_resources(*draft.resources, settings->resources)) draft.resources.reset();
  if (draft.machine.empty()) return std::nullopt;
  auto plant = plant_for(root, draft, *settings, replacements);
  if (!plant) return std::nullopt;
  metrics::Prices prices;
  if (draft.prices) settle_prices(root.member("prices"), *draft.prices, draft.type, plant->resources, prices);
  Scenario scenario = assembled(std::move(draft), *settings, std::move(*plant));
  scenario.prices = std::move(prices);
  if (root.value().contains("thresholds")) name_what_is_there(root.member("thresholds"), scenario);
  return scenario;
}

tl::expected<Scenario, std::vector<FileFinding>> read_scenario(std::string_view text,
                                                               const fs::path& file,
                                                               const Replacements& replacements) {
  const std::string plain = without_comments(text);
  Report report{file.string(), plain};
  std::optional<Scenario> scenario;
  const auto document = parse_json(plain);
  if (document)
    scenario = read_scenario_alone(Node{*document, report}, file, replacements);
  else
    report.add(document.error().at, document.error().message);
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return std::move(*scenario);
}

tl::expected<Scenario, std::vector<FileFinding>> load_scenario(const fs::path& file, const Replacements& replacements) {
  const auto text = read_text_file(file, scenario_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_scenario(*text, file, replacements);
}

}  // namespace stepstorm::config
