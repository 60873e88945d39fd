// Invariants of a domain of one's own: for each kind an experiment that violates it and one that does not, whichever
// execution does the work.
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "config/experiment_file.hpp"
#include "experiment/run.hpp"
#include "tests/config/scratch_folder.hpp"

namespace stepstorm::config {
namespace {

using namespace experiment;

std::string function(const std::string& name) { return "arn:aws:lambda:us-east-1:123456789012:function:" + name; }

/// Holds the money, pays it out, and lets go of it when that fails.
std::string one_claim() {
  const std::string task = R"({"Type": "Task", "Resource": ")";
  return R"("Hold": )" + task + function("hold") + R"(", "Next": "Pay"}, "Pay": )" + task + function("pay") +
         R"(", "End": true, "Retry": [{"ErrorEquals": ["Bank.Down"], "IntervalSeconds": 1, "MaxAttempts": 3}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "LetGo"}]}, "LetGo": )" +
         task + function("let_go") + R"(", "End": true})";
}

std::string processed_by(const std::string& map) {
  return R"({"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemsPath": "$.claims", "ResultPath": null, "End": true,
    "ItemProcessor": {"ProcessorConfig": )" +
         map + R"(, "StartAt": "Hold", "States": {)" + one_claim() + "}}}}}";
}

const std::string by_itself = R"({"StartAt": "First", "States": {
    "First": {"Type": "Pass", "InputPath": "$.claims[0]", "Next": "Hold"}, )" +
                              one_claim() + "}}";
const std::string by_inline_map = processed_by(R"({"Mode": "INLINE"})");
const std::string by_distributed_map = processed_by(R"({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"})");
const std::string by_nested_execution = R"({"StartAt": "Start", "States": {"Start": {"Type": "Task", "End": true,
    "Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": {"Input.$": "$.claims[0]",
    "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Claim"}}}})";

/// `let_go` fails when told so.
std::string settings(bool idempotent, bool let_go_fails) {
  const auto worker = [](const std::string& name, const std::string& outcome, const std::string& more = "") {
    return R"({"name": ")" + name + R"(", "arn": ")" + function(name) +
           R"(", "kind": "model", "service_time": "50 ms", "settings": {"outcomes": [)" + outcome + "]" + more + "}}";
  };
  return R"({"state_machines": {"Claim": "claim.asl.json"}, "resources": [)" +
         worker("hold", R"({"effects": [{"effect": "hold", "key": "$.id", "amount": "$.amount"}]})") + ", " +
         worker("pay",
                R"({"effects": [{"effect": "payout", "key": "$.id", "amount": "$.amount", "idempotent_by": "$.id"}]})",
                idempotent ? "" : R"(, "idempotent": false)") +
         ", " +
         worker("let_go",
                let_go_fails ? R"({"error": "Bank.Broken"})" : R"({"effects": [{"undoes": "hold", "key": "$.id"}]})") +
         "]}";
}

const std::string lost_answers = R"({"name": "f", "error": {"error": "Bank.Down", "moment": "after"},
    "target": {"resource": "pay"}, "probability": 0.3})";
const std::string no_bank = R"({"name": "f", "error": {"error": "Bank.Down"}, "target": {"resource": "pay"},
    "start": "5 s", "duration": "10 s"})";
const std::string slow_bank = R"({"name": "f", "latency": "5 s", "target": {"resource": "pay"}, "probability": 0.3})";
const std::string harmless = R"({"name": "f", "latency": "1 ms", "target": {"resource": "pay"}})";

struct World {
  std::string fault;
  bool idempotent = true;
  bool let_go_fails = false;
};

/// `more`: members of the experiment.
RunRecord run_claims(const std::string& machine,
                     const std::string& invariant,
                     const World& world,
                     const std::string& more = "") {
  const ScratchFolder folder;
  folder.write("settings.json", settings(world.idempotent, world.let_go_fails));
  folder.write("machine.asl.json", machine);
  folder.write("claim.asl.json", R"({"StartAt": "Hold", "States": {)" + one_claim() + "}}");
  const auto file = folder.write("experiment.json",
                                 R"({"machine": "machine.asl.json", "settings": "settings.json", "duration": "20 s",
    "arrivals": {"constant": 5}, "noun": "claim", "key": "$.claims[*].id",
    "input": {"claims": [{"id": "C-{{sequence}}", "amount": "{{uniform 1 9}}"}]},
    "invariants": [{"name": "own", )" +
                                     invariant + R"(}], "method": [)" + world.fault + "]" + more + "}");
  const auto read = load_experiment(file);
  INFO((read ? "" : render(read.error().front())));
  REQUIRE(read);
  return *run(*read, 1, WithFaults::Yes, [](const auto&) { return true; });
}

std::string machine_by(const std::string& how) {
  if (how == "itself") return by_itself;
  if (how == "an inline Map") return by_inline_map;
  return how == "a Distributed Map" ? by_distributed_map : by_nested_execution;
}

}  // namespace

