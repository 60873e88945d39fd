#include "config/settings.hpp"

#include <map>

#include <catch2/catch.hpp>

#include "config/function_settings.hpp"
#include "config/source_folder.hpp"
#include "tests/config/schema_members.hpp"
#include "tests/config/scratch_folder.hpp"

namespace stepstorm::config {
namespace {

namespace fs = std::filesystem;
using namespace orchestration;
using namespace std::chrono_literals;

const fs::path project = config::source_folder();

/// A settings file with one resource, to which `members` are added on a line of their own.
std::string with_resource(const std::string& members) {
  return "{\"resources\": [{\"name\": \"n\", \"arn\": \"arn:aws:lambda:us-east-1:123456789012:function:F\",\n" +
         members + "\n}]}";
}

std::vector<std::string> complaints(std::string_view text) {
  const auto settings = read_settings(text, "s.json");
  std::vector<std::string> lines;
  if (!settings)
    for (const FileFinding& finding : settings.error()) lines.push_back(render(finding));
  return lines;
}

workers::ResourceOptions resource(const std::string& members) {
  const std::string text = with_resource(members);
  for (const auto& complaint : complaints(text)) UNSCOPED_INFO(complaint);
  auto settings = read_settings(text, "s.json");
  REQUIRE(settings.has_value());
  return settings->resources.at(0);
}

TEST_CASE("with or without a file, what open executions hold is bounded by half of the memory", "[config][settings]") {
  const auto limits = default_settings().limits;
  CHECK(limits.held_bytes < orchestration::unlimited);
  CHECK(limits.history_bytes == limits.held_bytes / 4);
}

TEST_CASE("the shipped settings bind every task of the shipped machines", "[config][settings]") {
  const auto settings = load_settings(project / "config" / "settings.json");
  REQUIRE(settings.has_value());
  REQUIRE(settings->state_machines.size() == 3);
  for (const auto& [name, path] : settings->state_machines) {
    CAPTURE(name, path.string());
    CHECK(fs::is_regular_file(path));
  }
}

TEST_CASE("settings say how many threads there are, and whether each keeps to one processor", "[config][settings]") {
  const auto threads_of = [](const std::string& members) {
    const auto settings = read_settings('{' + members + with_resource(R"("kind": "payment")").substr(1), "s.json");
    REQUIRE(settings.has_value());
    return std::pair{settings->threads, settings->pinned};
  };
  CHECK(threads_of("") == std::pair{0u, false});
  CHECK(threads_of(R"("threads": 3, "pinned": true, )") == std::pair{3u, true});
}

TEST_CASE("what the settings leave out keeps its default", "[config][settings]") {
  const workers::ResourceOptions read = resource(R"("kind": "payment")");
  const workers::ResourceOptions defaults;
  CHECK(read.actors == defaults.actors);
  CHECK(read.capacity == defaults.capacity);
  CHECK(read.queue_limit == defaults.queue_limit);
  CHECK(read.supervision.intensity.restarts == 1);
  CHECK(read.supervision.intensity.window == 5s);
  CHECK(std::get<workers::PaymentOptions>(read.behaviour).test_cards.size() == workers::standard_test_cards().size());
}

TEST_CASE("every member of a resource is read", "[config][settings]") {
  const workers::ResourceOptions read = resource(R"(
      "kind": "payment", "actors": 3, "capacity": 7, "queue_limit": 0, "service_time": {"uniform": ["1 ms", "2 ms"]},
      "time_limit": "3 s", "heartbeat_interval": "4 s",
      "errors": [{"error": "E", "cause": "C", "probability": 0.25}, {"error": "F", "probability": 0.75}],
      "cold_starts": {"time": {"exponential": "5 s"}, "keep_alive": "6 s"},
      "settings": {"amount_limit": 12.5, "test_cards": [
        {"number": "1", "rule": "decline", "error": "E", "cause": "C"},
        {"number": "2", "rule": "fail_first", "attempts": 2, "error": "E"},
        {"number": "3", "rule": "never_answer"},
        {"number": "4", "rule": "crash_first", "attempts": 5},
        {"number": "5", "rule": "answer_text", "text": "<html>"}]},
      "supervision": {"strategy": "rest_for_one", "restart": "transient", "restarts": 4, "window": "6 s",
        "backoff": {"initial": "7 ms", "rate": 1.5, "max": "8 s", "jitter": false}, "restore_after": "9 s"})");
  CHECK(read.name == "n");
  CHECK(read.arn == "arn:aws:lambda:us-east-1:123456789012:function:F");
  CHECK(read.actors == 3);
  CHECK(read.capacity == 7);
  CHECK(read.queue_limit == 0u);
  CHECK(std::get<world::Uniform>(read.worker.service_time).from == 1ms);
  CHECK(std::get<world::Uniform>(read.worker.service_time).to == 2ms);
  CHECK(read.worker.time_limit == 3s);
  CHECK(read.worker.heartbeat_interval == std::chrono::nanoseconds{4s});
  REQUIRE(read.worker.errors.size() == 2);
  CHECK(read.worker.errors[0].type == "E");
  CHECK(read.worker.errors[0].message == "C");
  CHECK(read.worker.errors[0].probability == 0.25);
  CHECK(read.worker.errors[1].probability == 0.75);
  REQUIRE(read.worker.cold_starts.has_value());
  CHECK(std::get<world::Exponential>(read.worker.cold_starts->time).mean == 5s);
  CHECK(read.worker.cold_starts->keep_alive == 6s);

  const auto& payment = std::get<workers::PaymentOptions>(read.behaviour);
  CHECK(payment.amount_limit.hundredths == 1250);
  REQUIRE(payment.test_cards.size() == 5);
  CHECK(payment.test_cards[0].number == "1");
  CHECK(std::get<workers::DeclineCard>(payment.test_cards[0].rule).error == "E");
  CHECK(std::get<workers::DeclineCard>(payment.test_cards[0].rule).cause == "C");
  CHECK(std::get<workers::FailFirst>(payment.test_cards[1].rule).attempts == 2);
  CHECK(std::holds_alternative<workers::NeverAnswer>(payment.test_cards[2].rule));
  CHECK(std::get<workers::CrashFirst>(payment.test_cards[3].rule).attempts == 5);
  CHECK(std::get<workers::AnswerText>(payment.test_cards[4].rule).text == "<html>");

  CHECK(read.supervision.strategy == RestartStrategy::RestForOne);
  CHECK(read.supervision.restart == RestartType::Transient);
  CHECK(read.supervision.intensity.restarts == 4);
  CHECK(read.supervision.intensity.window == 6s);
  CHECK(read.supervision.backoff.initial == 7ms);
  CHECK(read.supervision.backoff.rate == 1.5);
  CHECK(read.supervision.backoff.max == 8s);
  CHECK_FALSE(read.supervision.backoff.jitter);
  CHECK(read.supervision.restore_after == std::chrono::nanoseconds{9s});
}

TEST_CASE("a resource's own supervision overrides the one for all, member by member", "[config][settings]") {
  const auto settings = read_settings(
      R"({"resources": [{"name": "n", "arn": "arn:aws:lambda:us-east-1:123456789012:function:F", "kind": "echo",
                         "supervision": {"restarts": 9}}],
          "supervision": {"strategy": "one_for_all", "restarts": 3}})",
      "s.json");
  REQUIRE(settings.has_value());
  CHECK(settings->resources[0].supervision.strategy == RestartStrategy::OneForAll);
  CHECK(settings->resources[0].supervision.intensity.restarts == 9);
}

