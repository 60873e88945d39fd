#include "experiment/figure.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::experiment {
namespace {

using namespace std::chrono_literals;

/// Ten seconds, of which the third to the fourth have a fault: 20 orders succeed before it, 30 after it.
Experiment experiment() {
  Experiment experiment{.scenario = {.load = world::PoissonArrivals{10},
                                     .inputs = world::OrderTemplate::parse(Json::object()).value(),
                                     .duration = 10s}};
  faults::Fault fault;
  fault.window = {.begin = 2s, .duration = 2s};
  experiment.faults.push_back(fault);
  return experiment;
}

PhaseTotals totals(std::uint64_t succeeded, std::uint64_t ended, std::chrono::milliseconds response) {
  PhaseTotals totals;
  totals.succeeded = succeeded;
  totals.ended = ended;
  for (std::uint64_t order = 0; order < ended; ++order) totals.response.record(response);
  return totals;
}

RunRecord record() {
  RunRecord record;
  record.result.measured = 10s;
  record.result.orders.started = 100;
  record.result.orders.succeeded = 50;
  record.result.orders.failed = 50;
  record.by_phase = {totals(20, 20, 10ms), totals(0, 40, 100ms), totals(30, 40, 50ms)};
  record.result.open_max = 17;
  return record;
}

std::string read(const std::string& name) {
  const auto figure = figure_called(name);
  if (!figure) return figure.error();
  const auto value = figure->of(experiment(), record());
  return value ? std::to_string(*value) : "nothing";
}

}  // namespace

TEST_CASE("a figure has the name of a metric, its phase and its aggregation", "[experiment][figure]") {
  struct Row {
    std::string name;
    double expected;
  };
  const auto row = GENERATE(values<Row>({
      {"success_rate", 0.5},
      {"before.success_rate", 1},
      {"during.success_rate", 0},
      {"after.success_rate", 0.75},
      {"goodput_per_s", 5},
      {"before.goodput_per_s", 10},  // 20 in two seconds
      {"during.goodput_per_s", 0},
      {"after.goodput_per_s", 5},  // 30 in six
      {"goodput_kept", 0.5},
      {"orders_started", 100},
      {"orders_started rate", 10},
      {"open_max", 17},
      {"after.response_time_ms", 50},
      {"after.response_time_ms p(99)", 50},
      {"after.response_time_ms avg", 50},
  }));
  CAPTURE(row.name);
  CHECK(std::stod(read(row.name)) == Approx(row.expected).epsilon(0.01));
}

TEST_CASE("a figure of what was not measured is nothing", "[experiment][figure]") {
  CHECK(read("response_time_ms p(99)") == "nothing");
  Experiment without = experiment();
  without.faults.clear();
  CHECK(figure_called("after.goodput_per_s")->of(without, record()) == std::nullopt);
  CHECK(figure_called("goodput_kept")->of(without, record()) == std::nullopt);
}

TEST_CASE("a name that is no figure is told which there are", "[experiment][figure]") {
  CHECK(read("sucess_rate").starts_with("there is no metric 'sucess_rate'; there are goodput_kept, goodput_per_s, "));
  CHECK(read("after.open_max").starts_with("there is no metric 'after.open_max'; there are goodput_per_s, "));
  CHECK(read("success_rate p(99)") == "success_rate p(99): there is no 'p(99)' of it; there are rate");
  CHECK(read("response_time_ms p(101)").starts_with("response_time_ms p(101): there is no 'p(101)' of it; there are "));
}

}  // namespace stepstorm::experiment
