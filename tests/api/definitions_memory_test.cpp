// What an account may create: how much memory its definitions are charged with, and who is refused.
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <malloc.h>

#include "asl/compile.hpp"
#include "asl/held_bytes.hpp"
#include "tests/api/asked.hpp"

namespace stepstorm::api {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int time = 0; time < times; ++time) all += text;
  return all;
}

/// About this many bytes.
std::string definition_of(std::size_t bytes) {
  return R"({"StartAt":"P","States":{"P":{"Type":"Pass","Result":")" + std::string(bytes, 'x') + R"(","End":true}}})";
}

/// A service whose accounts may hold 8 MiB of definitions each.
struct SmallService {
  Answered call(const std::string& operation, const Json& body, const std::string& account = {}) {
    return ask(service, operation, body, account).get();
  }

  Answered create(const std::string& name, const std::string& definition, const std::string& account = {}) {
    return call("CreateStateMachine",
                {{"name", name}, {"definition", definition}, {"roleArn", "arn:aws:iam::123456789012:role/any"}},
                account);
  }

  /// Creates machines of 20 KB until one is refused; returns how many there are.
  int fill(const std::string& account = {}) {
    for (int count = 0;; ++count) {
      const Answered answered = create("m" + std::to_string(count), definition_of(20'000), account);
      if (answered.status != 200) return count;
    }
  }

  static std::string arn_of(const std::string& name) {
    return "arn:aws:states:us-east-1:123456789012:stateMachine:" + name;
  }

  static AccountOptions options() {
    AccountOptions options;
    options.clock = Clock::Virtual;
    options.definitions_bytes_max = 8u << 20;
    return options;
  }

  Service service{options()};
};

}  // namespace

TEST_CASE("what has no room is refused with the operation's own error, and what is deleted makes room",
          "[api][memory]") {
  SmallService small;
  const std::string activity =
      small.call("CreateActivity", {{"name", "first"}}).body.at("activityArn").get<std::string>();
  const int count = small.fill();
  CHECK(count == 8);  // (48 + 1) bytes for each of 20,000
  Json tags = Json::array();
  for (int number = 0; number < 50; ++number)
    tags.push_back({{"key", std::to_string(number) + std::string(120, 'k')}, {"value", std::string(256, 'v')}});
  int tagged = 0;
  while (small.call("CreateActivity", {{"name", "a" + std::to_string(tagged)}, {"tags", tags}}).status == 200) ++tagged;
  CHECK(tagged > 0);
  int created = 0;
  while (small.call("CreateActivity", {{"name", "b" + std::to_string(created)}}).status == 200) ++created;
  CHECK(small.call("CreateActivity", {{"name", "one-more"}}).code() == "ActivityLimitExceeded");
  CHECK(small.call("TagResource", {{"resourceArn", activity}, {"tags", tags}}).code() == "TooManyTags");
  CHECK(small.create("one-more", definition_of(1'000)).code() == "StateMachineLimitExceeded");
  const Json machine{{"stateMachineArn", SmallService::arn_of("m0")}};
  Json update = machine;
  update["definition"] = definition_of(20'001);
  CHECK(small.call("UpdateStateMachine", update).code() == "ServiceQuotaExceededException");
  int published = 0;
  while (small
             .call("PublishStateMachineVersion",
                   {{"stateMachineArn", SmallService::arn_of("m" + std::to_string(published))}})
             .status == 200)
    ++published;
  CHECK(published <= 2);  // 2 KiB each, where no entry of 4 KiB had room
  CHECK(small.call("PublishStateMachineVersion", {{"stateMachineArn", SmallService::arn_of("m7")}}).code() ==
        "ServiceQuotaExceededException");
  CHECK(small.call("ListTagsForResource", {{"resourceArn", activity}}).body.at("tags").empty());

  REQUIRE(small.call("DeleteStateMachine", machine).status == 200);
  CHECK(small.create("one-more", definition_of(15'000)).status == 200);
}

TEST_CASE("a definition that would take more memory than an account may is not even compiled", "[api][memory]") {
  SmallService small;
  std::string expressions;
  for (int count = 0; count < 4'000; ++count) expressions += R"("{% $match('a', /a{1000}/) %}",)";
  const std::string state = R"({"Type":"Pass","QueryLanguage":"JSONata","End":true,"Output":[)" + expressions + "1]}";
  const std::string definition = R"({"StartAt":"P","States":{"P":)" + state + "}}";
  const Json role = "arn:aws:iam::123456789012:role/any";
  CHECK(small.create("m", definition).code() == "StateMachineLimitExceeded");
  CHECK(small.call("ValidateStateMachineDefinition", {{"definition", definition}}).code() == "ValidationException");
  CHECK(small.call("TestState", {{"definition", state}, {"roleArn", role}, {"input", "{}"}}).code() ==
        "ValidationException");
  const std::string small_state = R"({"Type":"Pass","QueryLanguage":"JSONata","End":true,"Output":"{% 1 %}"})";
  CHECK(small.call("TestState", {{"definition", small_state}, {"roleArn", role}, {"input", "{}"}}).status == 200);
}

TEST_CASE("one account's definitions take no room from another's", "[api][memory]") {
  SmallService small;
  const int count = small.fill();
  CHECK(small.fill("222222222222") == count);
}

TEST_CASE("a definition that was replaced counts while an execution of it runs, and one that ended makes room",
          "[api][memory]") {
  SmallService small;
  const std::string waiting = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":100,"Comment":")" +
                              std::string(100'000, 'x') + R"(","End":true}}})";
  REQUIRE(set_clock(small.service, {{"paused", true}}).status == 200);
  REQUIRE(small.create("m", waiting).status == 200);
  const Json machine{{"stateMachineArn", SmallService::arn_of("m")}};
  REQUIRE(small.call("StartExecution", machine).status == 200);
  Json update = machine;
  update["definition"] = definition_of(50'000);
  REQUIRE(small.call("UpdateStateMachine", update).status == 200);
  CHECK(small.create("n", waiting).code() == "StateMachineLimitExceeded");
  REQUIRE(set_clock(small.service, {{"advance", 101}}).status == 200);
  CHECK(small.call("ListExecutions", machine).body.at("executions").size() == 1);
  CHECK(small.create("n", waiting).status == 200);
  CHECK(small.call("ListExecutions", machine).body.at("executions").empty());
}

TEST_CASE("machines that come, run and go do not use an account's room up", "[api][memory]") {
  SmallService small;
  for (int round = 0; round < 40; ++round) {
    const std::string name = "m" + std::to_string(round);
    REQUIRE(small.create(name, definition_of(20'000)).status == 200);
    const Json machine{{"stateMachineArn", SmallService::arn_of(name)}};
    REQUIRE(small.call("StartExecution", machine).status == 200);
    REQUIRE(set_clock(small.service, {{"advance", 1}}).status == 200);
    REQUIRE(small.call("DeleteStateMachine", machine).status == 200);
  }
}

TEST_CASE("no definition holds more than it is charged with", "[api][memory]") {
  const std::string json_path = R"({"StartAt":"A","States":{"A":{"Type":"Pass","End":true,)";
  const std::string jsonata = R"({"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","End":true,)";
  std::string chain = R"({"StartAt":"0","States":{)";
  for (int state = 0; state < 2'000; ++state)
    chain += '"' + std::to_string(state) + R"(":{"Type":"Pass","Next":")" + std::to_string(state + 1) + R"("},)";
  struct Row {
    const char* what;
    std::string definition;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"states", chain + R"("2000":{"Type":"Pass","End":true}}})"},
      {"empty objects", json_path + R"("Result":[)" + repeated("{},", 20'000) + "{}]}}}"},
      {"lists in a template", json_path + R"("Parameters":{"b.$":"$","a":[)" + repeated("[],", 20'000) + "[]]}}}}"},
      {"text", json_path + R"("Result":")" + std::string(100'000, 'x') + R"("}}})"},
      {"expressions", jsonata + R"("Output":[)" + repeated(R"("{%1%}",)", 5'000) + "1]}}}"},
      {"a long expression", jsonata + R"("Output":"{% [)" + repeated("1,", 20'000) + R"(1] %}"}}})"},
      {"regular expressions", jsonata + R"("Output":"{% [)" + repeated("$match(0,/a/),", 2'000) + R"(1] %}"}}})"},
      {"repetitions", jsonata + R"("Output":"{% [)" + repeated("$match(0,/a{1000}/),", 100) + R"(1] %}"}}})"},
      {"repetitions in repetitions",
       jsonata + R"("Output":"{% [)" + repeated("$match(0,/(.{30}){30}/),", 20) + R"(1] %}"}}})"},
  }));
  CAPTURE(row.what);
  const auto used = [] {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  const auto before = used();
  const auto compiled = asl::compile(row.definition);
  REQUIRE(compiled.machine);
  const auto held = used() - before;
  if (before == 0) return;  // another allocator, which tells nothing
  CAPTURE(held, asl::held_bytes_max(row.definition));
  CHECK(held > row.definition.size() / 2);
  CHECK(held <= asl::held_bytes_max(row.definition));
}

}  // namespace stepstorm::api
