#include "config/readers/price_reader.hpp"

#include <catch2/catch.hpp>

#include "config/scenario_file.hpp"
#include "simulation/simulation.hpp"
#include "tests/config/scratch_folder.hpp"

namespace stepstorm::config {
namespace {

/// Ten executions of one task of half a second in a gigabyte of memory.
class Tens {
 public:
  Tens() {
    folder_.write("settings.json", R"({"resources": [
      {"name": "work", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Work", "kind": "echo", "capacity": 10,
       "service_time": "500 ms", "memory_mib": 1024},
      {"name": "free", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Free", "kind": "echo"}]})");
    for (const char* function : {"Work", "Free"})
      folder_.write(std::string(function) + ".asl.json",
                    R"({"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
                    "Resource": "arn:aws:lambda:us-east-1:123456789012:function:)" +
                        std::string(function) + "\"}}}");
  }

  auto read(const std::string& function, const std::string& type, const std::string& prices) const {
    return read_scenario(R"({"machine": ")" + function + R"(.asl.json", "settings": "settings.json", "type": ")" +
                             type + R"(", "duration": "1 min", "arrivals": {"constant": 1}, "orders": 10)" +
                             (prices.empty() ? "" : ",\n\"prices\": " + prices) + "}",
                         folder_.path() / "s.json");
  }

  simulation::SimulationResult run(const std::string& type, const std::string& prices) const {
    const auto scenario = read("Work", type, prices);
    REQUIRE(scenario.has_value());
    simulation::Simulation simulation{*scenario, 1};
    simulation.run_until(world::Time::max());
    return simulation.result();
  }

  std::string complaint(const std::string& function, const std::string& type, const std::string& prices) const {
    const auto scenario = read(function, type, prices);
    if (scenario) return {};
    REQUIRE(scenario.error().size() == 1);
    return scenario.error().front().pointer + ": " + scenario.error().front().message;
  }

 private:
  ScratchFolder folder_;
};

}  // namespace

TEST_CASE("each part of the cost is its amount times its price", "[config][price]") {
  const Tens tens;
  const auto standard = tens.run("STANDARD", "");
  CHECK(standard.region == "us-east-1");
  CHECK(standard.cost.transitions == Approx(10 * 0.000025));  // one state each
  CHECK(standard.cost.requests == 0);
  CHECK(standard.cost.duration == 0);
  // Ten requests, and ten half seconds in 1,024 MiB: 5 gigabyte-seconds.
  CHECK(standard.cost.functions == Approx(10 * 0.0000002 + 5 * 0.0000166667));
  CHECK(standard.dollars == Approx(standard.cost.transitions + standard.cost.functions));

  const auto express = tens.run("EXPRESS", "");
  CHECK(express.cost.transitions == 0);
  CHECK(express.cost.requests == Approx(10 * 0.000001));
  // 500 ms are five ticks of 100 ms; 50 MB, the definition and the data are one chunk of 64 MB, a sixteenth of a
  // gigabyte.
  CHECK(express.cost.duration == Approx(10 * 0.5 / 3600 / 16 * 0.06));
  CHECK(express.cost.functions == Approx(standard.cost.functions));
}

TEST_CASE("a region has its own prices, and a figure of the file stands in place of the region's", "[config][price]") {
  struct Row {
    const char* prices;
    double dollars_per_transition;
    double dollars_per_request;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"region": "sa-east-1"})", 0.0000375, 0.0000002},
      {R"({"region": "us-west-1", "lambda_request": 0.0000003})", 0.0000279, 0.0000003},
      {R"({"region": "eu-west-3", "transition": 0.00001})", 0.00001, 0.0000002},
      {R"({"region": "moon-1", "transition": 0.5, "lambda_request": 0.25, "lambda_gigabyte_second": 0})", 0.5, 0.25},
  }));
  CAPTURE(row.prices);
  const Tens tens;
  const auto scenario = tens.read("Work", "STANDARD", row.prices);
  REQUIRE(scenario.has_value());
  CHECK(scenario->prices.standard.dollars_per_transition == Approx(row.dollars_per_transition));
  CHECK(scenario->prices.lambda.dollars_per_request == Approx(row.dollars_per_request));
}

TEST_CASE("a price that is charged and not known is one clear error, and no other region's stands in",
          "[config][price]") {
  struct Row {
    const char* function;
    const char* type;
    const char* prices;
    const char* complaint;  // its beginning; empty: there is none
  };
  const auto row = GENERATE(values<Row>({
      {"Free",
       "STANDARD",
       R"({"region": "eu-wst-1"})",
       "/prices/region: what a state transition costs in 'eu-wst-1' is not known here; expected 'transition' beside "
       "it, or "
       "another region: did you mean 'eu-west-1'?"},
      {"Free", "STANDARD", R"({"region": "moon-1"})", "/prices/region: what a state transition costs in 'moon-1'"},
      {"Free", "STANDARD", R"({"region": "moon-1", "request": 1})", "/prices/region: what a state transition"},
      {"Free", "STANDARD", R"({"region": "moon-1", "transition": 1})", ""},
      {"Free",
       "EXPRESS",
       R"({"region": "eu-west-1"})",
       "/prices/region: what an Express execution costs in 'eu-west-1' is not known here; expected 'request' and "
       "'gigabyte_hour' beside it"},
      {"Free",
       "EXPRESS",
       R"({"region": "eu-west-1", "request": 1})",
       "/prices/region: what an Express execution costs"},
      {"Free", "EXPRESS", R"({"region": "moon-1", "request": 1, "gigabyte_hour": 1})", ""},
      {"Free", "EXPRESS", R"({"region": "us-east-1"})", ""},
      {"Work", "STANDARD", R"({"region": "moon-1", "transition": 1})", "/prices/region: what Lambda costs in 'moon-1'"},
      {"Work",
       "STANDARD",
       R"({"region": "moon-1", "transition": 1, "lambda_request": 1, "lambda_gigabyte_second": 1})",
       ""},
      {"Free", "STANDARD", R"({"transition": 1})", "/prices: 'region' is missing"},
      {"Free", "STANDARD", R"({"region": "us-east-1", "transition": -1})", "/prices/transition: expected"},
  }));
  CAPTURE(row.function, row.type, row.prices);
  const std::string complaint = Tens{}.complaint(row.function, row.type, row.prices);
  CHECK(complaint.substr(0, std::string_view(row.complaint).size()) == row.complaint);
  CHECK(complaint.empty() == std::string_view(row.complaint).empty());
}

}  // namespace stepstorm::config
