// Experiment files: those that are shipped, and what is wrong with others.
#include "config/experiment_file.hpp"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "config/readers/fault_reader.hpp"
#include "config/source_folder.hpp"
#include "tests/config/schema_members.hpp"

namespace stepstorm::config {
namespace {

namespace fs = std::filesystem;

const fs::path project = config::source_folder();

/// Read as if it lay among the shipped ones, with this method.
tl::expected<experiment::Experiment, std::vector<FileFinding>> with_method(const std::string& method) {
  return read_experiment(R"({"machine": "OrderFulfilmentStateMachine", "duration": "10 min", "arrivals": {"poisson": 1},
"method": )" + method + "}",
                         project / "config" / "experiments" / "e.json");
}

}  // namespace

TEST_CASE("every shipped experiment can be read", "[config][experiment]") {
  int read = 0;
  for (const auto& entry : fs::directory_iterator(project / "config" / "experiments")) {
    const auto experiment = load_experiment(entry.path());
    INFO(entry.path().string() << ": " << (experiment ? "" : render(experiment.error().front())));
    REQUIRE(experiment);
    CHECK_FALSE(experiment->description.empty());
    CHECK(experiment->faults.size() + experiment->kills.size() > 0);
    ++read;
  }
  CHECK(read > 0);
}

TEST_CASE("a scenario that is wrong is the one finding, whatever goes wrong in it", "[config][experiment]") {
  const auto experiment = read_experiment(
      R"({"machine": "OrderFulfilmentStateMachine", "duration": "20000 h", "arrivals": {"poisson": 5},
          "method": [{"name": "f", "hang": true}]})",
      project / "config/experiments/made_up.json");
  REQUIRE_FALSE(experiment);
  REQUIRE(experiment.error().size() == 1);
  CHECK(experiment.error().front().pointer == "/duration");
}

TEST_CASE("what is wrong with a fault is one finding with its place", "[config][experiment]") {
  struct Row {
    std::string method;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"({})", "/method: expected a list of faults"},
      {R"([7])", "/method/0: expected an object: a fault"},
      {R"([{"name": "f"}])", "/method/0: expected what goes wrong: one of error, latency"},
      {R"([{"hang": true}])", "/method/0: 'name' is missing"},
      {R"([{"name": "f", "hang": 1}])", "/method/0/hang: expected true"},
      {R"([{"name": "f", "hang": true, "lost_task": true}])", "/method/0"},
      {R"([{"name": "f", "hang": true, "probability": 1.5}])", "/method/0/probability: expected"},
      {R"([{"name": "f", "hang": true, "start": "10 min"}])", "/method/0/start: expected an instant before"},
      {R"([{"name": "f", "hang": true, "ramp": true}])", "/method/0/ramp: a ramp needs a duration"},
      {R"([{"name": "f", "hang": true, "periodic": {"period": "1 s", "on": "2 s"}}])",
       "/method/0/periodic/on: expected at most the period"},
      {R"([{"name": "f", "hang": true, "target": {"state": "ProcessPaymnt"}}])",
       "/method/0/target/state: there is no 'ProcessPaymnt'; did you mean 'ProcessPayment'?"},
      {R"([{"name": "f", "hang": true, "target": {"matching": {"orderId": 1}}}])",
       "/method/0/target/matching/orderId: expected a JSONPath as the name"},
      {R"([{"name": "f", "hang": true, "target": {"first_attempt": 3, "last_attempt": 2}}])",
       "/method/0/target/last_attempt: expected at least first_attempt"},
      {R"([{"name": "f", "hang": true}, {"name": "f", "hang": true}])",
       "/method/1/name: another fault is called 'f' too"},
      {R"([{"name": "f", "kill": {"resource": "payment", "workers": [9]}}])",
       "/method/0/kill/workers: 'payment' has no worker 9"},
      {R"([{"name": "f", "orchestrator_restart": true}])", "/method/0/orchestrator_restart: not supported"},
  }));
  CAPTURE(row.method);
  const auto experiment = with_method(row.method);
  REQUIRE_FALSE(experiment);
  CHECK(experiment.error().size() == 1);
  CHECK_THAT(render(experiment.error().front()), Catch::Contains(row.expected));
}

