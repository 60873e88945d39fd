#include "config/experiment_file.hpp"

#include <optional>
#include <string>
#include <utility>

#include "config/demand_reader.hpp"
#include "config/fault_reader.hpp"
#include "config/scenario_file.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

using experiment::Experiment;

constexpr std::size_t experiment_bytes_max = 16u << 20;

/// Beside those of a scenario.
const std::vector<std::string_view> own_members{
    "description", "method", "interval", "steady-state-hypothesis", "thresholds", "guardrails"};

std::optional<Experiment> read_root(const Node& root, const fs::path& file, const Replacements& replacements) {
  auto scenario = read_scenario_members(root, file, own_members, replacements);
  if (!scenario) return std::nullopt;
  Experiment experiment{.scenario = std::move(*scenario)};
  const auto read_into = [&](const Node& node, Experiment& out) { return read_method(node, out); };
  Members{root}
      .optional("description", read_text, experiment.description)
      .optional("interval", read_positive_duration, experiment.interval)
      .optional("method", read_into, experiment)
      .optional("steady-state-hypothesis", read_hypothesis, experiment.hypothesis)
      .optional("thresholds", read_thresholds, experiment.thresholds)
      .optional("guardrails", read_guardrails, experiment.guardrails)
      .others_allowed();
  return experiment;
}

}  // namespace

tl::expected<Experiment, std::vector<Finding>> read_experiment(std::string_view text,
                                                               const fs::path& file,
                                                               const Replacements& replacements) {
  Report report{file.string(), text};
  std::optional<Experiment> experiment;
  const auto document = parse_json(text);
  if (document)
    experiment = read_root(Node{*document, report}, file, replacements);
  else
    report.add(document.error().at, document.error().message);
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  return std::move(*experiment);
}

tl::expected<Experiment, std::vector<Finding>> load_experiment(const fs::path& file, const Replacements& replacements) {
  const auto text = read_text_file(file, experiment_bytes_max);
  if (!text) return tl::unexpected{std::vector{Finding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_experiment(*text, file, replacements);
}

}  // namespace stepstorm::config
