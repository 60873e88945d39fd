#include "config/scenario_file.hpp"

#include <catch2/catch.hpp>

#include "config/source_folder.hpp"
#include "simulation/simulation.hpp"
#include "tests/config/schema_members.hpp"
#include "tests/config/scratch_folder.hpp"

namespace stepstorm::config {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using simulation::ListedInputs;
using simulation::Scenario;

const fs::path project = config::source_folder();

/// A folder with settings, definitions and whatever else a scenario may name.
class Shop {
 public:
  Shop() {
    folder_.write("config/settings.json", R"({"seed": 77,
      "state_machines": {"Orders": "orders.json", "Broken": "broken.json"},
      "resources": [
        {"name": "serve", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Serve", "kind": "payment",
         "actors": 2, "capacity": 30, "service_time": "20 ms"},
        {"name": "idle", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Idle", "kind": "echo"},
        {"name": "any", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Any*", "kind": "echo"}]})");
    folder_.write("config/orders.json", task("Serve"));
    folder_.write("config/broken.json",
                  "{\"StartAt\": \"A\",\n \"States\": {\"A\": {\"Type\": \"Fail\", \"Error\": 1}}}");
    folder_.write("any.asl.json", task("AnyOther"));
    folder_.write("nobody.asl.json", task("Nobody"));
    folder_.write("starter.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Orders"}}}})");
    folder_.write("forgetful.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
      "Resource": "arn:aws:states:::states:startExecution",
      "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Nested"}}}})");
    folder_.write("nested_settings.json", R"({"state_machines": {"Nested": "nobody.asl.json"}})");
    folder_.write("marked.asl.json", task("${Function}"));
    folder_.write("orders.jsonl", "{\"orderId\": \"a\"}\n7\n");
    folder_.write("bad.jsonl", "{\"orderId\": \"a\"}\n{\"orderId\": }\n");
    folder_.write("trace.txt", "1 s\n500 ms\n");
    folder_.write("empty_settings.json", "{\"resources\": {\n}}");
  }

  auto read(std::string_view text) const { return read_scenario(text, folder_.path() / "s.json"); }

  /// One line for each finding, without the folder's name.
  std::vector<std::string> complaints(std::string_view text) const {
    std::vector<std::string> lines;
    const auto scenario = read(text);
    if (!scenario)
      for (const FileFinding& finding : scenario.error()) lines.push_back(without_folder(render(finding)));
    return lines;
  }

  Scenario scenario(std::string_view text) const {
    for (const auto& complaint : complaints(text)) UNSCOPED_INFO(complaint);
    auto scenario = read(text);
    REQUIRE(scenario.has_value());
    return std::move(*scenario);
  }

  const fs::path& path() const { return folder_.path(); }
  const ScratchFolder& folder() const { return folder_; }

 private:
  static std::string task(const std::string& function) {
    return "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"End\": true,\n"
           " \"Resource\": \"arn:aws:lambda:us-east-1:123456789012:function:" +
           function + "\"}}}";
  }

  std::string without_folder(std::string line) const {
    const std::string prefix = folder_.path().string() + "/";
    for (auto at = line.find(prefix); at != std::string::npos; at = line.find(prefix)) line.erase(at, prefix.size());
    return line;
  }

  ScratchFolder folder_;
};

/// A scenario to which `members` are added on a line of their own.
std::string with(const std::string& members) {
  return "{\"machine\": \"Orders\", \"duration\": \"1 h\", \"arrivals\": {\"poisson\": 5}" +
         (members.empty() ? "" : ",\n" + members) + "\n}";
}

std::string first_input(const Scenario& scenario) {
  world::Stream random{1};
  return to_text(std::get<world::OrderTemplate>(scenario.inputs).draw(1, random));
}

}  // namespace

// ---- what is read