TEST_CASE("a fault is read with all that it says", "[config][experiment]") {
  const auto read = with_method(R"([{"name": "f", "error": {"error": "E", "cause": "C", "moment": "after"},
    "target": {"state_machine": "OrderFulfilmentStateMachine", "state": "ProcessPayment", "resource": "payment",
               "workers": [1], "first_attempt": 2, "last_attempt": 3, "matching": {"$.orderId": "13"}},
    "start": "1 min", "duration": "2 min", "periodic": {"period": "10 s", "on": "1 s"}, "ramp": true,
    "probability": 0.5, "correlated": "5 s"},
   {"name": "k", "kill": {"resource": "payment", "workers": [0, 1], "every": "30 s"}, "start": "1 min",
    "duration": "1 min"}])");
  REQUIRE(read);
  using namespace std::chrono_literals;
  const faults::Fault& fault = read->faults.at(0);
  CHECK(std::get<faults::InjectError>(fault.action).moment == faults::FaultMoment::After);
  CHECK(fault.target.state == "ProcessPayment");
  CHECK(fault.target.workers == std::vector<std::uint32_t>{1});
  CHECK(fault.target.matching.size() == 1);
  CHECK(fault.window.begin == 1min);
  CHECK(fault.window.duration == 2min);
  CHECK(fault.window.periodic->on == 1s);
  CHECK(fault.window.ramps);
  CHECK(fault.probability == 0.5);
  CHECK(fault.correlated == 5s);
  REQUIRE(read->kills.size() == 4);
  CHECK(read->kills[3].at == 90s);
  CHECK(read->kills[3].worker == 1);
}

TEST_CASE("thresholds and guardrails are read with all that they say", "[config][experiment]") {
  using namespace std::chrono_literals;
  const auto read = with_method(R"([], "thresholds": {
    "success_rate": ["rate>0.9", {"threshold": "rate>0.5", "abortOnFail": true, "delayAbortEval": "20 s"}],
    "retries": [{"threshold": "count<10", "abortOnFail": false, "delayAbortEval": "20 s"}]},
  "guardrails": {"open": ["value<100"], "response_time_ms": [{"bounds": "p(90)<1000", "over": "1 min"}]})");
  REQUIRE(read);
  REQUIRE(read->scenario.thresholds.size() == 3);
  CHECK_FALSE(read->scenario.thresholds[0].abort_after);
  CHECK(read->scenario.thresholds[1].abort_after == 20s);
  CHECK(read->scenario.thresholds[1].threshold.text == "rate>0.5");
  CHECK_FALSE(read->scenario.thresholds[2].abort_after);
  REQUIRE(read->guardrails.size() == 2);
  CHECK(read->guardrails[0].metric == "open");
  CHECK(read->guardrails[0].over == 10s);
  CHECK(read->guardrails[1].bounds.text == "p(90)<1000");
  CHECK(read->guardrails[1].over == 1min);
}

