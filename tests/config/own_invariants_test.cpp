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
  const std::string duration = more.find(R"("duration": "60 s")") == more.npos ? R"("duration": "20 s",)" : "";
  const auto file = folder.write("experiment.json",
                                 R"({"machine": "machine.asl.json", "settings": "settings.json", )" + duration + R"(
    "arrivals": {"constant": 5}, "noun": "claim", "key": "$.claims[*].id",
    "input": {"kind": "{{choice a b}}", "claims": [{"id": "C-{{sequence}}", "amount": "{{uniform 1 9}}"}]},
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
  const std::uint64_t let_go = of.at("share{reached:LetGo}").whole.count;
  CHECK(let_go > 10);
  CHECK(of.at("share{reached:LetGo}").whole.total == started);
  CHECK(of.at("response_time_ms{visited:LetGo}").whole.times.count() == let_go);
  CHECK(of.at("response_time_ms{not_visited:LetGo}").whole.times.count() == started - let_go);
  CHECK(of.at("effects{effect:hold}").whole.count == started);
  CHECK(of.at("effects{effect:payout}").whole.count == started - let_go);
  CHECK(of.at("state_time_ms{state:Hold}").whole.times.count() == started);
  CHECK(of.at("state_time_ms{state:Hold}").whole.times.value_at_percentile(100) < std::chrono::milliseconds{60});
  CHECK(of.at("state_time_ms{state:Pay}").whole.times.count() == started);
  CHECK(of.at("state_time_ms{state:Pay}").whole.times.value_at_percentile(100) > std::chrono::seconds{1});
  CHECK(of.at("attempts{state:Pay}").whole.count == started + of.at("retries{state:Pay}").whole.count);
  CHECK(of.at("failed_attempts{state:Pay}").whole.count ==
        of.at("attempts{state:Pay}").whole.count - (started - let_go));
}

TEST_CASE("the parts of a state's time are its whole, whichever execution is in the state", "[config][metrics]") {
  const std::string how = GENERATE("itself", "an inline Map", "a Distributed Map", "a nested execution");
  CAPTURE(how);
  // Twelve a second with half of them asked for again: one worker of 50 ms has no rest.
  const World busy{
      R"({"name": "f", "error": {"error": "Bank.Down"}, "target": {"resource": "pay"}, "probability": 0.4})"};
  const RunRecord record = run_claims(machine_by(how), R"("ends_within": "1 h")", busy, R"(,
      "resources": {"pay": {"workers": 1, "capacity": 1, "service_time": "150 ms"}}, "thresholds": {
      "state_time_ms{state:Pay}": ["avg>0"], "state_time_ms{state:Pay,part:queueing}": ["avg>0"],
      "state_time_ms{state:Pay,part:work}": ["avg>0"], "state_time_ms{state:Pay,part:back_off}": ["avg>0"],
      "state_time_ms{state:Pay,part:waiting}": ["avg>=0"],
      "failed_attempts{state:Pay,error:Bank.Down}": ["count>0"], "failed_attempts{state:Pay}": ["count>0"]})");
  const auto sum_of = [&](const std::string& part) {
    return record.selected.at("state_time_ms{state:Pay" + part + "}").whole.times.sum();
  };
  CHECK(sum_of(",part:queueing") > 0);
  CHECK(sum_of(",part:back_off") > 0);
  CHECK(sum_of(",part:waiting") == 0);
  CHECK(sum_of("") == sum_of(",part:queueing") + sum_of(",part:work") + sum_of(",part:back_off"));
  const auto& states = record.parts.states;  // by machine and state
  const auto pay =
      std::find_if(states.begin(), states.end(), [](const auto& state) { return state.first.second == "Pay"; });
  REQUIRE(pay != states.end());
  const StateFigures& attempts = pay->second;
  CHECK(sum_of(",part:work") == std::uint64_t{150'000'000} * attempts.attempts);  // all of them are worked at
  CHECK(attempts.errors.at("Bank.Down") == record.selected.at("failed_attempts{state:Pay}").whole.count);
  CHECK(record.selected.at("failed_attempts{state:Pay,error:Bank.Down}").whole.count ==
        attempts.errors.at("Bank.Down"));
  CHECK(metrics::WideSum{static_cast<std::uint64_t>(attempts.queueing.count())} == sum_of(",part:queueing"));
}