TEST_CASE("an endpoint answers after the settings' functions and before their other rows", "[config][settings]") {
  auto settings = read_settings(R"({"functions": {"F": {"command": ["true"]}},
    "resources": [{"name": "a", "arn": "arn:aws:states:us-east-1:123456789012:activity:A", "kind": "echo"},
                  {"name": "b", "arn": "*", "kind": "echo"}]})",
                                "settings.json");
  REQUIRE(settings.has_value());
  answer_by_endpoint("http://localhost:3001", settings->resources);
  std::string rows;
  for (const auto& row : settings->resources) rows += std::to_string(row.row) + ' ' + row.name + ' ' + row.arn + '\n';
  CHECK(rows ==
        "0 F arn:aws:lambda:us-east-1:123456789012:function:F\n"
        "1 lambda-endpoint arn:aws:lambda:*:*:function:*\n"
        "2 a arn:aws:states:us-east-1:123456789012:activity:A\n"
        "3 b *\n");
  CHECK(settings->resources[1].function->options->endpoint == "http://localhost:3001");
  CHECK(settings->resources[1].by_pattern);
}

TEST_CASE("paths are relative to the settings file", "[config][settings]") {
  const auto settings = read_settings(
      R"({"state_machines": {"A": "machines/a.json", "B": "../b.json", "C": "/c.json"}, "resources": [
          {"name": "n", "arn": "arn:aws:lambda:us-east-1:123456789012:function:F", "kind": "echo"}]})",
      "config/s.json");
  REQUIRE(settings.has_value());
  CHECK(settings->state_machines.at("A") == "config/machines/a.json");
  CHECK(settings->state_machines.at("B") == "b.json");
  CHECK(settings->state_machines.at("C") == "/c.json");
}