TEST_CASE("what is wrong with a demand is one finding with its place", "[config][experiment]") {
  struct Row {
    std::string demands;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"("thresholds": 7)", "/thresholds: expected an object of metrics"},
      {R"("thresholds": {"sucess_rate": ["rate>0.5"]})", "did you mean 'success_rate'?"},
      {R"("thresholds": {"success_rate": "rate>0.5"})", "/thresholds/success_rate: expected a list"},
      {R"("thresholds": {"success_rate": []})", "/thresholds/success_rate: expected a list that is not empty"},
      {R"("thresholds": {"success_rate": ["p(9)>1"]})", "/thresholds/success_rate/0: of success_rate there is"},
      {R"("thresholds": {"success_rate": [{"abortOnFail": true}]})",
       "/thresholds/success_rate/0: 'threshold' is missing"},
      {R"("thresholds": {"success_rate": [{"threshold": "rate>1", "abortOnFail": 1}]})",
       "/thresholds/success_rate/0/abortOnFail: expected"},
      {R"("thresholds": {"attempts{state:ProcesPayment}": ["count<1"]})",
       "there is no state 'ProcesPayment'; did you mean"},
      {R"("thresholds": {"effects{effect:payout}": ["count<1"]})",
       "no worker of this scenario has the effect 'payout'"},
      {R"("thresholds": {"share{reached:ConfirmOrder}": ["p(9)>1"]})", "of share{reached:ConfirmOrder} there is rate"},
      {R"("thresholds": {"share{visited:ConfirmOrder}": ["rate>1"]})", "share needs the label 'reached'"},
      {R"("thresholds": {"effects{effect:charge}": [{"threshold": "count>1", "abortOnFail": true}]})",
       "effects{effect:charge} is known only when the run is over"},
      {R"("guardrails": {"effects{effect:charge}": ["count<1"]})", "is known only when the run is over"},
      {R"("guardrails": {"attempts{state:Nowhere}": ["count<1"]})", "there is no state 'Nowhere'"},
      {R"("thresholds": {"recovery_time_s": ["value<1"]})", "there is no 'steady-state-hypothesis' that could hold"},
      {R"("thresholds": {"attempts{part:work}": ["count<1"]})",
       "attempts has no label 'part'; there are state, visited"},
      {R"("thresholds": {"attempts": ["count<1"], "attempts{state}": ["count<1"]})", "expected labels such as"},
      {R"("thresholds": {"state_time_ms{state:ConfirmOrder,part:sleep}": ["avg<1"]})",
       "there is no part 'sleep' of a state's time; there are queueing, work, back_off and waiting"},
      {R"("thresholds": {"success_rate{tier:gold}": ["rate<1"]})", "the scenario has no tag 'tier'"},
      {R"("thresholds": {"nonsense{tier:gold}": ["rate<1"]})", "there is no metric 'nonsense{tier:gold}'"},
      {R"("steady-state-hypothesis": {"probes": [{"metric": "share{reached:Nowhere}", "tolerance": 1}]})",
       "/steady-state-hypothesis/probes/0/metric: there is no state 'Nowhere'"},
      {R"("tags": {"Tier": "$.tier"})", "/tags/Tier: expected a tag's name of small letters"},
      {R"("tags": {"state": "$.tier"})", "/tags/state: 'state' is a label of metrics already"},
      {R"("guardrails": {"retries": ["count<1"]})", "/guardrails/retries: there is no metric 'retries' here"},
      {R"("guardrails": {"open": ["rate<1"]})", "/guardrails/open/0: of open there is value"},
      {R"("guardrails": {"open": [{"bounds": "value<1", "over": "0 s"}]})", "/guardrails/open/0/over: expected"},
      {R"("invariants": {})", "/invariants: expected a list of invariants"},
      {R"("invariants": [7])", "/invariants/0: expected an object: an invariant"},
      {R"("invariants": [{"name": "n"}])", "/invariants/0: expected what must hold: one of at_most, at_least"},
      {R"("invariants": [{"effect": "charge", "at_most": 1}])", "/invariants/0: 'name' is missing"},
      {R"("invariants": [{"name": "n", "effect": "chrage", "at_most": 1}])",
       "no worker of this scenario has the effect 'chrage'; did you mean 'charge'?"},
      {R"("invariants": [{"name": "n", "effect": "charge", "at_least": 1}])", "the scenario's 'key' is missing"},
      {R"("invariants": [{"name": "n", "effect": "charge", "at_most": 1, "exactly": 1}])",
       "/invariants/0/at_most: contradicts 'exactly'"},
      {R"("invariants": [{"name": "n", "effect": "charge", "at_most": 1, "ends_within": "1 s"}])",
       "/invariants/0/ends_within: contradicts 'at_most'"},
      {R"("invariants": [{"name": "n", "effect": "charge", "implies_end": "DONE"}])",
       "/invariants/0/implies_end: expected SUCCEEDED, FAILED, TIMED_OUT or ABORTED"},
      {R"("invariants": [{"name": "n", "effect": "charge", "implies_end": "FAILED", "output": {"Variable": "$.a", "IsNull": true}}])",
       "/invariants/0/output: what ends as FAILED has no output"},
      {R"("invariants": [{"name": "n", "effect": "charge", "undone": false}])", "/invariants/0/undone: expected true"},
      {R"("invariants": [{"name": "n", "never_enters": "Refnd", "when": {"Variable": "$.a", "IsNull": true}}])",
       "/invariants/0/never_enters: there is no state 'Refnd'"},
      {R"("invariants": [{"name": "n", "holds": {"Variable": "$.a"}}])", "/invariants/0/holds: "},
      {R"("invariants": [{"name": "no_charge_left_over", "ends_within": "1 s"}])",
       "/invariants/0/name: another invariant is called 'no_charge_left_over' too"},
      {R"("noun": "Big Claim")", "/noun: expected a word of small letters"},
      {R"("key": {})", "/key: expected a path such as"},
  }));
  CAPTURE(row.demands);
  const auto experiment = with_method("[], " + row.demands);
  REQUIRE_FALSE(experiment);
  CHECK(experiment.error().size() == 1);
  CHECK_THAT(render(experiment.error().front()), Catch::Contains(row.expected));
}

// ---- the schema