TEST_CASE("what a scenario leaves out has its default", "[config][scenario]") {
  const Shop shop;
  const Scenario read = shop.scenario(with(""));
  CHECK(read.title == "s");
  CHECK(read.seed == 77);  // the settings'
  CHECK(read.state_machine->name == "Orders");
  CHECK(read.state_machine->type == asl::MachineType::STANDARD);
  CHECK(read.state_machines.empty());
  REQUIRE(read.resources.size() == 1);
  CHECK(read.resources[0].name == "serve");
  CHECK(read.resources[0].actors == 2);
  CHECK(std::get<world::PoissonArrivals>(std::get<world::ArrivalProcess>(read.load)).per_second == 5);
  CHECK(first_input(read) == R"({"orderId":"order-1"})");
  CHECK(read.duration == 1h);
  CHECK(read.warm_up == 0s);
  CHECK_FALSE(read.orders);
  CHECK_FALSE(read.quotas);
  CHECK(read.replications == 1);
}

TEST_CASE("every member of a scenario is read", "[config][scenario]") {
  const Shop shop;
  const Scenario read = shop.scenario(R"({"$schema": "x", "title": "T", "seed": 5, "machine": "any.asl.json",
      "type": "EXPRESS", "settings": "config/settings.json", "duration": "2 h", "warm_up": "5 min", "orders": 1000,
      "closed_loop": {"users": 3, "think_time": "1 s", "ramp_up": "2 s"}, "inputs": "orders.jsonl",
      "quotas": {"region": "us-east-1"}, "replications": 10})");
  CHECK(read.title == "T");
  CHECK(read.seed == 5);
  CHECK(read.state_machine->name == "any");
  CHECK(read.state_machine->type == asl::MachineType::EXPRESS);
  CHECK(read.duration == 2h);
  CHECK(read.warm_up == 5min);
  CHECK(read.orders == 1000u);
  CHECK(std::get<world::ClosedLoopOptions>(read.load).users == 3);
  const auto& inputs = std::get<ListedInputs>(read.inputs).inputs;
  REQUIRE(inputs.size() == 2);
  CHECK(to_text(*inputs[0]) == R"({"orderId":"a"})");
  CHECK(to_text(*inputs[1]) == "7");
  CHECK(read.quotas == world::region_quotas("us-east-1")->express);
  CHECK(read.replications == 10);
}

TEST_CASE("a scenario changes a row of the settings member by member", "[config][scenario]") {
  const Shop shop;
  const workers::ResourceOptions read = shop.scenario(with(R"("resources": {"serve": {
      "workers": 4, "queue_limit": 9, "service_time": {"exponential": "1 s"}, "time_limit": "8 s",
      "heartbeat_interval": "3 s", "errors": [{"error": "E", "probability": 0.5}], "cold_starts": {"time": "2 s"},
      "settings": {"amount_limit": 5}, "supervision": {"restarts": 6}}})"))
                                            .resources.at(0);
  CHECK(read.name == "serve");
  CHECK(read.actors == 4);
  CHECK(read.capacity == 30);  // as it was
  CHECK(read.queue_limit == 9u);
  CHECK(std::get<world::Exponential>(read.worker.service_time).mean == 1s);
  CHECK(read.worker.time_limit == 8s);
  CHECK(read.worker.heartbeat_interval == std::chrono::nanoseconds{3s});
  CHECK(read.worker.errors.at(0).probability == 0.5);
  CHECK(std::get<world::Constant>(read.worker.cold_starts.value().time).value == 2s);
  const auto& payment = std::get<workers::PaymentOptions>(read.behaviour);
  CHECK(payment.amount_limit.hundredths == 500);
  CHECK(payment.test_cards.size() == workers::standard_test_cards().size());
  CHECK(read.supervision.intensity.restarts == 6);
}

TEST_CASE("a row with a pattern is changed for all that it binds", "[config][scenario]") {
  const Shop shop;
  const Scenario read = shop.scenario(R"({"machine": "any.asl.json", "duration": "1 h", "arrivals": {"constant": 1},
                                          "resources": {"any": {"capacity": 3}}})");
  REQUIRE(read.resources.size() == 1);
  CHECK(read.resources[0].name == "any/AnyOther");
  CHECK(read.resources[0].capacity == 3);
}