TEST_CASE("each kind of invariant finds what violates it and nothing else, whichever execution does it",
          "[config][invariants]") {
  struct Row {
    std::string invariant;
    World violating;
    World holding;
    std::string finding;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {R"("effect": "payout", "at_most": 1)",
       {lost_answers, false},
       {lost_answers, true},
       "times, at most 1 is allowed"},
      {R"("effect": "payout", "exactly": 1)", {no_bank}, {lost_answers}, "has 'payout' 0 times, exactly 1 is expected"},
      {R"("effect": "payout", "at_least": 1)",
       {no_bank},
       {lost_answers},
       "has 'payout' 0 times, at least 1 is expected"},
      {R"("effect": "hold", "at_most": 0, "standing": true)",
       {harmless},
       {R"({"name": "f", "error": {"error": "Bank.Closed"}, "target": {"resource": "pay"}})"},
       "has 'hold' 1 time, exactly 0 is expected"},
      {R"("effect": "hold", "implies_end": "SUCCEEDED")",
       {no_bank, true, true},
       {no_bank},
       "has 'hold' and ended as FAILED"},
      {R"("end": "SUCCEEDED", "implies_effects": ["payout"])",
       {no_bank},
       {lost_answers},
       "ended as SUCCEEDED without 'payout'"},
      {R"("effect": "hold", "followed_by": "payout", "or_undone": true, "within": "2 s")",
       {slow_bank},
       {harmless},
       "that is not followed by 'payout' or undone within 2.00 s"},
      {R"("effect": "hold", "undone": true)",
       {harmless},
       {R"({"name": "f", "error": {"error": "Bank.Closed"}, "target": {"resource": "pay"}})"},
       "that is not undone"},
      {R"("never_enters": "LetGo", "when": {"Variable": "$.amount", "NumericGreaterThan": 0})",
       {no_bank},
       {harmless},
       "though its rule holds"},
      {R"("ends_within": "4 s")", {slow_bank}, {harmless}, "at most 4.00 s is allowed"},
      {R"("holds": {"Variable": "$.effects.payout.standing", "NumericEquals": 1})",
       {no_bank},
       {lost_answers},
       "its rule does not hold"},
  }));
  const std::string how = GENERATE("itself", "an inline Map", "a Distributed Map", "a nested execution");
  CAPTURE(row.invariant, how);
  const bool never_entered = row.invariant.find("never_enters") != std::string::npos;

  const RunRecord violating = run_claims(machine_by(how), row.invariant, row.violating);
  const InvariantResult& found = violating.invariants.back();
  REQUIRE(found.name == "own");
  CHECK(found.violations > 0);
  CHECK(found.violations < found.checked + (row.violating.fault == harmless || never_entered));
  REQUIRE_FALSE(found.examples.empty());
  CHECK(found.examples[0].subject == "claim C-" + std::to_string(found.examples[0].order.order + 1) + " (no. " +
                                         std::to_string(found.examples[0].order.order) + ")");
  CHECK_THAT(found.examples[0].what, Catch::Contains(row.finding));

  const RunRecord holding = run_claims(machine_by(how), row.invariant, row.holding);
  const InvariantResult& held = holding.invariants.back();
  INFO((held.examples.empty() ? "" : held.examples[0].text()));
  CHECK(held.violations == 0);
  CHECK((held.checked > 0) == !never_entered);  // which has entries to look at only where there are some
  CHECK(holding.faults[0].fired > 0);
}

TEST_CASE("a rule that cannot be evaluated does not hold", "[config][invariants]") {
  const std::string rule = R"({"Variable": "$.none", "NumericEquals": 1})";
  for (const std::string& invariant : {"\"holds\": " + rule,
                                       "\"never_enters\": \"Pay\", \"when\": " + rule,
                                       R"("effect": "hold", "implies_end": "SUCCEEDED", "output": )" + rule}) {
    CAPTURE(invariant);
    const RunRecord record = run_claims(by_itself, invariant, {harmless});
    const InvariantResult& result = record.invariants.back();
    CHECK(result.violations == result.checked);
    CHECK(result.violations > 0);
    CHECK_THAT(result.examples[0].what, Catch::Contains("cannot be evaluated"));
  }
}

