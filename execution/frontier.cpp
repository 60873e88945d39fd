#include "execution/frontier.hpp"

#include "execution/map_run.hpp"

namespace stepstorm::execution {
namespace {

void add_map_runs(const Scope& scope, std::vector<std::string>& arns) {
  if (const auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&scope.progress)) arns.push_back(*(*map_run)->arn);
  if (const auto* halted = std::get_if<std::shared_ptr<HaltedChildren>>(&scope.progress))
    for (const Scope& child : (*halted)->scopes) add_map_runs(child, arns);
}

}  // namespace

std::vector<std::string> map_runs_to_redrive(const Execution& execution) {
  std::vector<std::string> arns;
  if (has_frontier(execution)) add_map_runs(execution.scopes[root_scope], arns);
  return arns;
}

}  // namespace stepstorm::execution