TEST_CASE("a machine that starts executions comes with all that the settings name", "[config][scenario]") {
  const Shop shop;
  const std::string text = R"({"machine": "starter.asl.json", "duration": "1 h", "arrivals": {"constant": 1}})";
  CHECK(shop.complaints(text) ==
        std::vector<std::string>{
            "config/broken.json:2:44: SCHEMA_VALIDATION_FAILED: Expected value of type String at /States/A/Error"});
  shop.folder().write("config/broken.json", R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}})");
  const Scenario read = shop.scenario(text);
  CHECK(read.state_machine->name == "starter");
  CHECK(read.state_machines.size() == 3);
  REQUIRE(read.resources.size() == 1);
  CHECK(read.resources[0].name == "serve");
}

// ---- what is wrong

TEST_CASE("whatever is wrong with a scenario is one finding with its place", "[config][scenario]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      // the file
      {"", "s.json:1:1: "},
      {"{\"machine\": \"Orders\",\n \"duration\": ", "s.json:2:14: "},  // truncated
      {"[]", "s.json:1:1: expected an object, found an empty list"},
      {R"({"machine": "Orders", "arrivals": {"poisson": 1}})", "s.json:1:1: 'duration' is missing"},
      {R"({"duration": "1 h", "arrivals": {"poisson": 1}})", "s.json:1:1: 'machine' is missing"},
      {with("\"duraton\": 1"), "s.json:2:12: /duraton: there is no setting 'duraton' here; did you mean 'duration'?"},
      {with("\"title\": 7"), "s.json:2:10: /title: expected text that is not empty, found 7"},
      {with("\"seed\": -1"), "s.json:2:9: /seed: expected a whole number from 0 to 18446744073709551615, found -1"},
      {with("\"type\": \"FAST\""), "s.json:2:9: /type: expected STANDARD or EXPRESS, found \"FAST\""},
      {with("\"orders\": 0"), "s.json:2:11: /orders: expected a whole number from 1 to 1000000000000, found 0"},
      {with("\"replications\": 1001"),
       "s.json:2:17: /replications: expected a whole number from 1 to 1000, found 1001"},
      // time
      {R"({"machine": "Orders", "duration": "0 s", "arrivals": {"poisson": 1}})",
       "s.json:1:35: /duration: expected a duration longer than none, found \"0 s\""},
      {with("\"warm_up\": \"1 h\""), "s.json:2:12: /warm_up: expected less than the duration, found \"1 h\""},
      {with("\"warm_up\": 60"),
       "s.json:2:12: /warm_up: expected a duration such as \"20 ms\", \"1.5 s\" or \"2 min\", found 60"},
      // load
      {R"({"machine": "Orders", "duration": "1 h"})", "s.json:1:1: 'arrivals' or 'closed_loop' is missing"},
      {with(R"("closed_loop": {"users": 1})"),
       "s.json:2:16: /closed_loop: contradicts 'arrivals': expected one of the two"},
      {R"({"machine": "Orders", "duration": "1 h", "arrivals": {"poisson": -1}})",
       "s.json:1:66: /arrivals/poisson: expected a rate of more than 0 and at most 1000000000 per second, found -1"},
      {R"({"machine": "Orders", "duration": "1 h", "arrivals": {"trace": "trace.txt"}})",
       "s.json:1:64: /arrivals/trace: trace.txt:2:1: expected a time not before the one that precedes it"},
      {R"({"machine": "Orders", "duration": "1 h", "closed_loop": {"users": "many"}})",
       "s.json:1:67: /closed_loop/users: expected a whole number from 1 to 10000000, found \"many\""},
      // inputs
      {with(R"("input": {"orderId": ["{{sequnce}}"]})"),
       "s.json:2:23: /input/orderId/0: expected sequence, uniform, choice or uuid between {{ and }}, found "
       "\"sequnce\""},
      {with(R"("input": {}, "inputs": "orders.jsonl")"),
       "s.json:2:24: /inputs: contradicts 'input': expected one of the two"},
      {with(R"("inputs": "none.jsonl")"), "s.json:2:11: /inputs: no such file: none.jsonl"},
      {with(R"("inputs": "bad.jsonl")"), "s.json:2:11: /inputs: bad.jsonl:2:13: "},
      // policies
      {with(R"("policies": {"retry_buget": {}})"),
       "s.json:2:29: /policies/retry_buget: there is no setting 'retry_buget' here; did you mean 'retry_budget'?"},
      {with(R"("policies": {"retry_budget": {"ratio": -1}})"),
       "s.json:2:40: /policies/retry_budget/ratio: expected a number from 0 to 1000, found -1"},
      {with(R"("policies": {"retry_budget": {"burst": 0.5}})"),
       "s.json:2:40: /policies/retry_budget/burst: expected a number from 1 to 100000, found 0.5"},
      {with(R"("policies": {"circuit_breakers": {"serve": {"failure_ratio": 0}}})"),
       "s.json:2:62: /policies/circuit_breakers/serve/failure_ratio: expected more than 0, at most 1, found 0"},
      {with(R"("policies": {"circuit_breakers": {"serv": {}}})"),
       "s.json:2:43: /policies/circuit_breakers/serv: no task of Orders is answered by 'serv'; did you mean 'serve'?"},
      {with(R"("policies": {"load_shedding": {}})"),
       "s.json:2:31: /policies/load_shedding: a limit is missing: 'open_orders' or 'queued'"},
      {with(R"("policies": {"load_shedding": {"open_orders": 0}})"),
       "s.json:2:47: /policies/load_shedding/open_orders: expected a whole number from 1 to 1000000000, found 0"},
      {with(R"("policies": {"load_shedding": {"queued": {"serve": 0}}})"),
       "s.json:2:52: /policies/load_shedding/queued/serve: expected a whole number from 1 to 1000000000, found 0"},
      {with(R"("policies": {"load_shedding": {"queued": {"serv": 5}}})"),
       "s.json:2:51: /policies/load_shedding/queued/serv: no task of Orders is answered by 'serv'; did you mean "
       "'serve'?"},
      {with(R"("policies": {"load_shedding": {"queued": 5}})"),
       "s.json:2:42: /policies/load_shedding/queued: expected an object of resources' names and their limits, found 5"},
      // resources
      {with(R"("resources": [])"),
       "s.json:2:14: /resources: expected an object of resources' names and what is to be different, found an empty "
       "list"},
      {with(R"("resources": {"serv": {}})"),
       "s.json:2:23: /resources/serv: the settings have no resource 'serv'; did you mean 'serve'?"},
      {with(R"("resources": {"kitchen": {}})"),
       "s.json:2:26: /resources/kitchen: the settings have no resource 'kitchen'; there are serve, idle or any"},
      {with(R"("resources": {"idle": {"capacity": 1}})"),
       "s.json:2:23: /resources/idle: no task of Orders is answered by 'idle'; there are serve"},
      {with(R"("resources": {"serve": {"workers": 0}})"),
       "s.json:2:36: /resources/serve/workers: expected a whole number from 1 to 10000, found 0"},
      {with(R"("resources": {"serve": {"actors": 2}})"),
       "s.json:2:35: /resources/serve/actors: there is no setting 'actors' here; there are workers, capacity,"},
      {with(R"("resources": {"serve": {"service_time": {"lognormal": {"mean": "1 s", "p99": "1 min"}}}})"),
       "s.json:2:78: /resources/serve/service_time/lognormal/p99: expected more than the mean and at most 14.96 s: no "
       "lognormal distribution with a mean of 1 s has a larger p99, found \"1 min\""},
      {with(R"("resources": {"serve": {"errors": [{"error": "E", "probability": 1.5}]}})"),
       "s.json:2:66: /resources/serve/errors/0/probability: expected a number from 0 to 1, found 1.5"},
      {with(R"("resources": {"serve": {"settings": {"amount": 1}}})"),
       "s.json:2:48: /resources/serve/settings/amount: there is no setting 'amount' here; there are amount_limit, "
       "test_cards or idempotent"},
      // quotas
      {with(R"("quotas": {"region": "Mars"})"),
       "s.json:2:22: /quotas/region: expected the name of an AWS region such as us-east-1, found \"Mars\""},
      // other files
      {with(R"("settings": "none.json")"), "s.json:2:13: /settings: no such file: none.json"},
      {with(R"("settings": "empty_settings.json")"),
       "empty_settings.json:1:15: /resources: expected a list, found an empty object"},
      {R"({"machine": "Oders", "duration": "1 h", "arrivals": {"poisson": 1}})",
       "s.json:1:13: /machine: no file and no state machine is called 'Oders'; did you mean 'Orders'?"},
      {R"({"machine": "elsewhere.asl.json", "duration": "1 h", "arrivals": {"poisson": 1}})",
       "s.json:1:13: /machine: no file and no state machine is called 'elsewhere.asl.json'; there are Broken or "
       "Orders"},
      {R"({"machine": "Broken", "duration": "1 h", "arrivals": {"poisson": 1}})",
       "config/broken.json:2:44: SCHEMA_VALIDATION_FAILED: Expected value of type String at /States/A/Error"},
      {R"({"machine": "nobody.asl.json", "duration": "1 h", "arrivals": {"poisson": 1}})",
       "nobody.asl.json:2:14: /States/A/Resource: nothing answers state 'A': config/settings.json binds no workers to "
       "arn:aws:lambda:us-east-1:123456789012:function:Nobody; a row such as {\"name\":\"A\",\"arn\":\"arn:aws:lambda:"
       "us-east-1:123456789012:function:Nobody\",\"kind\":\"echo\"} in the \"resources\" of the settings binds them"},
      {R"({"machine": "forgetful.asl.json", "settings": "nested_settings.json", "duration": "1 h",
           "arrivals": {"poisson": 1}})",
       "nobody.asl.json:2:14: /States/A/Resource: nothing answers state 'A': nested_settings.json binds no workers "
       "to "},
      {R"({"machine": "marked.asl.json", "duration": "1 h", "arrivals": {"poisson": 1}})",
       "marked.asl.json:2:14: SCHEMA_VALIDATION_FAILED: the mark ${Function} is for SAM or CloudFormation to replace; "
       "--substitute Function=VALUE replaces it here"},
  }));
  CAPTURE(row.text);
  const Shop shop;
  const auto found = shop.complaints(row.text);
  CAPTURE(found);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::StartsWith(row.expected));
}

