// What requests may be, and what the service says of those that are not: constraints, JSON, ARNs, pages, variables.
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "api/arn.hpp"
#include "api/internal_failure.hpp"
#include "api/json_complaint.hpp"
#include "api/operation.hpp"
#include "api/operations/variable_references.hpp"
#include "api/own_endpoints.hpp"
#include "api/page.hpp"
#include "config/source_folder.hpp"
#include "config/text_file.hpp"
#include "tests/api/asked.hpp"

using namespace stepstorm;

namespace {

std::string complaint(const std::string& operation, const std::string& request) {
  const auto error = api::check(parse_json(request).value(), api::find_operation(operation)->request);
  return error ? error->code + ": " + error->message : "";
}

}  // namespace

TEST_CASE("a request that does not fit its operation is refused in the service's words", "[api]") {
  struct Row {
    std::string operation, request, says;
  };
  const auto row = GENERATE(values<Row>({
      {"ListExecutions", R"({"maxResults": 1000})", ""},
      {"ListExecutions",
       R"({"maxResults": 1001})",
       "ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: "
       "Member must have value less than or equal to 1000"},
      {"ListExecutions",
       R"({"maxResults": -1, "statusFilter": "DONE"})",
       "ValidationException: 2 validation errors detected: Value 'DONE' at 'statusFilter' failed to satisfy "
       "constraint: "
       "Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]; Value "
       "'-1' "
       "at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0"},
      {"StartExecution",
       "{}",
       "ValidationException: 1 validation error detected: Value null at 'stateMachineArn' failed to satisfy "
       "constraint: "
       "Member must not be null"},
      {"StartExecution",
       R"({"stateMachineArn": "a", "name": ""})",
       "ValidationException: 1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must "
       "have "
       "length greater than or equal to 1"},
      {"StartExecution",
       R"({"stateMachineArn": 1})",
       "SerializationException: NUMBER_VALUE can not be converted to a String"},
      {"StartExecution", R"({"stateMachineArn": "a", "unknown": 1})", ""},
      {"CreateStateMachineAlias",
       R"({"name": "1", "routingConfiguration": [{"stateMachineVersionArn": "a", "weight": 101}]})",
       R"(ValidationException: 2 validation errors detected: Value '1' at 'name' failed to satisfy constraint: Member must )"
       R"(satisfy regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$; Value '101' at )"
       R"('routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100)"},
  }));
  CAPTURE(row.operation, row.request);
  CHECK(complaint(row.operation, row.request) == row.says);
}

TEST_CASE("of many violations a hundred are told and all are counted", "[api]") {
  std::string keys;
  for (int count = 0; count < 10'000; ++count) keys += R"("",)";
  const std::string said = complaint("UntagResource", R"({"resourceArn": "a", "tagKeys": [)" + keys + R"(""]})");
  CHECK(
      said.starts_with("ValidationException: 10001 validation errors detected: Value '' at 'tagKeys.1.member' failed"));
  CHECK(said.find("tagKeys.100.member") != std::string::npos);
  CHECK(said.find("tagKeys.101.member") == std::string::npos);
}

TEST_CASE("a member that is null is as one that is not there, in every operation", "[api]") {
  api::AccountOptions options;
  options.clock = api::Clock::Virtual;
  api::Service service{options};
  for (const api::Operation& operation : api::operations()) {
    Json nulls = Json::object();
    for (const api::Shape& shape : operation.request) nulls[std::string(shape.name)] = nullptr;
    CAPTURE(operation.name);
    const api::Answered of_nulls = api::ask(service, std::string(operation.name), nulls).get();
    const api::Answered of_nothing = api::ask(service, std::string(operation.name), Json::object()).get();
    CHECK(of_nulls.status == of_nothing.status);
    CHECK(of_nulls.body == of_nothing.body);
  }
}

TEST_CASE("null inside a member is as a part that is not there", "[api]") {
  api::AccountOptions options;
  options.clock = api::Clock::Virtual;
  api::Service service{options};
  const Json state{
      {"definition", R"({"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true})"},
      {"roleArn", "arn:aws:iam::123456789012:role/any"},
      {"input", "{}"},
      {"mock", {{"result", "1"}}}};
  Json with_nulls = state;
  with_nulls["mock"]["errorOutput"] = nullptr;
  with_nulls["stateConfiguration"] = {{"retrierRetryCount", nullptr}, {"mapIterationFailureCount", nullptr}};
  const api::Answered plain = api::ask(service, "TestState", state).get();
  CHECK(plain.code() == "200");
  CHECK(api::ask(service, "TestState", with_nulls).get().body == plain.body);
}