namespace {

std::vector<std::string> complaints_about(const std::string& method, const std::string& more = "") {
  const auto read = with_method("[" + method + "]" + (more.empty() ? "" : ", " + more));
  REQUIRE_FALSE(read);
  std::vector<std::string> complaints;
  for (const FileFinding& finding : read.error()) complaints.push_back(finding.message);
  return complaints;
}

Names together(Names names, const Names& others) {
  names.insert(others.begin(), others.end());
  return names;
}

/// A fault of every form says what else it may have.
Names known_of_faults() {
  const std::string forms[] = {R"("error": {"error": "E"})",
                               R"("latency": "1 s")",
                               R"("late_answer": "1 s")",
                               R"("late_task": "1 s")",
                               R"("reordered_task": true)",
                               R"("reordered_answer": true)",
                               R"("clock_jump": "-1 s")",
                               R"("hang": true)",
                               R"("lost_task": true)",
                               R"("lost_answer": true)",
                               R"("duplicate_answer": true)",
                               R"("garbage_answer": "x")",
                               R"("oversized_answer": true)",
                               R"("lost_heartbeats": true)",
                               R"("crash": true)",
                               R"("outage": true)",
                               R"("throttle": true)",
                               R"("kill": {"resource": "payment"})"};
  Names names;
  for (const std::string& form : forms)
    names =
        together(names, known_to_reader(complaints_about(R"({"name": "f", )" + form + ", " + unknown_member + "}")));
  return names;
}

Names known_of_invariants() {
  const std::string forms[] = {R"("effect": "charge", "at_most": 1)",
                               R"("effect": "charge", "implies_end": "SUCCEEDED")",
                               R"("end": "SUCCEEDED", "implies_effects": ["charge"])",
                               R"("effect": "charge", "followed_by": "confirmation")",
                               R"("never_enters": "ConfirmOrder", "when": {"Variable": "$.a", "IsNull": true})",
                               R"("ends_within": "1 h")",
                               R"("holds": {"Variable": "$.a", "IsNull": true})"};
  Names names;
  for (const std::string& form : forms)
    names = together(names,
                     known_to_reader(complaints_about(
                         "", R"("invariants": [{"name": "n", )" + form + ", " + unknown_member + "}]")));
  return names;
}

Names root_members_of_schema(const std::string& name, const std::string& at) {
  return members_of_schema(project / "config" / "schemas" / name, at);
}

}  // namespace

TEST_CASE("the JSON Schema of experiments and the reader know the same members", "[config][experiment][schema]") {
  const std::string& unknown = unknown_member;
  const auto in_fault = [&](const std::string& member) {
    return known_to_reader(complaints_about(R"({"name": "f", )" + member + "}"));
  };
  const auto in_root = [&](const std::string& member) { return known_to_reader(complaints_about("", member)); };
  const std::map<std::string, Names> known{
      {"/$defs/guardrail/anyOf", in_root(R"("guardrails": {"open": [{)" + unknown + "}]}")},
      {"/$defs/hypothesis", in_root(R"("steady-state-hypothesis": {)" + unknown + "}")},
      {"/$defs/hypothesis/properties/probes/items",
       in_root(R"("steady-state-hypothesis": {"probes": [{)" + unknown + "}]}")},
      {"/$defs/fault", known_of_faults()},
      {"/$defs/invariant/anyOf", known_of_invariants()},
      {"/$defs/error", in_fault(R"("error": {)" + unknown + "}")},
      {"/$defs/crash/anyOf", in_fault(R"("crash": {)" + unknown + "}")},
      {"/$defs/reordered/anyOf", in_fault(R"("reordered_task": {)" + unknown + "}")},
      {"/$defs/refusal/anyOf", in_fault(R"("outage": {)" + unknown + "}")},
      {"/$defs/kill", in_fault(R"("kill": {)" + unknown + "}")},
      {"/$defs/target", in_fault(R"("hang": true, "target": {)" + unknown + "}")},
      {"/$defs/periodic", in_fault(R"("hang": true, "periodic": {)" + unknown + "}")},
  };
  CHECK(known == objects_of_schema(project / "config" / "schemas" / "experiment.schema.json"));
  CHECK(in_root(unknown) == together(root_members_of_schema("scenario.schema.json", "/$defs/scenario"),
                                     root_members_of_schema("experiment.schema.json", "")));
}

TEST_CASE("a plan for a server names its resources, and machines that are yet to come", "[config][experiment]") {
  workers::ResourceOptions pay;
  pay.name = "pay";
  const auto said = [&](const std::string& text) {
    const auto read = read_fault_plan(text, "faults", {pay});
    return read ? std::to_string(read->plan.size()) + " faults" : render(read.error().front());
  };
  CHECK(said(R"({"method": [ // a comment
      {"name": "a", "hang": true, "target": {"resource": "pay", "state_machine": "Later", "state": "S"}, "start": "9 h"},
      {"name": "b", "throttle": true, "periodic": {"period": "1 min", "on": "5 s"}}]})") == "2 faults");
  CHECK(said(R"({"method": [{"name": "a", "hang": true, "target": {"resource": "paid"}}]})") ==
        "faults:1:64: /method/0/target/resource: there is no 'paid'; did you mean 'pay'?");
  CHECK(said(R"({"method": [{"name": "a", "kill": {"resource": "pay"}}]})") ==
        "faults:1:35: /method/0/kill: not supported here: deaths at planned times are for experiments; use 'crash'");
  CHECK(said(R"({"method": [{"name": "a", "hang": true}, {"name": "a", "hang": true}]})") ==
        "faults:1:51: /method/1/name: another fault is called 'a' too");
  CHECK(said("[]") == "faults:1:1: expected an object, found an empty list");
}

}  // namespace stepstorm::config
