#include "report/cost_report.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report {
namespace {

using namespace std::chrono_literals;

/// Four thousand claims in two hours, for $0.80 of transitions and $0.20 of Lambda.
simulation::SimulationResult claims() {
  simulation::SimulationResult result;
  result.noun = "claim";
  result.region = "eu-west-1";
  result.all_orders.started = 4'000;
  result.load_time = 2h;
  result.cost = {.transitions = 0.8, .functions = 0.2};
  result.dollars = result.cost.all();
  return result;
}

}  // namespace

TEST_CASE("what a million executions cost goes by those that were started", "[report][cost]") {
  auto result = claims();
  CHECK(dollars_per_million(result) == Approx(1.0 / 4'000 * 1'000'000));  // 250
  result.all_orders.started = 0;
  CHECK_FALSE(dollars_per_million(result));
}

TEST_CASE("what a month costs goes by the time in which executions started, not by that in which they ended",
          "[report][cost]") {
  auto result = claims();
  result.ended_at = 50h;
  CHECK(dollars_per_month(result) == Approx(1.0 / 2 * 24 * 30));  // 360
  result.load_time = 0s;
  CHECK_FALSE(dollars_per_month(result));
}

TEST_CASE("the parts of the cost are named where there are several", "[report][cost]") {
  auto result = claims();
  CHECK(cost_text(result) == "$1.00 for all claims, by AWS's prices for eu-west-1: transitions $0.80, Lambda $0.20");
  CHECK(cost_rates_text(result) == "$250 for a million claims, $360 for 30 days of this load");
  result.cost.functions = 0;
  CHECK(cost_text(result) == "$1.00 for all claims, by AWS's prices for eu-west-1");
  result.cost = {.requests = 0.25, .duration = 0.5};
  CHECK(cost_text(result) ==
        "$1.00 for all claims, by AWS's prices for eu-west-1: requests $0.25, time and memory $0.50");
}

TEST_CASE("the cost is the same in a table and for programs", "[report][cost]") {
  const auto result = claims();
  std::string table;
  for (const CostRow& row : cost_rows(result))
    table += row.name + ": " + std::to_string(row.dollars.value_or(-1)) + '\n';
  CHECK(table ==
        "transitions: 0.800000\n"
        "Lambda: 0.200000\n"
        "a million claims: 250.000000\n"
        "30 days of this load: 360.000000\n");
  CHECK(cost_json(result) == Json{{"region", "eu-west-1"},
                                  {"transitions", 0.8},
                                  {"requests", 0.0},
                                  {"time_and_memory", 0.0},
                                  {"functions", 0.2},
                                  {"per_million", 250.0},
                                  {"per_30_days", 360.0}});
}

}  // namespace stepstorm::report
