#include "api/operations/redrive.hpp"

#include <memory>

#include "api/arn.hpp"
#include "api/operation.hpp"
#include "api/operations/executions.hpp"
#include "api/wire.hpp"

namespace stepstorm::api {
namespace {

constexpr const char* deleting = "State machine is in DELETING status";
constexpr const char* by_map_run =
    "Execution is a child of a Map Run and is redriven with the execution of the Map Run";

/// Returns whether the machine from which an execution was started no longer exists.
bool is_deleted(Account& account, const Record& record) {
  if (!record.requested) return false;
  const StateMachineEntry* machine = account.registry.state_machine(record.state_machine->arn);
  return !machine || machine->deleting || machine->created_at > record.started_at;
}

std::string not_redrivable_because(Account& account, const Record& record) {
  if (record.ended_without_success() && is_deleted(account, record)) return deleting;
  return ExecutionStore::not_redrivable_because(record, account.now());
}

/// Redrives the execution as soon as no child of its map runs is still being aborted.
void redrive_when_settled(Account& account, const std::string& arn, const std::string& client_token, Reply reply) {
  auto redriven = account.store.redrive(arn, client_token, account.now());
  if (!redriven) return reply(tl::unexpected{std::move(redriven.error())});
  if (redriven->wait_for) {
    account.store.when_ended(*redriven->wait_for, [&account, arn, client_token, reply = std::move(reply)](auto&) {
      account.timeline().post(
          [&account, arn, client_token, reply] { redrive_when_settled(account, arn, client_token, reply); });
    });
    return;
  }
  if (redriven->redrive) account.engine().redrive(std::move(*redriven->redrive));
  reply(Json{{"redriveDate", date(redriven->at)}});
}

void redrive_execution(Account& account, const Json& request, Reply reply) {
  const auto arn = standard_execution_arn(request, "executionArn");
  if (!arn) return reply(tl::unexpected{arn.error()});
  std::string refused;
  const bool known = account.store.read(*arn, [&](const Record& record) {
    if (record.child)
      refused = by_map_run;
    else if (record.ended_without_success() && is_deleted(account, record))
      refused = deleting;
  });
  if (!known) return reply(tl::unexpected{execution_does_not_exist(*arn)});
  if (!refused.empty()) return reply(refuse("ExecutionNotRedrivable", std::move(refused)));
  const auto open_max = account.options().settings.limits.open_standard;
  if (account.store.counts().open >= open_max)
    return reply(refuse("ExecutionLimitExceeded",
                        std::to_string(open_max) + " STANDARD executions are open, the most there may be"));
  redrive_when_settled(account, *arn, text_of(request, "clientToken"), std::move(reply));
}

}  // namespace

void add_redrive_status(Account& account, const Record& record, Json& response) {
  response["redriveCount"] = record.redrives();
  if (record.redriven) response["redriveDate"] = date(record.redriven->at);
  const std::string reason = not_redrivable_because(account, record);
  if (reason.empty()) {
    response["redriveStatus"] = record.child ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE";
    return;
  }
  response["redriveStatus"] = "NOT_REDRIVABLE";
  response["redriveStatusReason"] = reason;
}

std::vector<Operation> redrive_operations() {
  return {{"RedriveExecution",
           {arn_shape("executionArn"), {.name = "clientToken", .least = 1, .most = 64, .pattern = "[!-~]+"}},
           redrive_execution}};
}

}  // namespace stepstorm::api