TEST_CASE("a version's number may be larger than any that there is", "[api]") {
  api::AccountOptions options;
  options.clock = api::Clock::Virtual;
  api::Service service{options};
  const std::string machine = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
  const std::string version = machine + ":99999999999999999999999999";
  CHECK(api::ask(service, "DescribeStateMachine", {{"stateMachineArn", version}}).get().code() ==
        "StateMachineDoesNotExist");
  const Json routing = Json::array({{{"stateMachineVersionArn", version}, {"weight", 100}}});
  CHECK(api::ask(service, "CreateStateMachineAlias", {{"name", "a"}, {"routingConfiguration", routing}}).get().code() ==
        "ResourceNotFound");
}

TEST_CASE("a page's token leads on in its own account and in no other", "[api]") {
  api::AccountOptions options;
  options.clock = api::Clock::Virtual;
  api::Service service{options};
  for (const char* account : {"111111111111", "222222222222"})
    for (const char* name : {"a", "b"}) api::ask(service, "CreateActivity", {{"name", name}}, account).get();
  const Json token =
      api::ask(service, "ListActivities", {{"maxResults", 1}}, "111111111111").get().body.at("nextToken");
  CHECK(api::ask(service, "ListActivities", {{"nextToken", token}}, "111111111111").get().code() == "200");
  CHECK(api::ask(service, "ListActivities", {{"nextToken", token}}, "222222222222").get().code() == "InvalidToken");
  CHECK(api::ask(service, "ListStateMachines", {{"nextToken", token}}, "111111111111").get().code() == "InvalidToken");
}

TEST_CASE("values that are not to be seen stay out of messages", "[api]") {
  const std::string request = R"({"taskToken": "t", "output": ")" + std::string(262'145, 'x') + R"("})";
  CHECK(complaint("SendTaskSuccess", request) ==
        "ValidationException: 1 validation error detected: Value at 'output' failed to satisfy constraint: Member must "
        "have "
        "length less than or equal to 262144");
}

TEST_CASE("why a text is no JSON is said as the service's parser says it", "[api]") {
  struct Row {
    std::string text, says;
  };
  const auto row = GENERATE(values<Row>({
      {"not some json",
       "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or "
       "'false')"},
      {"{'not': 1", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"},
      {R"({"a" 1})", "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"},
      {"[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"},
      {"{", "Unexpected end-of-input: expected close marker for Object"},
      {"012", "Invalid numeric value: Leading zeroes not allowed"},
      {"-", "Unexpected end-of-input within a number"},
      {R"("\x")", "Unrecognized character escape 'x' (code 120)"},
      {R"({"a": [1, -2.5e3, "x", null, true, {}]})", ""},
  }));
  CAPTURE(row.text);
  CHECK(api::json_complaint(row.text).value_or("") == row.says);
}

TEST_CASE("an ARN of something else is refused by what it names", "[api]") {
  CHECK(api::parse_arn("nonsense").error().message == "Invalid Arn: 'Invalid ARN prefix: nonsense'");
  CHECK(api::parse_arn("arn:aws:states:us-east-1:1:express:m:e:u", "execution").error().message ==
        "Invalid Arn: 'Resource type not valid in this context: express'");
  const auto version = api::parse_arn("arn:aws:states:us-east-1:1:stateMachine:m:7", "stateMachine").value();
  CHECK(version.unqualified == "arn:aws:states:us-east-1:1:stateMachine:m");
  CHECK(api::is_version(version.rest));
}

TEST_CASE("a page's token leads on in its own list and in no other", "[api]") {
  const auto first = api::read_page(Json{{"maxResults", 3}}, "versions a").value();
  CHECK(first.size == 3);
  const std::string token = api::next_token(first, 4);
  CHECK(api::read_page(Json{{"nextToken", token}}, "versions a").value().from == 4);
  CHECK(api::read_page(Json{{"nextToken", token}}, "versions b").error().message == "Invalid Token: 'Invalid token'");
  CHECK(api::read_page(Json{{"nextToken", "x"}}, "versions a").error().code == "InvalidToken");
}

TEST_CASE("the variables that each state reads are found, at any depth", "[api]") {
  const auto definition = parse_json(R"json({"States": {
    "A": {"Type": "Pass", "Parameters": {"x.$": "States.Format('$no {}', $yes)", "y": "$no", "z.$": "$.no"}, "Next": "B"},
    "B": {"Type": "Map", "ItemsPath": "$list", "ItemProcessor": {"States": {
      "C": {"Type": "Choice", "Choices": [{"Not": {"Variable": "$deep.x", "IsNull": true}, "Next": "D"}]},
      "D": {"Type": "Pass", "Result": {"r.$": "$no"}, "OutputPath": "$$.no"}}}}}})json");
  CHECK(to_text(api::variable_references(*definition)) == R"({"A":["yes"],"C":["deep"],"B":["list"]})");
}

