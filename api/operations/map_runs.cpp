// ListMapRuns, DescribeMapRun, UpdateMapRun. Source: semantics.md 7.4, 9.3.
#include <limits>

#include "api/arn.hpp"
#include "api/operation.hpp"
#include "api/operations/executions.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"

namespace stepstorm::api {
namespace {

/// ...:mapRun:<machine>/<label>:<uuid> belongs to the machine ...:stateMachine:<machine>/<label>.
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

tl::expected<MapRunRecord, Error> find_map_run(Account& account, const Json& request) {
  const std::string arn = text_of(request, "mapRunArn");
  if (const auto parsed = parse_arn(arn, "mapRun"); !parsed) return tl::unexpected{parsed.error()};
  const auto run = account.store.map_run(arn);
  if (!run) return refuse("ResourceNotFound", "Resource not found: '" + arn + '\'');
  return *run;
}

std::string_view status_name(MapRunRecord::Status status) {
  constexpr std::string_view names[] = {"RUNNING", "SUCCEEDED", "FAILED", "ABORTED"};
  return names[static_cast<std::size_t>(status)];
}

/// Members about redrives exist only after the first one. Results count as written as soon as there are any.
Json shown(const MapRunCounts& counts, const MapRunRecord& run) {
  Json shown{{"pending", counts.pending},
             {"running", counts.running},
             {"succeeded", counts.succeeded},
             {"failed", counts.failed},
             {"timedOut", counts.timed_out},
             {"aborted", counts.aborted},
             {"total", counts.total},
             {"resultsWritten", counts.succeeded}};
  if (counts.failures_not_redrivable > 0) shown["failuresNotRedrivable"] = counts.failures_not_redrivable;
  if (run.redrives > 0) shown["pendingRedrive"] = counts.pending_redrive;
  return shown;
}

Result describe_map_run(Account& account, const Json& request) {
  const auto run = find_map_run(account, request);
  if (!run) return tl::unexpected{run.error()};
  const auto counts = account.store.counts_of_map_run(run->arn);
  Json response{{"mapRunArn", run->arn},
                {"executionArn", run->execution_arn},
                {"status", status_name(run->status)},
                {"startDate", date(run->started_at)}};
  if (run->ended_at) response["stopDate"] = date(*run->ended_at);
  response["maxConcurrency"] = run->settings.max_concurrency;
  response["toleratedFailurePercentage"] = run->settings.tolerated_percentage;
  response["toleratedFailureCount"] = run->settings.tolerated_count;
  response["itemCounts"] = shown(counts.items, *run);
  response["executionCounts"] = shown(counts.executions, *run);
  if (run->redrives > 0) {
    response["redriveCount"] = run->redrives;
    response["redriveDate"] = date(run->redriven_at);
  }
  return response;
}

Result update_map_run(Account& account, const Json& request) {
  const auto run = find_map_run(account, request);
  if (!run) return tl::unexpected{run.error()};
  execution::MapRunUpdated update{
      .arn = run->arn, .max_concurrency = {}, .tolerated_count = {}, .tolerated_percentage = {}};
  if (const Json asked = json_of(request, "maxConcurrency"); asked.is_number())
    update.max_concurrency = asked.get<std::uint32_t>();
  if (const Json asked = json_of(request, "toleratedFailureCount"); asked.is_number())
    update.tolerated_count = asked.get<std::int64_t>();
  if (const Json asked = json_of(request, "toleratedFailurePercentage"); asked.is_number())
    update.tolerated_percentage = asked.get<double>();
  if (!update.max_concurrency && !update.tolerated_count && !update.tolerated_percentage)
    return refuse("ValidationException",
                  "Must specify at least one of maxConcurrency, toleratedFailurePercentage or toleratedFailureCount",
                  "MISSING_REQUIRED_PARAMETER");
  if (run->ended_at)
    return refuse("ValidationException",
                  "Map Run has already completed and cannot be updated: '" + run->arn + '\'',
                  "CANNOT_UPDATE_COMPLETED_MAP_RUN");
  account.engine().update_map_run(run->execution, std::move(update));
  return Json::object();
}

}  // namespace

std::vector<Operation> map_run_operations() {
  const Shape arn{.name = "mapRunArn", .required = true, .least = 1, .most = 2000};
  return {{"ListMapRuns", {arn_shape("executionArn"), page_size_shape(), page_token_shape()}, list_map_runs},
          {"DescribeMapRun", {arn}, describe_map_run},
          {"UpdateMapRun",
           {arn,
            {.name = "maxConcurrency", .kind = Kind::Integer, .most = std::numeric_limits<std::int32_t>::max()},
            {.name = "toleratedFailurePercentage", .kind = Kind::Number, .most = 100},
            {.name = "toleratedFailureCount", .kind = Kind::Integer}},
           update_map_run}};
}

}  // namespace stepstorm::api
