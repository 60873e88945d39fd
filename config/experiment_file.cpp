#include "config/experiment_file.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "config/comments.hpp"
#include "config/readers/demand_reader.hpp"
#include "config/readers/fault_reader.hpp"
#include "config/readers/invariant_reader.hpp"
#include "config/scenario_file.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

using experiment::Experiment;

constexpr std::size_t experiment_bytes_max = 16u << 20;

/// Members in addition to those of a scenario.
const std::vector<std::string_view> own_members{
    "description", "method", "interval", "steady-state-hypothesis", "guardrails", "invariants"};

/// The most intervals of a time series: by default, and with an interval from the file.
constexpr std::int64_t intervals_by_default = 1'000;
constexpr std::int64_t intervals_max = 100'000;

/// Returns the shortest round interval that does not give too many.
world::Duration interval_for(world::Duration duration) {
  using namespace std::chrono_literals;
  static constexpr std::array<world::Duration, 17> steps{
      1s, 2s, 5s, 10s, 15s, 30s, 1min, 2min, 5min, 10min, 15min, 30min, 1h, 2h, 6h, 12h, 24h};
  const auto fits =
      std::find_if(steps.begin(), steps.end(), [&](auto step) { return duration / step <= intervals_by_default; });
  return fits != steps.end() ? *fits : duration / intervals_by_default;
}

void check_interval(const Node& root, const Experiment& experiment) {
  if (experiment.scenario.duration / experiment.interval <= intervals_max) return;
  root.member("interval").expected("at least one part in 100,000 of the duration");
}

bool probes_what_is_there(const Node& probes,
                          const experiment::Hypothesis& hypothesis,
                          const simulation::Scenario& scenario) {
  bool all = true;
  for (std::size_t place = 0; place < hypothesis.probes.size(); ++place)
    all = name_what_is_there(probes.element(place).member("metric"), hypothesis.probes[place].metric, scenario) && all;
  return all;
}

/// A threshold on a recovery time that is never measured would fail without a reason.
void check_recovery(const Node& root, const Experiment& experiment) {
  for (const experiment::Demand& demand : experiment.scenario.thresholds)
    if (demand.metric == "recovery_time_s" && experiment.hypothesis.probes.empty())
      root.member("thresholds")
          .member(demand.metric)
          .error("there is no 'steady-state-hypothesis' that could hold again");
}

std::optional<Experiment> read_root(const Node& root, const fs::path& file, const Replacements& replacements) {
  auto scenario = read_scenario_members(root, file, own_members, replacements);
  if (!scenario) return std::nullopt;
  Experiment experiment{.scenario = std::move(*scenario)};
  experiment.interval = interval_for(experiment.scenario.duration);
  const auto read_into = [&](const Node& node, Experiment& out) { return read_method(node, out); };
  const auto read_known_guardrails = [&](const Node& node, std::vector<experiment::Guardrail>& out) {
    return read_guardrails(node, out) && name_what_is_there(node, experiment.scenario);
  };
  const auto read_known_hypothesis = [&](const Node& node, experiment::Hypothesis& out) {
    return read_hypothesis(node, out) && probes_what_is_there(node.member("probes"), out, experiment.scenario);
  };
  const auto read_own_invariants = [&](const Node& node, std::vector<experiment::OwnInvariant>& out) {
    return read_invariants(node, experiment, out);
  };
  Members{root}
      .optional("description", read_text, experiment.description)
      .optional("interval", read_positive_duration, experiment.interval)
      .optional("method", read_into, experiment)
      .optional("steady-state-hypothesis", read_known_hypothesis, experiment.hypothesis)
      .optional("guardrails", read_known_guardrails, experiment.guardrails)
      .optional("invariants", read_own_invariants, experiment.invariants)
      .others_allowed();
  check_interval(root, experiment);
  check_recovery(root, experiment);
  return experiment;
}

}  // namespace

tl::expected<Experiment, std::vector<FileFinding>> read_experiment(std::string_view text,
                                                                   const fs::path& file,
                                                                   const Replacements& replacements) {
  const std::string plain = without_comments(text);
  Report report{file.string(), plain};
  std::optional<Experiment> experiment;
  const auto document = parse_json(plain);
  if (document)
    experiment = read_root(Node{*document, report}, file, replacements);
  else
    report.add(document.error().at, document.error().message);
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return std::move(*experiment);
}

tl::expected<Experiment, std::vector<FileFinding>> load_experiment(const fs::path& file,
                                                                   const Replacements& replacements) {
  const auto text = read_text_file(file, experiment_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_experiment(*text, file, replacements);
}

}  // namespace stepstorm::config
