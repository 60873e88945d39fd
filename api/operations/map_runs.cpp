// ListMapRuns. Source: semantics.md 7.4, 9.3.
#include "api/operation.hpp"
#include "api/operations/executions.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"

namespace stepstorm::api {
namespace {

/// ...:mapRun:<machine>/<label>:<uuid> is of the machine ...:stateMachine:<machine>/<label>.
std::string machine_of(const std::string& map_run_arn) {
  std::string arn = map_run_arn.substr(0, map_run_arn.rfind(':'));
  if (const auto type = arn.find(":mapRun:"); type != std::string::npos) arn.replace(type, 8, ":stateMachine:");
  return arn;
}

Json listed(const MapRunRecord& run) {
  Json one{{"executionArn", run.execution_arn},
           {"mapRunArn", run.arn},
           {"stateMachineArn", machine_of(run.arn)},
           {"startDate", date(run.started_at)}};
  if (run.ended_at) one["stopDate"] = date(*run.ended_at);
  return one;
}

Result list_map_runs(Account& account, const Json& request) {
  const auto arn = standard_execution_arn(request, "executionArn");
  if (!arn) return tl::unexpected{arn.error()};
  const auto page = read_page(request, "map runs " + *arn);
  if (!page) return tl::unexpected{page.error()};
  if (!account.store.read(*arn, [](const Record&) {})) return tl::unexpected{execution_does_not_exist(*arn)};
  const auto runs = account.store.map_runs_of(*arn);
  Json list = Json::array();
  Json response = Json::object();
  std::size_t at = page->from;
  for (; at < runs.size() && list.size() < page->size; ++at) list.push_back(listed(runs[at]));
  if (at < runs.size()) response["nextToken"] = next_token(*page, at);
  response["mapRuns"] = std::move(list);
  return response;
}

}  // namespace

std::vector<Operation> map_run_operations() {
  return {{"ListMapRuns", {arn_shape("executionArn"), page_size_shape(), page_token_shape()}, list_map_runs}};
}

}  // namespace stepstorm::api
