// Results of benchmarks: what is a drop and what is noise, what a file must hold, and that the file that a session
// writes is one that the report reads.
#include "bench/report/results.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "bench/harness/harness.hpp"
#include "bench/harness/order_load.hpp"

namespace stepstorm::bench {
namespace {

std::filesystem::path scratch(const std::string& name) {
  return std::filesystem::temp_directory_path() / ("stepstorm-bench-" + std::to_string(::getpid()) + "-" + name);
}

RunResult run_with(RowResult row) {
  RunResult run;
  run.name = "orders";
  run.rows = {std::move(row)};
  return run;
}

TEST_CASE("a row that is worse beyond its noise and by more than a twentieth is a drop", "[bench][results]") {
  struct Row {
    const char* what;
    bool more_is_better;
    RowResult base;  // median, min, max
    RowResult now;
    bool dropped;
  };
  const auto values = [](double median, double min, double max, std::size_t samples = 5) {
    return RowResult{
        .name = "express", .unit = "orders/s", .median = median, .min = min, .max = max, .samples = samples};
  };
  const auto row = GENERATE_COPY(table<Row>({
      Row{"as before", true, values(100, 95, 105), values(100, 95, 105), false},
      Row{"slower, within the noise", true, values(100, 70, 105), values(80, 75, 85), false},
      Row{"slower, beyond the noise, by little", true, values(100, 99, 101), values(97, 96, 98), false},
      Row{"slower, beyond the noise", true, values(100, 95, 105), values(80, 75, 85), true},
      Row{"faster", true, values(100, 95, 105), values(200, 195, 205), false},
      Row{"takes longer", false, values(100, 95, 105), values(200, 195, 205), true},
      Row{"takes less time", false, values(100, 95, 105), values(50, 45, 55), false},
      Row{"slower, few samples", true, values(100, 100, 100, 1), values(80, 80, 80, 1), false},
      Row{"much slower, few samples", true, values(100, 100, 100, 1), values(70, 70, 70, 1), true},
      Row{"was nothing, is something", false, values(0, 0, 0), values(5, 5, 5), true},
  }));
  const Row& one = std::get<0>(row);
  CAPTURE(one.what);
  RowResult base = one.base;
  RowResult now = one.now;
  base.more_is_better = now.more_is_better = one.more_is_better;
  CHECK(compare({run_with(base)}, {run_with(now)}).dropped == one.dropped);
}

TEST_CASE("a row that is gone is a drop, a run that was not made is none", "[bench][results]") {
  const RunResult base = run_with({.name = "express", .unit = "orders/s", .median = 1, .min = 1, .max = 1});
  const auto gone = compare({base}, {run_with({.name = "another"})});
  CHECK(gone.dropped);
  CHECK_THAT(gone.text, Catch::Contains("GONE"));
  CHECK_FALSE(compare({base}, {}).dropped);
  CHECK(compare({base}, {}).runs == 0);
}

TEST_CASE("a file that holds no results is refused with its place and what was expected", "[bench][results]") {
  struct Row {
    const char* text;
    const char* wrong;
  };
  const auto row = GENERATE(values<Row>({
      {"{", ":1: the text ends too early, expected a member's name in double quotes"},
      {"[]", ": the whole: expected an object"},
      {"{}", ": /schema: expected this member"},
      {R"({"schema":"another"})", R"(: /schema: expected "stepstorm-bench")"},
      {R"({"schema":"stepstorm-bench","version":2})", ": /version: expected 1"},
      {R"({"schema":"stepstorm-bench","version":1,"runs":{}})", ": /runs: expected an array"},
      {R"({"schema":"stepstorm-bench","version":1,"runs":[3]})", ": /runs/0: expected an object"},
      {R"({"schema":"stepstorm-bench","version":1,"runs":[{"machine":{},"build":{},"name":3}]})",
       ": /runs/0/name: expected a string"},
  }));
  const auto file = scratch("wrong.json");
  std::ofstream(file) << row.text;
  CHECK(read_results(file).error() == file.string() + row.wrong);
  std::filesystem::remove(file);
  CHECK(read_results(file).error() == file.string() + ": cannot be read");
}

Session session(const std::string& json = "") {
  Options options;
  options.repetitions = 3;
  options.json = json;
  return Session{"orders", "How many?", options};
}

TEST_CASE("subjects are measured in turn, and what a session writes is read again", "[bench][harness]") {
  const auto file = scratch("results.json");
  std::string order;
  double fast = 0;
  double slow = 0;
  Session made = session(file.string());
  made.condition("open", "1,000");
  made.measure({{"fast", "orders/s", Better::More, [&] { return order += 'f', fast += 10; }},
                {"slow", "orders/s", Better::More, [&] { return order += 's', slow += 5; }}});
  made.ratio("fast/slow", "fast", "slow");
  made.check("all ended", true);
  made.aim("a thousand", false);
  made.skip("a peer", "not installed");
  REQUIRE(made.finish() == 0);
  CHECK(order == "fsfsfs");

  const auto twice = collected({file, file});
  REQUIRE(twice);
  std::ofstream(file) << *twice;
  REQUIRE(read_results(file)->size() == 2);
  REQUIRE(made.finish() == 0);

  const auto runs = read_results(file);
  std::filesystem::remove(file);
  REQUIRE(runs);
  REQUIRE(runs->size() == 1);
  const RunResult& run = runs->front();
  REQUIRE(run.rows.size() == 2);
  CHECK(run.rows[0].median == 20);
  CHECK(run.rows[0].min == 10);
  CHECK(run.rows[0].max == 30);
  REQUIRE(run.ratios.size() == 1);
  CHECK(run.ratios[0].median == 2);
  CHECK_THAT(markdown(*runs),
             Catch::Contains("| fast | orders/s | 20 | 10 - 30 |") && Catch::Contains("| fast/slow | 2 | 2 - 2 |") &&
                 Catch::Contains("* **missed**: a thousand") && Catch::Contains("* skipped: a peer: not installed") &&
                 Catch::Contains("1 of 1 held"));
}

TEST_CASE("a benchmark whose work was not done fails, though it was done another time", "[bench][harness]") {
  Session made = session();
  made.check("every order ended", false);
  made.check("every order ended", true);
  CHECK(made.finish() == 1);
}

TEST_CASE("orders of which not all succeeded are not counted as done", "[bench][orders]") {
  OrderLoad load{.open = 10, .orders = 100};
  CHECK(run_orders(load).all_succeeded());
  faults::Fault fault;
  fault.name = "one of ten payments fails";
  fault.target.resource = "payment";
  fault.probability = 0.1;
  fault.action = faults::InjectError{"Order.Unlucky", "by plan"};
  load.faults = {fault};
  const OrderResult result = run_orders(load);
  CHECK(result.faults_fired > 0);
  CHECK_FALSE(result.all_succeeded());
}

TEST_CASE("a task without a timeout that fires is noticed", "[bench][orders]") { CHECK(timeout_fires({})); }

}  // namespace
}  // namespace stepstorm::bench