TEST_CASE("tags tell executions apart, and conditions hold together", "[config][metrics]") {
  const std::string how = GENERATE("itself", "an inline Map", "a Distributed Map", "a nested execution");
  CAPTURE(how);
  const World some_fail{
      R"({"name": "f", "error": {"error": "Bank.Closed"}, "target": {"resource": "pay"}, "probability": 0.3})"};
  const RunRecord record = run_claims(machine_by(how), R"("ends_within": "1 h")", some_fail, R"(,
      "tags": {"small": "$.claims[0].id", "kind": "$.kind", "none": "$.no.such.path"}, "thresholds": {
      "response_time_ms{kind:a}": ["avg>0"], "response_time_ms{kind:b}": ["avg>0"],
      "success_rate{small:C-7}": ["rate>=0"], "share{reached:LetGo,kind:a}": ["rate>0"],
      "share{reached:LetGo}": ["rate>0"], "response_time_ms{visited:LetGo,kind:a}": ["avg>0"],
      "state_time_ms{state:Hold,kind:a}": ["avg>0"], "effects{effect:hold,kind:a}": ["count>0"],
      "attempts{state:LetGo,visited:LetGo,kind:b}": ["count>0"], "response_time_ms{none:a}": ["avg>0"]})");
  const auto& of = record.selected;
  const std::uint64_t a = of.at("response_time_ms{kind:a}").whole.times.count();
  const std::uint64_t b = of.at("response_time_ms{kind:b}").whole.times.count();
  CHECK(a > 20);
  CHECK(b > 20);
  CHECK(a + b == record.result.all_orders.started);
  CHECK(of.at("success_rate{small:C-7}").whole.total == 1);
  const std::uint64_t let_go_a = of.at("share{reached:LetGo,kind:a}").whole.count;
  CHECK(of.at("share{reached:LetGo,kind:a}").whole.total == a);
  CHECK(of.at("response_time_ms{visited:LetGo,kind:a}").whole.times.count() == let_go_a);
  CHECK(of.at("state_time_ms{state:Hold,kind:a}").whole.times.count() == a);
  CHECK(of.at("effects{effect:hold,kind:a}").whole.count == a);
  CHECK(of.at("attempts{state:LetGo,visited:LetGo,kind:b}").whole.count ==
        of.at("share{reached:LetGo}").whole.count - let_go_a);
  CHECK(of.at("response_time_ms{none:a}").whole.times.count() == 0);
  CHECK(record.parts.tags.at("kind").at("a").ended == a);
  CHECK(record.parts.tags.at("small").size() == Parts::values_max);  // and no more, however many there are
  CHECK(record.parts.untold.at("small") == record.result.all_orders.started - Parts::values_max);
  CHECK(record.parts.effects.at("hold").count == record.result.all_orders.started);
}

TEST_CASE("a hypothesis, a guardrail and an aborting threshold can be of a part of the run", "[config][metrics]") {
  const World outage{no_bank};
  const std::string hypothesis = R"(, "steady-state-hypothesis": {"probes": [
      {"metric": "share{reached:LetGo}", "tolerance": "rate<0.5"}, {"metric": "success_rate{kind:a}", "tolerance": 1}]})";
  const RunRecord record =
      run_claims(by_itself, R"("ends_within": "1 h")", outage, R"(, "tags": {"kind": "$.kind"})" + hypothesis);
  const auto& reached = record.selected.at("share{reached:LetGo}").by_phase;
  CHECK(reached[0].count == 0);
  CHECK(reached[1].count > 0);
  CHECK(reached[0].total + reached[1].total + reached[2].total == record.result.all_orders.started);

  const RunRecord stopped =
      run_claims(by_itself,
                 R"("ends_within": "1 h")",
                 outage,
                 R"(, "guardrails": {"failed_attempts{state:Pay}": [{"bounds": "count<5", "over": "3 s"}]})");
  REQUIRE(stopped.stopped);
  CHECK(stopped.stopped->metric == "failed_attempts{state:Pay}");
  CHECK(stopped.stopped->at > std::chrono::seconds{5});

  const RunRecord aborted =
      run_claims(by_itself,
                 R"("ends_within": "1 h")",
                 outage,
                 R"(, "thresholds": {"share{reached:LetGo}": [{"threshold": "rate<0.01", "abortOnFail": true}]})");
  REQUIRE(aborted.stopped);
  CHECK_FALSE(aborted.stopped->by_guardrail);
}

TEST_CASE("the time to recover goes from the end of the faults until the hypothesis holds and stays",
          "[config][metrics]") {
  // The bank is away from 5 s to 15 s; what was asked for then is asked for again for 7 s, and given up after that.
  const std::string more = R"(, "duration": "60 s", "steady-state-hypothesis": {"probes": [
      {"metric": "response_time_ms", "tolerance": "max<500"}]}, "thresholds": {"recovery_time_s": ["value<20"]})";
  const std::string machine = by_itself;
  const auto recovery = [&](const std::string& fault) {
    return run_claims(machine, R"("ends_within": "1 h")", World{fault}, more).recovery;
  };
  const auto recovered = recovery(no_bank);
  REQUIRE(recovered);
  CHECK(*recovered >= std::chrono::seconds{1});  // what is asked for again ends later than the fault
  CHECK(*recovered <= std::chrono::seconds{8});
  CHECK(recovery(
            R"({"name": "f", "latency": "1 ms", "target": {"resource": "pay"}, "start": "5 s", "duration": "5 s"})") ==
        std::chrono::seconds{0});
  CHECK_FALSE(recovery(R"({"name": "f", "latency": "1 s", "target": {"resource": "pay"}})"));  // it never ends
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