TEST_CASE("all mistakes of a scenario are reported at once", "[config][scenario]") {
  const Shop shop;
  CHECK(shop.complaints(R"({"machine": "Oders", "duration": "1 h", "warm_up": "2 h", "arrivals": {"poisson": 0},
                            "seed": -1, "quotas": {"region": "Mars"}, "resources": {"serv": {}}})")
            .size() == 6);
}

TEST_CASE("an input that no execution takes is found before anything runs", "[config][scenario]") {
  const Shop shop;
  shop.folder().write("large.jsonl", "1\n\"" + std::string(262'144, 'x') + "\"\n");
  CHECK(shop.complaints(with(R"("inputs": "large.jsonl")")) ==
        std::vector<std::string>{"s.json:2:11: /inputs: large.jsonl:2:1: expected at most 262144 bytes, which is all "
                                 "that an execution takes, found 262146"});
}

TEST_CASE("without settings, a machine without tasks can be simulated, and another says who is missing",
          "[config][scenario]") {
  const ScratchFolder scratch;
  scratch.write("wait.json", R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}})");
  const auto text = R"({"machine": "wait.json", "duration": "1 h", "arrivals": {"poisson": 1}})";
  const auto scenario = read_scenario(text, scratch.path() / "s.json");
  REQUIRE(scenario.has_value());
  CHECK(scenario->resources.empty());
}