TEST_CASE("whatever is wrong with settings is one finding with its place", "[config][settings]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const std::string echo = R"("kind": "echo")";
  const auto row = GENERATE_COPY(values<Row>({
      // the file
      {"{\"resources\": [", "s.json:1:16: "},
      {"", "s.json:1:1: "},
      {"[]", "s.json:1:1: expected an object, found an empty list"},
      {R"({"state_machines": {"a b": "x.json"}})",
       "s.json:1:28: /state_machines/a b: expected a name of 1 to 80 characters without spaces and <>"},
      {R"({"resources": {}})", "s.json:1:15: /resources: expected a list, found an empty object"},
      {"{\n \"sed\": 1,\n " + with_resource(echo).substr(1),
       "s.json:2:9: /sed: there is no setting 'sed' here; did you mean 'seed'?"},
      {R"({"seed": -1, )" + with_resource(echo).substr(1),
       "s.json:1:10: /seed: expected a whole number from 0 to 18446744073709551615, found -1"},
      {R"({"seed": 1.5, )" + with_resource(echo).substr(1),
       "s.json:1:10: /seed: expected a whole number from 0 to 18446744073709551615, found 1.5"},
      {R"({"threads": 2000, )" + with_resource(echo).substr(1),
       "s.json:1:13: /threads: expected a whole number from 0 to 1024, found 2000"},
      {R"({"state_machines": {"A": ""}, )" + with_resource(echo).substr(1),
       "s.json:1:26: /state_machines/A: expected text that is not empty, found \"\""},
      {R"({"state_machines": ["a"], )" + with_resource(echo).substr(1),
       "s.json:1:20: /state_machines: expected an object of names and paths, found a list"},
      // a resource
      {R"({"resources": [1]})", "s.json:1:16: /resources/0: expected an object, found 1"},
      {R"({"resources": [{"arn": "arn:aws:lambda:us-east-1:123456789012:function:F", "kind": "echo"}]})",
       "s.json:1:16: /resources/0: 'name' is missing"},
      {with_resource(R"("kind": "courier")"),
       "s.json:2:9: /resources/0/kind: expected a kind of worker: echo, validate, payment, refund, confirm, notify or "
       "model, found \"courier\""},
      {with_resource(R"("kind": "courier", "settings": {"speed": 1})"),
       "s.json:2:9: /resources/0/kind: expected a kind of worker: echo, validate, payment, refund, confirm, notify or "
       "model, found \"courier\""},
      {R"({"resources": [{"name": "n", "kind": "echo"}]})", "s.json:1:16: /resources/0: 'arn' or 'service' is missing"},
      {R"({"resources": [{"name": "n", "arn": "*", "service": "sqs", "kind": "echo"}]})",
       "s.json:1:53: /resources/0/service: contradicts 'arn': expected one of the two"},
      {R"({"resources": [{"name": "n", "service": "Amazon SQS", "kind": "echo"}]})",
       "s.json:1:41: /resources/0/service: expected a service as integrations name it, such as sqs, dynamodb or "
       "aws-sdk:s3, found \"Amazon SQS\""},
      {R"({"resources": [{"name": "n", "arn": "ValidateOrder", "kind": "echo"}]})",
       "s.json:1:37: /resources/0/arn: expected the ARN of a Lambda function, an activity or a service integration, or "
       "a pattern with '*', found \"ValidateOrder\""},
      {with_resource(echo + R"(, "actors": 0)"),
       "s.json:2:27: /resources/0/actors: expected a whole number from 1 to 10000, found 0"},
      {with_resource(echo + R"(, "actors": "many")"),
       "s.json:2:27: /resources/0/actors: expected a whole number from 1 to 10000, found \"many\""},
      {with_resource(echo + R"(, "service_time": "soon")"),
       "s.json:2:33: /resources/0/service_time: expected a duration such as \"20 ms\", \"1.5 s\" or \"2 min\", found "
       "\"soon\""},
      {with_resource(echo + R"(, "service_time": {"uniform": ["2 ms", "1 ms"]})"),
       "s.json:2:45: /resources/0/service_time/uniform: expected the shortest and the longest time, found a list"},
      {with_resource(echo + R"(, "service_time": {})"),
       "s.json:2:33: /resources/0/service_time: expected one of uniform, exponential, erlang, hyperexponential, "
       "lognormal, pareto, empirical or cumulative, found an empty object"},
      {with_resource(echo + R"(, "settings": {"currency": "EUR"})"),
       "s.json:2:42: /resources/0/settings/currency: there is no setting 'currency' here; there are none"},
      {with_resource(R"("kind": "validate", "settings": {"review_above": -1})"),
       "s.json:2:50: /resources/0/settings/review_above: expected an amount of money such as 49.90, found -1"},
      {with_resource(R"("kind": "payment", "settings": {"test_cards": [{"number": "1", "rule": "explode"}]})"),
       "s.json:2:72: /resources/0/settings/test_cards/0/rule: expected decline, fail_first, never_answer, crash_first "
       "or answer_text, found \"explode\""},
      {with_resource(R"("kind": "payment", "settings": {"test_cards": [{"number": "1", "rule": "decline"}]})"),
       "s.json:2:48: /resources/0/settings/test_cards/0: 'error' is missing"},
      {with_resource(
           R"("kind": "payment", "settings": {"test_cards": [{"number": "1", "rule": "never_answer", "x": 1}]})"),
       "s.json:2:93: /resources/0/settings/test_cards/0/x: there is no setting 'x' here; there are number or rule"},
      {with_resource(echo + R"(, "errors": [{"error": "E", "probability": 0.6}, {"error": "F", "probability": 0.5}])"),
       "s.json:2:27: /resources/0/errors: expected probabilities that sum to 1 at most"},
      {with_resource(echo + R"(, "errors": [{"error": "E", "probability": 2}])"),
       "s.json:2:58: /resources/0/errors/0/probability: expected a number from 0 to 1, found 2"},
      {with_resource(echo + R"(, "cold_starts": {})"), "s.json:2:32: /resources/0/cold_starts: 'time' is missing"},
      {with_resource(echo + R"(, "cold_starts": {"time": "1 s", "keep_alive": "0 s"})"),
       "s.json:2:62: /resources/0/cold_starts/keep_alive: expected a duration longer than none, found \"0 s\""},
      // supervision
      {with_resource(echo + R"(, "supervision": {"strategy": "all"})"),
       "s.json:2:45: /resources/0/supervision/strategy: expected one_for_one, one_for_all or rest_for_one, found "
       "\"all\""},
      {with_resource(echo + R"(, "supervision": {"window": "0 s"})"),
       "s.json:2:43: /resources/0/supervision/window: expected a duration longer than none, found \"0 s\""},
      {with_resource(echo + R"(, "supervision": {"backoff": {"rate": 0.5}})"),
       "s.json:2:53: /resources/0/supervision/backoff/rate: expected a number from 1 to 1000, found 0.5"},
      {with_resource(echo + R"(, "supervision": {"backoff": {"jitter": "yes"}})"),
       "s.json:2:55: /resources/0/supervision/backoff/jitter: expected true or false, found \"yes\""},
  }));
  CAPTURE(row.text);
  const auto found = complaints(row.text);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::StartsWith(row.expected));
}