TEST_CASE("the variables in a state's JSONata are those that are no functions and that it does not bind itself",
          "[api]") {
  const auto definition = parse_json(R"json({"QueryLanguage": "JSONata", "States": {
    "A": {"Type": "Pass", "Comment": "{% $comment %}", "Assign": {"n": "{% $x + $sum($list) %}", "max": 1}, "Next": "B"},
    "B": {"Type": "Choice", "Choices": [{"Condition": "{% ($mine := $n; $mine > $states.input.n) %}", "Next": "C",
                                          "Output": {"deep": ["{% $max %}", "$no", "{% $min(1) %}"]}}]},
    "C": {"Type": "Map", "Items": "{% $items %}", "ItemProcessor": {"States": {
      "D": {"Type": "Pass", "QueryLanguage": "JSONPath", "OutputPath": "$path", "Parameters": {"a": "{% $no %}"}},
      "E": {"Type": "Task", "Arguments": "{% $states.context.Execution.Id & $f($inner) %}"}}}}}})json");
  CHECK(to_text(api::variable_references(*definition)) ==
        R"({"A":["list","x"],"B":["max","n"],"D":["path"],"E":["f","inner"],"C":["items"]})");
}

TEST_CASE("every operation is found by its name, and nothing else is", "[api]") {
  for (const char* name : {"CreateStateMachine",
                           "UntagResource",
                           "GetActivityTask",
                           "ValidateStateMachineDefinition",
                           "RedriveExecution",
                           "UpdateMapRun"})
    CHECK(api::find_operation(name) != nullptr);
  CHECK(api::find_operation("createStateMachine") == nullptr);
  CHECK(api::find_operation("") == nullptr);
}

TEST_CASE("what stands below /_stepstorm is what docs/openapi.json describes", "[api]") {
  const auto text = config::read_text_file(config::source_folder() / "docs" / "openapi.json", 1 << 20);
  REQUIRE(text);
  std::set<std::string> described;
  const auto document = parse_json(*text);
  for (const auto& [path, operations] : (*document)["paths"].items())
    for (const auto& [method, operation] : operations.items()) described.insert(method + ' ' + path);
  std::set<std::string> there;
  for (const auto& endpoint : api::own_endpoints()) {
    std::string method{endpoint.method};
    for (char& letter : method) letter = static_cast<char>(letter - 'A' + 'a');
    there.insert(method + " /_stepstorm/" + std::string(endpoint.name));
  }
  CHECK(there == described);
}

TEST_CASE("an error of our own is answered, and does not end the server", "[api]") {
  std::vector<api::Result> results;
  const api::Reply reply = [&](api::Result result) { results.push_back(std::move(result)); };
  api::reply_to_exceptions("StartExecution", reply, [] { throw std::out_of_range("no such member"); });
  REQUIRE(results.size() == 1);
  REQUIRE_FALSE(results.front());
  CHECK(results.front().error().status == 500);
  CHECK(results.front().error().code == "InternalFailure");
  CHECK(results.front().error().message == "The request failed by an error of stepstorm's own: no such member");
  api::reply_to_exceptions("StartExecution", reply, [] {});
  CHECK(results.size() == 1);
}
