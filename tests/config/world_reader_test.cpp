#include "config/readers/world_reader.hpp"

#include <catch2/catch.hpp>

#include "tests/config/scratch_folder.hpp"

namespace stepstorm::config {
namespace {

using namespace std::chrono_literals;
using namespace world;

/// What a reader makes of a text, as the file w.json of a folder; or its complaints, in which the folder is left out.
template <class T>
struct Reading {
  T value;
  std::vector<std::string> complaints;
};

template <class T, class Read>
Reading<T> read_as(const Read& read, const std::string& text, const std::filesystem::path& folder = {}) {
  Report report{(folder / "w.json").string(), text};
  const auto document = parse_json(text);
  REQUIRE(document.has_value());
  Reading<T> reading{};
  const bool good = read(Node{*document, report}, reading.value);
  CHECK(good == report.empty());
  const std::string prefix = folder.string() + "/";
  for (const FileFinding& finding : std::move(report).take()) {
    std::string line = render(finding);
    for (auto at = line.find(prefix); !folder.empty() && at != line.npos; at = line.find(prefix))
      line.erase(at, prefix.size());
    reading.complaints.push_back(std::move(line));
  }
  return reading;
}

template <class T, class Read>
T value_of(const Read& read, const std::string& text, const std::filesystem::path& folder = {}) {
  auto reading = read_as<T>(read, text, folder);
  CAPTURE(reading.complaints);
  REQUIRE(reading.complaints.empty());
  return reading.value;
}

template <class It>
It distribution(const std::string& text, const std::filesystem::path& folder = {}) {
  return std::get<It>(value_of<Distribution>(read_distribution, text, folder));
}

template <class It>
It arrivals(const std::string& text, const std::filesystem::path& folder = {}) {
  return std::get<It>(value_of<ArrivalProcess>(read_arrival_process, text, folder));
}

struct Row {
  std::string text;
  std::string complaint;
};

}  // namespace

// ---- distributions

TEST_CASE("every form of a distribution is read", "[config][world]") {
  CHECK(distribution<Constant>(R"("20 ms")").value == 20ms);
  CHECK(distribution<Uniform>(R"({"uniform": ["20 ms", "60 ms"]})").to == 60ms);
  CHECK(distribution<Exponential>(R"({"exponential": "20 ms"})").mean == 20ms);
  const auto erlang = distribution<Erlang>(R"({"erlang": {"k": 4, "mean": "20 ms"}})");
  CHECK(erlang.k == 4);
  CHECK(erlang.mean == 20ms);
  const auto mixed = distribution<Hyperexponential>(R"({"hyperexponential": {"mean": "1 s", "squared_variation": 4}})");
  CHECK(mixed.mean == 1s);
  CHECK(mixed.squared_variation == 4);
  const auto lognormal = distribution<Lognormal>(R"({"lognormal": {"mean": "20 ms", "p99": "90 ms"}})");
  CHECK(lognormal.mean == 20ms);
  CHECK(lognormal.p99 == 90ms);
  const auto by_mean = distribution<Pareto>(R"({"pareto": {"shape": 2.5, "mean": "20 ms"}})");
  CHECK(by_mean.shape == 2.5);
  CHECK(by_mean.mean == Duration{20ms});
  CHECK_FALSE(by_mean.scale);
  CHECK(distribution<Pareto>(R"({"pareto": {"shape": 1, "scale": "3 ms"}})").scale == Duration{3ms});
  CHECK(distribution<Empirical>(R"({"empirical": ["12 ms", "3 s"]})").values == std::vector<Duration>{12ms, 3s});
  const auto table = distribution<CumulativeTable>(
      R"({"cumulative": [{"value": "10 ms", "share": 0.5}, {"value": "20 ms", "share": 1}]})");
  REQUIRE(table.points.size() == 2);
  CHECK(table.points[0].value == 10ms);
  CHECK(table.points[0].share == 0.5);
}

TEST_CASE("measured durations come from a file, whatever ends its lines", "[config][world]") {
  const ScratchFolder scratch;
  scratch.write("data/times.txt", "12 ms\r\n3 s\n0 s");
  CHECK(distribution<Empirical>(R"({"empirical": "data/times.txt"})", scratch.path()).values ==
        std::vector<Duration>{12ms, 3s, 0s});
}

TEST_CASE("an impossible distribution is one finding, which says what is possible", "[config][world]") {
  const auto row = GENERATE(values<Row>({
      {"20", "w.json:1:1: expected a duration such as \"20 ms\", \"1.5 s\" or \"2 min\", found 20"},
      {R"("-20 ms")", "w.json:1:1: expected a duration such as \"20 ms\", \"1.5 s\" or \"2 min\", found \"-20 ms\""},
      {R"({"log_normal": "20 ms"})",
       "w.json:1:16: /log_normal: there is no setting 'log_normal' here; did you mean 'lognormal'?"},
      {R"({"uniform": ["1 s", "2 s"], "exponential": "1 s"})",
       "w.json:1:44: /exponential: contradicts 'uniform': expected one of the two"},
      {R"({"uniform": ["2 s", "1 s"]})",
       "w.json:1:13: /uniform: expected the shortest and the longest time, found a list"},
      {R"({"uniform": "1 s"})", "w.json:1:13: /uniform: expected a list, found \"1 s\""},
      {R"({"exponential": "0 s"})", "w.json:1:17: /exponential: expected more than 0, found \"0 s\""},
      {R"({"erlang": {"k": 0, "mean": "1 s"}})",
       "w.json:1:18: /erlang/k: expected a whole number from 1 to 1000, found 0"},
      {R"({"erlang": {"k": 2.5, "mean": "1 s"}})", "w.json:1:18: /erlang/k: expected a whole number, found 2.5"},
      {R"({"erlang": {"k": 99999999999, "mean": "1 s"}})",
       "w.json:1:18: /erlang/k: expected a whole number, found 99999999999"},
      {R"({"erlang": {"mean": "1 s"}})", "w.json:1:12: /erlang: 'k' is missing"},
      {R"({"hyperexponential": {"mean": "1 s", "squared_variation": 0.5}})",
       "w.json:1:59: /hyperexponential/squared_variation: expected at least 1, found 0.5"},
      {R"({"hyperexponential": {"mean": "1 s", "squared_variation": "4"}})",
       "w.json:1:59: /hyperexponential/squared_variation: expected a number, found \"4\""},
      {R"({"lognormal": {"mean": "1 s", "p99": "900 ms"}})",
       "w.json:1:38: /lognormal/p99: expected more than the mean and at most 14.96 s: no lognormal distribution with a "
       "mean of 1 s has a larger p99, found \"900 ms\""},
      {R"({"lognormal": {"mean": "1 s", "p99": "20 s"}})",
       "w.json:1:38: /lognormal/p99: expected more than the mean and at most 14.96 s: no lognormal distribution with a "
       "mean of 1 s has a larger p99, found \"20 s\""},
      {R"({"pareto": {"shape": 2}})", "w.json:1:12: /pareto: expected either a scale or a mean"},
      {R"({"pareto": {"shape": 2, "scale": "1 s", "mean": "2 s"}})",
       "w.json:1:49: /pareto/mean: contradicts 'scale': expected one of the two"},
      {R"({"pareto": {"shape": 1, "mean": "1 s"}})",
       "w.json:1:22: /pareto/shape: expected more than 1: up to there the mean is infinite, found 1"},
      {R"({"empirical": []})", "w.json:1:15: /empirical: expected at least one value"},
      {R"({"empirical": ["1 s", "soon"]})",
       "w.json:1:23: /empirical/1: expected a duration such as \"20 ms\", \"1.5 s\" or \"2 min\", found \"soon\""},
      {R"({"empirical": 12})",
       "w.json:1:15: /empirical: expected a list of durations, or a file with one on each line, found 12"},
      {R"({"cumulative": [{"value": "2 s", "share": 0.5}, {"value": "1 s", "share": 1}]})",
       "w.json:1:59: /cumulative/1/value: expected at least 2 s: values do not fall, found \"1 s\""},
      {R"({"cumulative": [{"value": "2 s", "share": 0.5}]})",
       "w.json:1:43: /cumulative/0/share: expected 1: the last point's share, found 0.5"},
      {R"({"cumulative": []})", "w.json:1:16: /cumulative: expected at least one point"},
  }));
  CAPTURE(row.text);
  CHECK(read_as<Distribution>(read_distribution, row.text).complaints == std::vector{row.complaint});
}

TEST_CASE("a file of durations says which line is wrong", "[config][world]") {
  const ScratchFolder scratch;
  const std::string text = R"({"empirical": "times.txt"})";
  const auto complaints = [&] { return read_as<Distribution>(read_distribution, text, scratch.path()).complaints; };
  const auto expected = [](const std::string& what) { return std::vector{"w.json:1:15: /empirical: " + what}; };
  CHECK(complaints() == expected("no such file: times.txt"));
  scratch.write("times.txt", "1 s\n2\n");
  CHECK(complaints() == expected("times.txt:2:1: expected a duration such as \"20 ms\", found \"2\""));
  scratch.write("times.txt", "1 s\n\n2 s\n");
  CHECK(complaints() == expected("times.txt:2:1: expected a duration such as \"20 ms\", found \"\""));
  scratch.write("times.txt", "");
  CHECK(complaints() == expected("times.txt:1:1: expected a duration such as \"20 ms\", found \"\""));
}

// ---- arrivals

TEST_CASE("every form of an arrival process is read", "[config][world]") {
  CHECK(arrivals<ConstantRate>(R"({"constant": 100})").per_second == 100);
  CHECK(arrivals<PoissonArrivals>(R"({"poisson": 0.5})").per_second == 0.5);
  const auto ramp = arrivals<Ramp>(R"({"ramp": {"from": 1, "to": 2, "duration": "3 s"}})");
  CHECK(ramp.from_per_second == 1);
  CHECK(ramp.to_per_second == 2);
  CHECK(ramp.duration == 3s);
  const auto stages = arrivals<Stages>(
      R"({"stages": {"from": 5, "stages": [{"duration": "0 s", "to": 10}, {"duration": "1 min", "to": 0}]}})");
  CHECK(stages.from_per_second == 5);
  REQUIRE(stages.stages.size() == 2);
  CHECK(stages.stages[0].to_per_second == 10);
  CHECK(stages.stages[1].duration == 1min);
  const auto bursts = arrivals<OnOff>(R"({"on_off": {"on": 200, "off": 10, "mean_on": "1 s", "mean_off": "3 s"}})");
  CHECK(bursts.on_per_second == 200);
  CHECK(bursts.off_per_second == 10);
  CHECK(bursts.mean_on == 1s);
  CHECK(bursts.mean_off == 3s);
  const auto day = arrivals<Diurnal>(R"({"diurnal": [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]})");
  CHECK(day.per_second[0] == 0);
  CHECK(day.per_second[23] == 23);
  const ScratchFolder scratch;
  scratch.write("trace.txt", "0 s\n1.5 s\n1.5 s\n");
  CHECK(arrivals<Trace>(R"({"trace": "trace.txt"})", scratch.path()).times == std::vector<Time>{0s, 1500ms, 1500ms});
}

TEST_CASE("impossible arrivals are one finding, which says what is possible", "[config][world]") {
  const auto row = GENERATE(values<Row>({
      {"100", "w.json:1:1: expected an object, found 100"},
      {"{}",
       "w.json:1:1: expected one of constant, poisson, ramp, stages, on_off, diurnal or trace, found an empty object"},
      {R"({"poison": 100})", "w.json:1:12: /poison: there is no setting 'poison' here; did you mean 'poisson'?"},
      {R"({"poisson": 100, "trace": "t.txt"})", "w.json:1:27: /trace: contradicts 'poisson': expected one of the two"},
      {R"({"poisson": -1})",
       "w.json:1:13: /poisson: expected a rate of more than 0 and at most 1000000000 per second, found -1"},
      {R"({"constant": "100/s"})", "w.json:1:14: /constant: expected a number, found \"100/s\""},
      {R"({"constant": 1e10})",
       "w.json:1:14: /constant: expected a rate of more than 0 and at most 1000000000 per second, found 10000000000.0"},
      {R"({"ramp": {"from": -1, "to": 2, "duration": "3 s"}})",
       "w.json:1:19: /ramp/from: expected a rate from 0 to 1000000000 per second, found -1"},
      {R"({"ramp": {"from": 1, "to": -2, "duration": "3 s"}})",
       "w.json:1:28: /ramp/to: expected a rate from 0 to 1000000000 per second, found -2"},
      {R"({"ramp": {"from": 1, "to": 2, "duration": "0 s"}})",
       "w.json:1:43: /ramp/duration: expected more than 0, found \"0 s\""},
      {R"({"ramp": {"from": 1, "to": 2}})", "w.json:1:10: /ramp: 'duration' is missing"},
      {R"({"stages": {"stages": []}})", "w.json:1:23: /stages/stages: expected at least one stage that takes time"},
      {R"({"stages": {"stages": [{"duration": "1 s", "to": 1}, {"duration": "1 s", "to": -1}]}})",
       "w.json:1:80: /stages/stages/1/to: expected a rate from 0 to 1000000000 per second, found -1"},
      {R"({"on_off": {"on": 0, "mean_on": "1 s", "mean_off": "1 s"}})",
       "w.json:1:19: /on_off/on: expected a rate of more than 0 and at most 1000000000 per second, found 0"},
      {R"({"on_off": {"on": 1, "off": -1, "mean_on": "1 s", "mean_off": "1 s"}})",
       "w.json:1:29: /on_off/off: expected a rate from 0 to 1000000000 per second, found -1"},
      {R"({"on_off": {"on": 1, "mean_on": "1 s", "mean_off": "0 s"}})",
       "w.json:1:52: /on_off/mean_off: expected more than 0, found \"0 s\""},
      {R"({"diurnal": [1, 2, 3]})",
       "w.json:1:13: /diurnal: expected a list of 24 rates, one for each full hour from 0:00, found a list"},
      {R"({"diurnal": [0,0,-7,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]})",
       "w.json:1:18: /diurnal/2: expected a rate from 0 to 1000000000 per second, found -7"},
      {R"({"diurnal": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]})",
       "w.json:1:13: /diurnal: expected a rate of more than 0 for one hour at least"},
      {R"({"trace": ["1 s"]})", "w.json:1:11: /trace: expected text that is not empty, found a list"},
      {R"({"trace": "none.txt"})", "w.json:1:11: /trace: no such file: none.txt"},
  }));
  CAPTURE(row.text);
  CHECK(read_as<ArrivalProcess>(read_arrival_process, row.text).complaints == std::vector{row.complaint});
}

TEST_CASE("a trace that goes back in time says on which line", "[config][world]") {
  const ScratchFolder scratch;
  scratch.write("trace.txt", "1 s\n2 s\n1.9 s\n3 s\n");
  CHECK(read_as<ArrivalProcess>(read_arrival_process, R"({"trace": "trace.txt"})", scratch.path()).complaints ==
        std::vector<std::string>{
            "w.json:1:11: /trace: trace.txt:3:1: expected a time not before the one that precedes it"});
}

// ---- closed loop, quotas

TEST_CASE("a closed loop is read", "[config][world]") {
  const auto loop = value_of<ClosedLoopOptions>(
      read_closed_loop, R"({"users": 50, "think_time": {"exponential": "10 s"}, "ramp_up": "1 min"})");
  CHECK(loop.users == 50);
  CHECK(std::get<Exponential>(loop.think_time).mean == 10s);
  CHECK(loop.ramp_up == 1min);
}

TEST_CASE("an impossible closed loop is one finding", "[config][world]") {
  const auto row = GENERATE(values<Row>({
      {R"({})", "w.json:1:1: 'users' is missing"},
      {R"({"users": 0})", "w.json:1:11: /users: expected a whole number from 1 to 10000000, found 0"},
      {R"({"users": 1, "think_time": {"exponential": "0 s"}})",
       "w.json:1:44: /think_time/exponential: expected more than 0, found \"0 s\""},
      {R"({"users": 1, "think": "1 s"})",
       "w.json:1:23: /think: there is no setting 'think' here; there are users, think_time or ramp_up"},
  }));
  CAPTURE(row.text);
  CHECK(read_as<ClosedLoopOptions>(read_closed_loop, row.text).complaints == std::vector{row.complaint});
}

const auto read_standard = [](const Node& node, Quotas& out) {
  return read_quotas(node, asl::MachineType::STANDARD, out);
};
const auto read_express = [](const Node& node, Quotas& out) {
  return read_quotas(node, asl::MachineType::EXPRESS, out);
};

TEST_CASE("quotas are those of the region and the type, but for what is given", "[config][world]") {
  const auto virginia = *region_quotas("us-east-1");
  CHECK(value_of<Quotas>(read_standard, R"({"region": "us-east-1"})") == virginia.standard);
  CHECK(value_of<Quotas>(read_express, R"({"region": "us-east-1"})") == virginia.express);
  CHECK(value_of<Quotas>(read_standard, "{}") == Quotas{});

  Quotas changed = virginia.standard;
  changed.start_execution = Bucket{7, 8};
  changed.open_executions = 9;
  CHECK(
      value_of<Quotas>(
          read_standard,
          R"({"open_executions": 9, "region": "us-east-1", "start_execution": {"capacity": 7, "refill_per_second": 8}})") ==
      changed);
}

TEST_CASE("impossible quotas are one finding", "[config][world]") {
  const auto row = GENERATE(values<Row>({
      {R"({"region": "us-est-1"})",
       "w.json:1:12: /region: expected the name of an AWS region such as us-east-1, found \"us-est-1\""},
      {R"({"start_execution": {"capacity": 0, "refill_per_second": 1}})",
       "w.json:1:34: /start_execution/capacity: expected a whole number from 1 to 1000000000, found 0"},
      {R"({"state_transition": {"capacity": 1, "refill_per_second": -5}})",
       "w.json:1:59: /state_transition/refill_per_second: expected a whole number from 1 to 1000000000, found -5"},
      {R"({"state_transition": {"capacity": 1}})", "w.json:1:22: /state_transition: 'refill_per_second' is missing"},
      {R"({"open_executions": 0})", "w.json:1:21: /open_executions: expected a whole number of at least 1, found 0"},
      {R"({"open_executions": 1.5})", "w.json:1:21: /open_executions: expected a whole number, found 1.5"},
  }));
  CAPTURE(row.text);
  CHECK(read_as<Quotas>(read_standard, row.text).complaints == std::vector{row.complaint});
}

}  // namespace stepstorm::config