TEST_CASE("invariants of charges do not apply where nothing of the order workflow is bound", "[config][invariants]") {
  const RunRecord record = run_claims(by_itself, R"("ends_within": "1 h")", {harmless});
  for (const Invariant shipped : invariants) {
    const InvariantResult& result = record.invariants[static_cast<std::size_t>(shipped)];
    const bool of_charges = shipped != Invariant::EveryOrderEnds && shipped != Invariant::HistoriesWellFormed;
    CHECK(result.applies == !of_charges);
    CHECK((result.checked > 0) == !of_charges);
  }
  CHECK(record.invariants[0].name == "every_claim_ends");
}

TEST_CASE("metrics of a part of a run are of the states that were entered, whichever execution did",
          "[config][metrics]") {
  const std::string how = GENERATE("itself", "an inline Map", "a Distributed Map", "a nested execution");
  CAPTURE(how);
  const World undone{
      R"({"name": "f", "error": {"error": "Bank.Closed"}, "target": {"resource": "pay"}, "probability": 0.3},
      {"name": "g", "error": {"error": "Bank.Down"}, "target": {"resource": "pay"}, "probability": 0.3})"};
  const RunRecord record = run_claims(machine_by(how), R"("ends_within": "1 h")", undone, R"(, "thresholds": {
      "response_time_ms{visited:LetGo}": ["avg>0"], "response_time_ms{not_visited:LetGo}": ["avg>0"],
      "share{reached:LetGo}": ["rate>0"], "state_time_ms{state:Hold}": ["max>0"], "state_time_ms{state:Pay}": ["max>0"],
      "attempts{state:Pay}": ["count>0"], "retries{state:Pay}": ["count>0"], "failed_attempts{state:Pay}": ["count>0"],
      "effects{effect:hold}": ["count>0"], "effects{effect:payout}": ["count>0"]})");
  const auto& of = record.selected;
  const std::uint64_t started = record.result.all_orders.started;
  const std::uint64_t let_go = of.at("share{reached:LetGo}").count;
  CHECK(let_go > 10);
  CHECK(of.at("share{reached:LetGo}").total == started);
  CHECK(of.at("response_time_ms{visited:LetGo}").times.count() == let_go);
  CHECK(of.at("response_time_ms{not_visited:LetGo}").times.count() == started - let_go);
  CHECK(of.at("effects{effect:hold}").count == started);
  CHECK(of.at("effects{effect:payout}").count == started - let_go);
  CHECK(of.at("state_time_ms{state:Hold}").times.count() == started);
  CHECK(of.at("state_time_ms{state:Hold}").times.value_at_percentile(100) < std::chrono::milliseconds{60});
  CHECK(of.at("state_time_ms{state:Pay}").times.count() == started);
  CHECK(of.at("state_time_ms{state:Pay}").times.value_at_percentile(100) > std::chrono::seconds{1});
  CHECK(of.at("attempts{state:Pay}").count == started + of.at("retries{state:Pay}").count);
  CHECK(of.at("failed_attempts{state:Pay}").count == of.at("attempts{state:Pay}").count - (started - let_go));
}

TEST_CASE("an entry with an input of which the rule does not hold is none that is forbidden", "[config][invariants]") {
  const RunRecord record = run_claims(
      by_itself, R"("never_enters": "Pay", "when": {"Variable": "$.amount", "NumericGreaterThan": 100})", {harmless});
  CHECK(record.invariants.back().violations == 0);
  CHECK(record.invariants.back().checked == record.result.all_orders.started);
  CHECK(record.invariants.back().executions == record.result.all_orders.started);
}

TEST_CASE("an undone effect counts unless those that stand are asked for", "[config][invariants]") {
  const World undone{R"({"name": "f", "error": {"error": "Bank.Closed"}, "target": {"resource": "pay"}})"};
  const RunRecord made = run_claims(by_itself, R"("effect": "hold", "at_most": 0)", undone);
  CHECK(made.invariants.back().violations == made.result.all_orders.started);
  const RunRecord standing = run_claims(by_itself, R"("effect": "hold", "at_most": 0, "standing": true)", undone);
  CHECK(standing.invariants.back().violations == 0);
  CHECK(standing.invariants.back().effects == standing.result.all_orders.started);
}

}  // namespace stepstorm::config
