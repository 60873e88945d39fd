#include "launch/experiment_input.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "config/experiment_file.hpp"
#include "launch/bucket_folders.hpp"

namespace stepstorm::launch {
namespace {

using experiment::Experiment;

tl::expected<Experiment, std::string> made_ready(tl::expected<Experiment, std::vector<config::FileFinding>> read) {
  if (!read) {
    std::string complaints;
    for (const config::FileFinding& finding : read.error()) complaints += config::render(finding) + '\n';
    return tl::unexpected{std::move(complaints)};
  }
  auto& scenario = read->scenario;
  if (!scenario.buckets.empty())
    scenario.objects = [folders = BucketFolders(scenario.buckets.begin(), scenario.buckets.end())] {
      return std::make_shared<ScratchStore>(folders);
    };
  return std::move(*read);
}

}  // namespace

tl::expected<Experiment, std::string> load_ready_experiment(const std::filesystem::path& file,
                                                            const asl::Substitutions& substitutions,
                                                            const std::optional<std::string>& lambda_endpoint) {
  return made_ready(config::load_experiment(
      file, {.definition = {}, .substitutions = substitutions, .lambda_endpoint = lambda_endpoint}));
}

tl::expected<Experiment, std::string> read_ready_experiment(std::string_view text,
                                                            const std::filesystem::path& file,
                                                            const std::optional<std::string>& definition,
                                                            const std::optional<std::string>& lambda_endpoint) {
  return made_ready(config::read_experiment(
      text, file, {.definition = definition, .substitutions = {}, .lambda_endpoint = lambda_endpoint}));
}

Json with_substitutions(Json document, const asl::Substitutions& substitutions) {
  if (substitutions.empty()) return document;
  Json all = Json::object();
  if (const Json* own = find_member(document, "substitutions"); own && own->is_object()) all = *own;
  for (const auto& [name, value] : substitutions) all[name] = value;
  set_member(document, "substitutions", std::move(all));
  return document;
}

}  // namespace stepstorm::launch
