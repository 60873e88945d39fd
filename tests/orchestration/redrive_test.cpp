// An execution that has left its orchestrator comes back and goes on; its map runs go on with the children they had.
#include <catch2/catch.hpp>

#include "execution/frontier.hpp"
#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

execution::StateMachinePtr map_of_work(const std::string& type, const std::string& more = "") {
  return machine(
      R"({"StartAt":"Each","States":{"Each":{"Type":"Map","Label":"L","End":true,)" + more +
      R"("ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":")" + type +
      R"("},"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Work"},)"
      R"("Work":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:work","End":true}}}}}})");
}

EngineOptions redrivable() {
  EngineOptions options;
  options.redrivable = true;
  options.live_events = true;
  return options;
}

/// The execution that ended last, and those of its children that did not succeed; children are known by their input.
messages::Redrive redrive_of(Fixture& f, const std::vector<std::pair<std::uint32_t, Json>>& children) {
  messages::Redrive redrive;
  for (EndedExecution& end : f.ends) {
    if (!execution::has_frontier(end.execution)) continue;
    if (end.execution.state_machine->root == asl::machine_scope) {
      redrive.execution = std::move(end.execution);
      continue;
    }
    for (const auto& [index, input] : children)
      if (*end.execution.input == input) redrive.children.push_back({{}, index, std::move(end.execution)});
  }
  const auto runs = execution::map_runs_to_redrive(redrive.execution);
  for (auto& child : redrive.children) child.map_run = runs.at(0);
  f.ends.clear();
  return redrive;
}

/// How the execution ended that is no child.
std::string outputs(const Fixture& f) {
  const auto end = std::find_if(f.ends.rbegin(), f.ends.rend(), [](const EndedExecution& each) {
    return each.execution.state_machine->root == asl::machine_scope;
  });
  REQUIRE(end != f.ends.rend());
  return f.result(static_cast<std::size_t>(f.ends.rend() - end) - 1);
}

}  // namespace

TEST_CASE("a redriven map run redrives its children that did not succeed, and starts those that had not begun",
          "[orchestration][redrive]") {
  Fixture f{redrivable()};
  f.start(map_of_work("STANDARD", R"("MaxConcurrency":2,)"), Json{1, 2, 3, 4});
  f.succeed(f.taken(), "one");
  const auto second = f.taken();
  const auto third = f.taken();
  f.fail(second, "E");  // which the map run does not tolerate: the third child is aborted, the fourth never begins
  REQUIRE(f.ends.size() == 4);
  CHECK(f.sent.empty());

  f.now += 1h;
  const auto before = f.live.size();
  f.orchestrator.redrive(redrive_of(f, {{1, 2}, {2, 3}}), f.now);
  f.orchestrator.flush();
  CHECK(f.sent.size() == 2);
  f.succeed(third, "too late");
  for (const char* output : {"two", "three", "four"}) f.succeed(f.taken(), output);
  CHECK(outputs(f) == R"(SUCCEEDED ["one","two","three","four"])");
  const std::string since = f.live.substr(before);
  CHECK(since.find("ExecutionRedriven 1") != std::string::npos);
  CHECK(since.find("MapRunRedriven Each") != std::string::npos);
  CHECK(since.find("MapRunStarted") == std::string::npos);
  CHECK(f.orchestrator.open() == 0);
  CHECK(f.counters().late_answers + f.counters().unknown_answers == 1);
}

TEST_CASE("EXPRESS children that did not succeed begin anew", "[orchestration][redrive]") {
  Fixture f{redrivable()};
  f.start(map_of_work("EXPRESS"), Json{1, 2});
  f.succeed(f.taken(), "one");
  f.fail(f.taken(), "E");
  f.orchestrator.redrive(redrive_of(f, {}), f.now);
  f.orchestrator.flush();
  CHECK(f.sent.size() == 1);
  f.succeed(f.taken(), "two");
  CHECK(outputs(f) == R"(SUCCEEDED ["one","two"])");
}

TEST_CASE("a child that is no longer there fails the redriven map run", "[orchestration][redrive]") {
  Fixture f{redrivable()};
  f.start(map_of_work("STANDARD"), Json{1, 2});
  f.succeed(f.taken(), "one");
  f.fail(f.taken(), "E");
  f.orchestrator.redrive(redrive_of(f, {}), f.now);
  CHECK(outputs(f).starts_with("FAILED States.ExceedToleratedFailureThreshold"));
}

TEST_CASE("a running map run takes other limits", "[orchestration][redrive]") {
  Fixture f{redrivable()};
  f.start(map_of_work("STANDARD", R"("MaxConcurrency":1,)"), Json{1, 2, 3, 4});
  CHECK(f.sent.size() == 1);
  f.orchestrator.update_map_run({0, {f.map_run, 3, std::nullopt, 50.0}}, f.now);
  f.orchestrator.flush();
  CHECK(f.sent.size() == 3);
  f.fail(f.taken(), "E");
  f.fail(f.taken(), "E");
  CHECK(f.ends.size() == 2);  // half of them are tolerated
  f.orchestrator.update_map_run({0, {f.map_run, std::nullopt, 1, std::nullopt}}, f.now);
  CHECK(outputs(f).starts_with("FAILED States.ExceedToleratedFailureThreshold"));
  CHECK(f.orchestrator.open() == 0);
}

TEST_CASE("an execution has its name again while it is redriven", "[orchestration][redrive]") {
  ExecutionNames names;
  const Payload input{Json{1}};
  CHECK_FALSE(names.reopen("arn", input));
  CHECK(names.claim("arn", input, 7, epoch).claim == ExecutionNames::Claim::Granted);
  names.release("arn");
  CHECK(names.claim("arn", input, 8, epoch).claim == ExecutionNames::Claim::Taken);
  CHECK(names.reopen("arn", input));
  CHECK(names.claim("arn", input, 8, epoch).claim == ExecutionNames::Claim::RunsAlready);
}

}  // namespace stepstorm::orchestration