TEST_CASE("two rows may share neither a name nor an ARN", "[config][settings]") {
  const auto rows = [](const std::string& name, const std::string& function) {
    return R"({"resources": [
 {"name": "a", "arn": "arn:aws:lambda:us-east-1:123456789012:function:A", "kind": "echo"},
 {"name": ")" +
           name + R"(", "arn": "arn:aws:lambda:us-east-1:123456789012:function:)" + function +
           R"(", "kind": "echo"}]})";
  };
  CHECK(complaints(rows("b", "B")).empty());
  CHECK(complaints(rows("a", "B")) ==
        std::vector<std::string>{"s.json:3:11: /resources/1/name: another row has this name already"});
  CHECK(complaints(rows("b", "A")) ==
        std::vector<std::string>{"s.json:3:23: /resources/1/arn: another row has this arn already"});
}

TEST_CASE("all mistakes are reported at once", "[config][settings]") {
  CHECK(complaints(R"({"seed": "x", "resources": [{"name": "", "arn": 1, "kind": "echo", "actors": 0}]})").size() == 4);
}

TEST_CASE("a file full of mistakes is not read to its end", "[config][settings]") {
  std::string text = "{";
  for (int i = 0; i < 20'000; ++i) text += "\"x" + std::to_string(i) + "\": 1, ";
  CHECK(complaints(text + with_resource(R"("kind": "echo")").substr(1)).size() == 100);
}

TEST_CASE("a settings file that cannot be read is one finding", "[config][settings]") {
  const ScratchFolder scratch;
  const auto missing = load_settings(scratch.path() / "none.json");
  REQUIRE(!missing.has_value());
  REQUIRE(missing.error().size() == 1);
  CHECK(render(missing.error()[0]) == "no such file: " + (scratch.path() / "none.json").string());
}

TEST_CASE("the nearest settings above the first folder that has some are taken", "[config][settings]") {
  const ScratchFolder scratch;
  const auto outer = scratch.write("project/config/settings.json", "{}");
  const auto inner = scratch.write("project/part/config/settings.json", "{}");
  const auto elsewhere = scratch.write("elsewhere/config/settings.json", "{}");
  scratch.write("project/part/config/machines/m.json", "{}");
  const auto at = [&](const char* folder) { return scratch.path() / folder; };
  CHECK(find_settings({at("project/part/config/machines"), at("elsewhere")}) == inner);
  CHECK(find_settings({at("project/other"), at("elsewhere")}) == outer);
  CHECK(find_settings({at("nowhere"), at("elsewhere")}) == elsewhere);
}

TEST_CASE("the JSON Schema and the reader know the same members", "[config][settings][schema]") {
  const std::string& unknown = unknown_member;
  const auto echo_with = [&](const std::string& members) { return with_resource("\"kind\": \"echo\", " + members); };
  const auto times = [&](const std::string& form) {
    return echo_with("\"service_time\": {\"" + form + "\": {" + unknown + "}}");
  };
  const auto card_of = [&](const std::string& rule) {
    return with_resource(R"("kind": "payment", "settings": {"test_cards": [{"number": "1", "rule": )" + rule + ", " +
                         unknown + "}]}");
  };
  const auto settings_of = [&](const std::string& kind) {
    return with_resource("\"kind\": \"" + kind + "\", \"settings\": {" + unknown + "}");
  };
  const std::map<std::string, std::string> probes{
      {"", "{" + unknown + ", " + echo_with(R"("actors": 1)").substr(1)},
      {"/properties/limits", R"({"resources": [], "limits": {)" + unknown + "}}"},
      {"/$defs/function", R"({"resources": [], "functions": {"F": {)" + unknown + "}}}"},
      {"/$defs/resource", echo_with(unknown)},
      {"/$defs/distribution/oneOf", echo_with(R"("service_time": {)" + unknown + "}")},
      {"/$defs/erlang", times("erlang")},
      {"/$defs/hyperexponential", times("hyperexponential")},
      {"/$defs/lognormal", times("lognormal")},
      {"/$defs/pareto", times("pareto")},
      {"/$defs/point", echo_with(R"("service_time": {"cumulative": [{)" + unknown + "}]}")},
      {"/$defs/error", echo_with(R"("errors": [{)" + unknown + "}]")},
      {"/$defs/cold_starts", echo_with(R"("cold_starts": {)" + unknown + "}")},
      {"/$defs/supervision", echo_with(R"("supervision": {)" + unknown + "}")},
      {"/$defs/backoff", echo_with(R"("supervision": {"backoff": {)" + unknown + "}}")},
      {"/$defs/no_settings", settings_of("echo")},
      {"/$defs/validate", settings_of("validate")},
      {"/$defs/payment", settings_of("payment")},
      {"/$defs/decline", card_of(R"("decline", "error": "E")")},
      {"/$defs/fail_first", card_of(R"("fail_first", "error": "E")")},
      {"/$defs/never_answer", card_of(R"("never_answer")")},
      {"/$defs/crash_first", card_of(R"("crash_first")")},
      {"/$defs/answer_text", card_of(R"("answer_text", "text": "T")")},
      {"/$defs/confirm", settings_of("confirm")},
      {"/$defs/notify", settings_of("notify")},
      {"/$defs/model", settings_of("model")},
      {"/$defs/outcome", with_resource(R"("kind": "model", "settings": {"outcomes": [{)" + unknown + "}]}")},
      {"/$defs/working_hours", with_resource(R"("kind": "model", "settings": {"working_hours": {)" + unknown + "}}")},
      {"/$defs/effect",
       with_resource(R"("kind": "model", "settings": {"outcomes": [{"effects": [{"effect": "e", "key": "k", )" +
                     unknown + "}]}]}")},
  };
  std::map<std::string, Names> known;
  for (const auto& [where, probe] : probes) known[where] = known_to_reader(complaints(probe));
  CHECK(known == objects_of_schema(project / "config" / "schemas" / "settings.schema.json"));
}

}  // namespace
}  // namespace stepstorm::config