TEST_CASE("a scenario file that cannot be read is one finding", "[config][scenario]") {
  const ScratchFolder scratch;
  const auto missing = load_scenario(scratch.path() / "none.json");
  REQUIRE(!missing.has_value());
  REQUIRE(missing.error().size() == 1);
  CHECK(render(missing.error()[0]) == "no such file: " + (scratch.path() / "none.json").string());
}

// ---- those that are shipped

TEST_CASE("every shipped scenario loads, and most of its first orders succeed", "[config][scenario]") {
  std::size_t scenarios = 0;
  for (const auto& entry : fs::directory_iterator(project / "config" / "scenarios")) {
    ++scenarios;
    CAPTURE(entry.path().string());
    const auto scenario = load_scenario(entry.path());
    if (!scenario)
      for (const FileFinding& finding : scenario.error()) UNSCOPED_INFO(render(finding));
    REQUIRE(scenario.has_value());
    simulation::Simulation run{*scenario, scenario->seed};
    const auto enough = [&] { return run.so_far().succeeded + run.so_far().failed >= 2'000; };
    for (world::Duration until = 10s; !enough() && until <= scenario->duration; until += 10s) run.run_until(until);
    CHECK(run.so_far().succeeded > 100);
    CHECK(run.so_far().failed < run.so_far().succeeded / 2);  // a flash sale is meant to be too much
  }
  CHECK(scenarios == 9);
}

// ---- the schema

TEST_CASE("the JSON Schema of scenarios and the reader know the same members", "[config][scenario][schema]") {
  const Shop shop;
  const std::string& unknown = unknown_member;
  const auto arrivals_of = [&](const std::string& form) {
    return R"({"machine": "Orders", "duration": "1 h", "arrivals": {")" + form + "\": {" + unknown + "}}}";
  };
  const std::map<std::string, std::string> probes{
      {"/$defs/threshold/anyOf", with("\"thresholds\": {\"retries\": [{" + unknown + "}]}")},
      {"/$defs/arrivals", R"({"machine": "Orders", "duration": "1 h", "arrivals": {)" + unknown + "}}"},
      {"/$defs/ramp", arrivals_of("ramp")},
      {"/$defs/stages", arrivals_of("stages")},
      {"/$defs/stage",
       R"({"machine": "Orders", "duration": "1 h", "arrivals": {"stages": {"stages": [{)" + unknown + "}]}}}"},
      {"/$defs/on_off", arrivals_of("on_off")},
      {"/$defs/closed_loop", with("\"closed_loop\": {" + unknown + "}")},
      {"/$defs/resource", with("\"resources\": {\"serve\": {" + unknown + "}}")},
      {"/$defs/quotas", with("\"quotas\": {" + unknown + "}")},
      {"/$defs/prices", with("\"prices\": {\"region\": \"r\", " + unknown + "}")},
      {"/$defs/bucket", with("\"quotas\": {\"start_execution\": {" + unknown + "}}")},
      {"/$defs/policies", with("\"policies\": {" + unknown + "}")},
      {"/$defs/retry_budget", with("\"policies\": {\"retry_budget\": {" + unknown + "}}")},
      {"/$defs/load_shedding", with("\"policies\": {\"load_shedding\": {" + unknown + "}}")},
      {"/$defs/circuit_breaker", with("\"policies\": {\"circuit_breakers\": {\"serve\": {" + unknown + "}}}")},
  };
  std::map<std::string, Names> known;
  for (const auto& [where, probe] : probes) known[where] = known_to_reader(shop.complaints(probe));
  const auto file = project / "config" / "schemas" / "scenario.schema.json";
  CHECK(known == objects_of_schema(file));
  CHECK(known_to_reader(shop.complaints(with(unknown))) == members_of_schema(file, "/$defs/scenario"));
}

}  // namespace stepstorm::config
