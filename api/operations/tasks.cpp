// GetActivityTask, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. Source: semantics.md 6.5.
#include "api/arn.hpp"
#include "api/json_complaint.hpp"
#include "api/operation.hpp"
#include "api/wire.hpp"
#include "asl/quotas.hpp"

namespace stepstorm::api {
namespace {

/// A client that disconnects withdraws its poll. A task delivered just before has begun, as on the service: its
/// heartbeat or timeout ends it.
void get_activity_task(Account& account, const Json& request, Reply reply, const http::Respond& client) {
  const std::string arn = text_of(request, "activityArn");
  if (const auto parsed = parse_arn(arn, "activity"); !parsed) return reply(tl::unexpected{parsed.error()});
  if (!account.registry.activities.contains(arn))
    return reply(refuse("ActivityDoesNotExist", "Activity Does Not Exist: '" + arn + '\''));
  const auto over = std::make_shared<std::atomic<bool>>(false);
  const bool added = account.polls.add({std::chrono::steady_clock::now() + poll_time, over, [reply] {
                                          reply(Json{{"taskToken", nullptr}});
                                        }});
  if (!added)
    return reply(refuse("ActivityWorkerLimitExceeded", "The maximum number of workers that poll has been reached."));
  client.tell_if_client_leaves([over] { over->store(true); });
  account.engine().ask_activity_task(
      arn, optional_text(request, "workerName"), over, [reply = std::move(reply)](const messages::ActivityTask& task) {
        reply(Json{{"taskToken", task.token}, {"input", to_text(*task.input)}});
      });
}

std::function<void(actors::ApiResult)> answering(Reply reply) {
  return [reply = std::move(reply)](const actors::ApiResult& result) {
    if (!result) return reply(refuse(result.error().code, result.error().message));
    reply(Json::object());
  };
}

void send_task_success(Account& account, const Json& request, Reply reply) {
  const std::string output = text_of(request, "output");
  auto parsed = parse_json(output);
  if (!parsed)
    return reply(
        refuse("InvalidOutput", "Invalid Output: '" + json_complaint(output).value_or(parsed.error().message) + '\''));
  account.engine().say(
      text_of(request, "taskToken"), messages::Succeeded{Payload{std::move(*parsed)}}, answering(std::move(reply)));
}

void send_task_failure(Account& account, const Json& request, Reply reply) {
  account.engine().say(text_of(request, "taskToken"),
                       messages::Failed{.error = optional_text(request, "error"),
                                        .cause = optional_text(request, "cause"),
                                        .phase = execution::TaskPhase::Run,
                                        .by_service = true},
                       answering(std::move(reply)));
}

void send_task_heartbeat(Account& account, const Json& request, Reply reply) {
  account.engine().say(text_of(request, "taskToken"), messages::Alive{}, answering(std::move(reply)));
}

}  // namespace

std::vector<Operation> task_operations() {
  const Shape token{.name = "taskToken", .required = true, .least = 1, .most = 2048};
  return {{"GetActivityTask", {arn_shape("activityArn"), {.name = "workerName", .most = 256}}, get_activity_task},
          {"SendTaskSuccess",
           {token, {.name = "output", .required = true, .most = asl::payload_bytes_max, .sensitive = true}},
           send_task_success},
          {"SendTaskFailure",
           {token,
            {.name = "error", .most = asl::error_max, .sensitive = true},
            {.name = "cause", .most = asl::cause_max, .sensitive = true}},
           send_task_failure},
          {"SendTaskHeartbeat", {token}, send_task_heartbeat}};
}

}  // namespace stepstorm::api
