// GetActivityTask calls whose clients leave: who gets the task, who counts.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/api/asked.hpp"

namespace stepstorm::api {
namespace {

/// A service on a virtual clock with an activity and a machine whose only task is the activity's.
struct Packing {
  Packing() {
    activity = call("CreateActivity", {{"name", "Pack"}}).at("activityArn");
    const std::string definition = R"({"StartAt":"Pack","States":{"Pack":{"Type":"Task","Resource":")" + activity +
                                   R"(","HeartbeatSeconds":30,"End":true}}})";
    machine = call("CreateStateMachine",
                   {{"name", "Packing"}, {"definition", definition}, {"roleArn", "arn:aws:iam::123456789012:role/any"}})
                  .at("stateMachineArn");
  }

  Json call(const std::string& operation, const Json& body) { return ask(service, operation, body).get().body; }

  std::string start() { return call("StartExecution", {{"stateMachineArn", machine}}).at("executionArn"); }

  /// A poll that has been carried out: another request has been answered after it.
  Asked poll(const std::string& worker) {
    Asked asked = ask(service, "GetActivityTask", {{"activityArn", activity}, {"workerName", worker}});
    call("ListActivities", Json::object());
    return asked;
  }

  /// The workers whom the execution's task was given to.
  std::vector<std::string> workers_of(const std::string& execution) {
    std::vector<std::string> workers;
    const Json history = call("GetExecutionHistory", {{"executionArn", execution}});
    for (const Json& event : history.at("events"))
      if (event["type"] == "ActivityStarted") workers.push_back(event["activityStartedEventDetails"]["workerName"]);
    return workers;
  }

  static AccountOptions options() {
    AccountOptions options;
    options.clock = Clock::Virtual;
    return options;
  }

  Service service{options()};
  std::string activity;
  std::string machine;
};

}  // namespace

TEST_CASE("the task goes to the next poller when the first has left", "[api][polls]") {
  Packing packing;
  Asked gone = packing.poll("Gone");
  gone.client->leave();
  const std::string execution = packing.start();
  const Json token = packing.poll("There").get().body.at("taskToken");
  CHECK(packing.call("SendTaskSuccess", {{"taskToken", token}, {"output", "1"}}) == Json::object());
  CHECK(packing.workers_of(execution) == std::vector<std::string>{"There"});
  CHECK_FALSE(gone.answered());
}

TEST_CASE("a task that was handed out before its poller left has begun, and its heartbeat ends it", "[api][polls]") {
  Packing packing;
  Asked gone = packing.poll("Gone");
  const std::string execution = packing.start();
  CHECK(gone.get().body.at("taskToken").is_string());
  gone.client->leave();
  Asked there = packing.poll("There");
  CHECK_FALSE(there.answered());
  set_clock(packing.service, {{"advance", 31}});
  CHECK(packing.workers_of(execution) == std::vector<std::string>{"Gone"});
  CHECK(packing.call("DescribeExecution", {{"executionArn", execution}}).at("error") == "States.Timeout");
}

TEST_CASE("polls that are over make room for others, wherever in the queue they stood", "[api][polls]") {
  Packing packing;
  const std::string other = packing.call("CreateActivity", {{"name", "Other"}}).at("activityArn");
  const Json poll_pack{{"activityArn", packing.activity}};
  Asked idle = ask(packing.service, "GetActivityTask", {{"activityArn", other}});
  std::vector<Asked> waiting;
  while (waiting.size() + 1 < polls_max) waiting.push_back(ask(packing.service, "GetActivityTask", poll_pack));
  CHECK(ask(packing.service, "GetActivityTask", poll_pack).get().code() == "ActivityWorkerLimitExceeded");
  SECTION("one that was withdrawn") { waiting[polls_max / 2].client->leave(); }
  SECTION("one that was answered, behind one that waits") {
    packing.start();
    CHECK(waiting[0].get().body.at("taskToken").is_string());
  }
  CHECK_FALSE(packing.poll("One more").answered());
  CHECK(ask(packing.service, "GetActivityTask", poll_pack).get().code() == "ActivityWorkerLimitExceeded");
  CHECK_FALSE(idle.answered());
}

}  // namespace stepstorm::api
