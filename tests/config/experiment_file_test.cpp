// Experiment files: those that are shipped, and what is wrong with others.
#include "config/experiment_file.hpp"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "tests/config/schema_members.hpp"

namespace stepstorm::config {
namespace {

namespace fs = std::filesystem;

const fs::path project = STEPSTORM_SOURCE_DIR;

/// Read as if it lay among the shipped ones, with this method.
tl::expected<experiment::Experiment, std::vector<Finding>> with_method(const std::string& method) {
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
  const orchestration::Fault& fault = read->faults.at(0);
  CHECK(std::get<orchestration::InjectError>(fault.action).moment == orchestration::FaultMoment::After);
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

}  // namespace stepstorm::config
