// StartExecution, StartSyncExecution, StopExecution, DescribeExecution, DescribeStateMachineForExecution,
// ListExecutions, GetExecutionHistory. Source: semantics.md 8.2, 8.3, 9.3, 9.4.
#include "api/operations/executions.hpp"

#include <algorithm>

#include "api/json_complaint.hpp"
#include "api/operation.hpp"
#include "api/operations/redrive.hpp"
#include "api/operations/state_machines.hpp"
#include "api/page.hpp"
#include "api/wire.hpp"
#include "asl/quotas.hpp"
#include "execution/result.hpp"

namespace stepstorm::api {

Error execution_does_not_exist(const std::string& arn) {
  return {"ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + '\''};
}

tl::expected<std::string, Error> standard_execution_arn(const Json& request, std::string_view member) {
  const std::string arn = text_of(request, member);
  const auto parsed = parse_arn(arn, "execution");
  if (!parsed) return tl::unexpected{parsed.error()};
  return arn;
}

tl::expected<Payload, Error> read_input(const Json& request) {
  const auto text = optional_text(request, "input");
  if (!text) return Payload{};
  const auto invalid = [](const std::string& why) {
    return refuse("InvalidExecutionInput", "Invalid State Machine Execution Input: '" + why + '\'');
  };
  if (text->empty()) return invalid("Invalid execution input.");
  auto parsed = parse_json(*text);
  if (!parsed) return invalid(json_complaint(*text).value_or(parsed.error().message));
  return Payload{std::move(*parsed)};
}

namespace {

// ---- starting

struct Begun {
  actors::StartedExecution execution;
  FoundStateMachine machine;
};

Error limits_of_length(std::size_t bytes) {
  return {"InvalidExecutionInput",
          "Invalid State Machine Execution Input: 'The input has " + std::to_string(bytes) + " bytes, of at most " +
              std::to_string(asl::payload_bytes_max) + "'"};
}

tl::expected<Begun, Error> begin(Account& account,
                                 const Json& request,
                                 const FoundStateMachine& found,
                                 const std::string& test_case) {
  auto input = read_input(request);
  if (!input) return tl::unexpected{input.error()};
  if (const auto text = optional_text(request, "input"); text && text->size() > asl::payload_bytes_max)
    return tl::unexpected{limits_of_length(text->size())};
  const auto name = optional_text(request, "name");
  const auto machine = account.mocks.choose(account.registry.startable(*found.revision), test_case);
  if (!machine) return tl::unexpected{machine.error()};
  auto started = account.start(*machine, *input, name);
  if (!started) return tl::unexpected{Error{started.error().code, started.error().message}};
  StartedThrough through{{}, {}, text_of(request, "traceHeader")};
  if (found.version) through.version_arn = found.machine->version_arn(found.version->number);
  if (found.alias) through.alias_arn = found.machine->alias_arn(*found.alias);
  account.store.started(
      started->id, started->arn, *machine, found.revision, std::move(*input), started->started_at, std::move(through));
  return Begun{std::move(*started), found};
}

Result start_execution(Account& account, const Json& request) {
  const MachineChoice choice = read_machine_choice(text_of(request, "stateMachineArn"));
  const auto found = find_state_machine(account, choice.arn);
  if (!found) return tl::unexpected{found.error()};
  if (found->machine->deleting) return tl::unexpected{state_machine_deleting(found->machine->arn)};
  const auto begun = begin(account, request, *found, choice.test_case);
  if (!begun) return tl::unexpected{begun.error()};
  return Json{{"executionArn", begun->execution.arn}, {"startDate", date(begun->execution.started_at)}};
}

// ---- telling

/// Adds `output`, or `error` and `cause`, as far as they exist.
void add_outcome(const Record& record, bool with_data, Json& response) {
  if (const auto* succeeded = std::get_if<execution::Succeeded>(&record.status); succeeded && with_data)
    response["output"] = to_text(*succeeded->output);
  const execution::ErrorOutput reason = execution::reason_of(record.status);
  if (reason.error) response["error"] = *reason.error;
  if (reason.cause) response["cause"] = *reason.cause;
}

void add_input(const Record& record, bool with_data, Json& response) {
  if (with_data) response["input"] = to_text(*record.input);
  response["inputDetails"] = {{"included", with_data}};
}

/// Adds the version and the alias through which the execution was started.
void add_origin(const Record& record, Json& shown) {
  const StartedThrough& through = record.through();
  if (!through.version_arn.empty()) shown["stateMachineVersionArn"] = through.version_arn;
  if (!through.alias_arn.empty()) shown["stateMachineAliasArn"] = through.alias_arn;
}

bool wants_data(const Json& request) { return text_of(request, "includedData") != "METADATA_ONLY"; }

Json describe(Account& account, const Record& record, bool with_data) {
  Json response{{"executionArn", record.arn},
                {"stateMachineArn", record.state_machine->arn},
                {"name", record.name()},
                {"status", record.status_name()},
                {"startDate", date(record.started_at)}};
  if (!record.running()) response["stopDate"] = date(record.ended_at);
  add_input(record, with_data, response);
  add_outcome(record, with_data, response);
  if (!record.running()) response["outputDetails"] = {{"included", with_data}};
  if (record.child) response["mapRunArn"] = record.child->map_run;
  if (!record.through().trace_header.empty()) response["traceHeader"] = record.through().trace_header;
  add_origin(record, response);
  add_redrive_status(account, record, response);
  return response;
}

// ---- StartSyncExecution

/// Returns billing details: the time rounded up to 100 ms; memory of 50 MB plus the data, rounded up to 64 MB. Source:
/// semantics.md 11.
Json billing(const Record& record) {
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(record.ended_at - record.started_at).count();
  return {{"billedMemoryUsedInMB", 64},
          {"billedDurationInMilliseconds", std::max<std::int64_t>(1, (ms + 99) / 100) * 100}};
}

Json sync_response(const Record& record, bool with_data) {
  Json response{{"executionArn", record.arn},
                {"stateMachineArn", record.state_machine->arn},
                {"name", record.name()},
                {"startDate", date(record.started_at)},
                {"stopDate", date(record.ended_at)},
                {"status", status_name(record.status)}};
  add_outcome(record, with_data, response);
  add_input(record, with_data, response);
  response["outputDetails"] = {{"included", with_data}};
  if (!record.through().trace_header.empty()) response["traceHeader"] = record.through().trace_header;
  response["billingDetails"] = billing(record);
  return response;
}

/// Starts and awaits an EXPRESS execution, which continues when the client disconnects.
void start_sync_execution(Account& account, const Json& request, Reply reply, const http::Respond& client) {
  const MachineChoice choice = read_machine_choice(text_of(request, "stateMachineArn"));
  const auto found = find_state_machine(account, choice.arn);
  if (!found) return reply(tl::unexpected{found.error()});
  if (found->machine->type != asl::MachineType::EXPRESS)
    return reply(
        refuse("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"));
  const auto begun = begin(account, request, *found, choice.test_case);
  if (!begun) return reply(tl::unexpected{begun.error()});
  client.tell_if_client_leaves([] {});
  account.store.when_ended(begun->execution.id,
                           [reply = std::move(reply), with_data = wants_data(request)](const Record& record) {
                             reply(sync_response(record, with_data));
                           });
}

// ---- the others

Result stop_execution(Account& account, const Json& request) {
  const auto arn = standard_execution_arn(request, "executionArn");
  if (!arn) return tl::unexpected{arn.error()};
  std::uint64_t id = 0;
  std::optional<TimePoint> ended_at;
  const bool known = account.store.read(*arn, [&](const Record& record) {
    id = record.id;
    if (!record.running()) ended_at = record.ended_at;
  });
  if (!known) return tl::unexpected{execution_does_not_exist(*arn)};
  if (ended_at) return Json{{"stopDate", date(*ended_at)}};
  account.engine().stop(id, optional_text(request, "error"), optional_text(request, "cause"));
  return Json{{"stopDate", date(account.now())}};
}

Result describe_execution(Account& account, const Json& request) {
  const auto arn = standard_execution_arn(request, "executionArn");
  if (!arn) return tl::unexpected{arn.error()};
  Json response;
  if (!account.store.read(*arn,
                          [&](const Record& record) { response = describe(account, record, wants_data(request)); }))
    return tl::unexpected{execution_does_not_exist(*arn)};
  return response;
}

Result describe_state_machine_for_execution(Account& account, const Json& request) {
  const auto arn = standard_execution_arn(request, "executionArn");
  if (!arn) return tl::unexpected{arn.error()};
  Json response;
  const auto read = [&](const Record& record) {
    response["stateMachineArn"] = record.state_machine->arn;
    if (record.child) response["mapRunArn"] = record.child->map_run;
    Revision revision;
    revision.definition = record.state_machine->machine->definition;
    revision.role_arn = record.state_machine->role_arn;
    revision.logging = {{"level", "OFF"}, {"includeExecutionData", false}};
    revision.tracing = {{"enabled", false}};
    revision.at = record.started_at;
    revision.state_machine = record.state_machine;
    const Revision& known = record.revision ? *record.revision : revision;
    response.update(describe_revision(known, wants_data(request)));
    response["updateDate"] = date(known.at);
  };
  if (!account.store.read(*arn, read)) return tl::unexpected{execution_does_not_exist(*arn)};
  return response;
}

// ---- ListExecutions

Json listed(const Record& record) {
  Json one{{"executionArn", record.arn},
           {"stateMachineArn", record.state_machine->arn},
           {"name", record.name()},
           {"status", record.status_name()},
           {"startDate", date(record.started_at)}};
  if (!record.running()) one["stopDate"] = date(record.ended_at);
  if (record.child) {
    one["mapRunArn"] = record.child->map_run;
    one["itemCount"] = record.child->items;
  }
  add_origin(record, one);
  one["redriveCount"] = record.redrives();
  if (record.redriven) one["redriveDate"] = date(record.redriven->at);
  return one;
}

/// Returns the ARN whose executions are listed: of the machine, the version or the alias.
tl::expected<std::string, Error> listing_of_machine(Account& account, const std::string& arn) {
  const auto parsed = parse_arn(arn, "stateMachine");
  if (!parsed) return tl::unexpected{parsed.error()};
  const StateMachineEntry* machine = account.registry.state_machine(parsed->unqualified);
  if (!machine) return tl::unexpected{state_machine_does_not_exist(arn)};
  if (machine->type == asl::MachineType::EXPRESS)
    return tl::unexpected{
        Error{"StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"}};
  return arn;
}

tl::expected<std::string, Error> listing_of(Account& account, const Json& request) {
  const auto machine = optional_text(request, "stateMachineArn");
  const auto map_run = optional_text(request, "mapRunArn");
  if (machine.has_value() == map_run.has_value())
    return refuse("ValidationException",
                  "Must specify exactly one of stateMachineArn or mapRunArn",
                  "MISSING_REQUIRED_PARAMETER");
  if (machine && text_of(request, "statusFilter") == "PENDING_REDRIVE")
    return refuse("ValidationException", "The status filter PENDING_REDRIVE requires a mapRunArn");
  if (machine) return listing_of_machine(account, *machine);
  if (const auto parsed = parse_arn(*map_run, "mapRun"); !parsed) return tl::unexpected{parsed.error()};
  if (!account.store.map_run(*map_run)) return refuse("ResourceNotFound", "Resource not found: '" + *map_run + '\'');
  return *map_run;
}

/// The most records examined for a page: with a rarely matching filter, a page has fewer than were requested.
constexpr std::size_t looked_at_max = 4'000;

Result list_executions(Account& account, const Json& request) {
  const auto owner = listing_of(account, request);
  if (!owner) return tl::unexpected{owner.error()};
  const std::string status = text_of(request, "statusFilter");
  const std::string redriven = text_of(request, "redriveFilter");
  const auto page = read_page(request, "executions " + *owner + ' ' + status + redriven);
  if (!page) return tl::unexpected{page.error()};
  const auto fits = [&](const Record& record) {
    return redriven.empty() || (redriven == "REDRIVEN") == (record.redrives() > 0);
  };
  Json list = Json::array();
  Json response = Json::object();
  std::uint64_t last = 0;
  std::size_t looked_at = 0;
  account.store.newest_first(*owner, status, page->from, [&](const Record& record) {
    if (list.size() == page->size || looked_at++ == looked_at_max) {
      response["nextToken"] = next_token(*page, last);
      return false;
    }
    last = record.sequence;
    if (fits(record)) list.push_back(listed(record));
    return true;
  });
  response["executions"] = std::move(list);
  return response;
}

// ---- GetExecutionHistory

/// Removes the data that the caller did not request: inputs, outputs, parameters.
void hide_data(Json& event) {
  for (auto& [name, details] : event.items()) {
    if (!details.is_object()) continue;
    for (const char* data : {"input", "output", "parameters"}) details.erase(data);
  }
}

Json rendered(const execution::HistoryEvent& event, const Record& record, bool with_data) {
  Json one = execution::render_event(event, *record.state_machine);
  one["timestamp"] = date(event.at);
  if (event.type == execution::EventType::ExecutionStarted) add_origin(record, one["executionStartedEventDetails"]);
  if (!with_data) hide_data(one);
  return one;
}

/// A page ends behind the event that reaches so many bytes: a thousand events with the largest inputs would take 256
/// MB.
constexpr std::size_t history_page_bytes_max = std::size_t{4} << 20;

Json history_page(const Record& record, const Page& page, bool reversed, bool with_data) {
  const auto& history = record.history;
  Json events = Json::array();
  Json response = Json::object();
  std::uint64_t at = page.from;
  std::size_t bytes = 0;
  for (; at < history.size() && events.size() < page.size && bytes < history_page_bytes_max; ++at) {
    events.push_back(rendered(reversed ? history[history.size() - 1 - at] : history[at], record, with_data));
    bytes += text_size_at_least(events.back(), history_page_bytes_max);
  }
  if (at < history.size()) response["nextToken"] = next_token(page, at);
  response["events"] = std::move(events);
  return response;
}

Result get_execution_history(Account& account, const Json& request) {
  const auto arn = standard_execution_arn(request, "executionArn");
  if (!arn) return tl::unexpected{arn.error()};
  const bool reversed = flag_of(request, "reverseOrder");
  const auto page = read_page(request, (reversed ? "reversed history " : "history ") + *arn);
  if (!page) return tl::unexpected{page.error()};
  Json response;
  const bool known = account.store.read(*arn, [&](const Record& record) {
    response = history_page(record, *page, reversed, flag_of(request, "includeExecutionData", true));
  });
  if (!known) return tl::unexpected{execution_does_not_exist(*arn)};
  return response;
}

}  // namespace

std::vector<Operation> execution_operations() {
  const Shape name{.name = "name", .least = 1, .most = 80};
  const Shape input{.name = "input", .most = asl::payload_bytes_max, .sensitive = true};
  const Shape trace{.name = "traceHeader", .most = 256, .pattern = "[[:ascii:]]*", .shown_pattern = "\\p{ASCII}*"};
  const Shape error{.name = "error", .most = asl::error_max, .sensitive = true};
  const Shape cause{.name = "cause", .most = asl::cause_max, .sensitive = true};
  const Shape status{.name = "statusFilter",
                     .enums = {"SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"}};
  return {{"StartExecution", {arn_shape("stateMachineArn"), name, input, trace}, start_execution},
          {"StartSyncExecution",
           {arn_shape("stateMachineArn"), name, input, trace, included_data_shape()},
           start_sync_execution},
          {"StopExecution", {arn_shape("executionArn"), error, cause}, stop_execution},
          {"DescribeExecution", {arn_shape("executionArn"), included_data_shape()}, describe_execution},
          {"DescribeStateMachineForExecution",
           {arn_shape("executionArn"), included_data_shape()},
           describe_state_machine_for_execution},
          {"ListExecutions",
           {arn_shape("stateMachineArn", false),
            status,
            page_size_shape(),
            page_token_shape(3096),
            {.name = "mapRunArn", .least = 1, .most = 2000},
            {.name = "redriveFilter", .enums = {"REDRIVEN", "NOT_REDRIVEN"}}},
           list_executions},
          {"GetExecutionHistory",
           {arn_shape("executionArn"),
            page_size_shape(),
            {.name = "reverseOrder", .kind = Kind::Boolean},
            page_token_shape(),
            {.name = "includeExecutionData", .kind = Kind::Boolean}},
           get_execution_history}};
}

}  // namespace stepstorm::api
