#include "functions/invoke_call.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::functions {
namespace {

using workers::Fail;
using workers::Write;

TEST_CASE("an endpoint is a host, perhaps a port and a path, by HTTP alone", "[functions][endpoint]") {
  struct Row {
    const char* url;
    const char* expected;  // authority and prefix; empty: refused
  };
  const auto row = GENERATE(values<Row>({
      {"http://localhost:3001", "localhost:3001"},
      {"http://127.0.0.1:3001/", "127.0.0.1:3001"},
      {"http://lambda.test", "lambda.test:80"},
      {"http://[::1]:9001/base/", "[::1]:9001/base"},
      {"http://localhost:3001/a/b", "localhost:3001/a/b"},
      {"https://localhost:3001", ""},
      {"localhost:3001", ""},
      {"http://", ""},
      {"http://:80", ""},
      {"http://localhost:", ""},
      {"http://localhost:0", ""},
      {"http://localhost:65536", ""},
      {"http://localhost:80x", ""},
      {"http://user@localhost", ""},
      {"http://localhost/?a=1", ""},
      {"http://localhost/a b", ""},
      {"http://local\r\nhost", ""},
      {"http://[::1", ""},
      {"http://[::1]x", ""},
  }));
  CAPTURE(row.url);
  const auto endpoint = parse_endpoint(row.url);
  CHECK((endpoint ? endpoint->authority() + endpoint->prefix : std::string{}) == row.expected);
  if (!endpoint) CHECK_THAT(endpoint.error(), Catch::StartsWith("expected http://HOST[:PORT][/PATH], found '"));
}

const Endpoint local{"localhost", "3001", ""};

TEST_CASE("a call names its function, its version, and what it is given", "[functions][endpoint]") {
  struct Row {
    const char* parameters;
    const char* target;
    const char* body;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"FunctionName": "Pay", "Payload": {"a": 1}})", "/2015-03-31/functions/Pay/invocations", R"({"a":1})"},
      {R"({"FunctionName": "Pay"})", "/2015-03-31/functions/Pay/invocations", "{}"},
      {R"({"FunctionName": "Pay", "Payload": null})", "/2015-03-31/functions/Pay/invocations", "{}"},
      {R"({"FunctionName": "Pay:live", "Payload": 1})", "/2015-03-31/functions/Pay/invocations?Qualifier=live", "1"},
      {R"({"FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:Pay", "Qualifier": "$LATEST"})",
       "/2015-03-31/functions/Pay/invocations?Qualifier=%24LATEST",
       "{}"},
  }));
  CAPTURE(row.parameters);
  const auto call = invoke_call(parse_json(row.parameters).value(), local);
  REQUIRE(call.has_value());
  CHECK(call->function == "Pay");
  CHECK(call->target == row.target);
  CHECK(call->body == row.body);
}

TEST_CASE("a call names its account and its region, and signs nothing", "[functions][endpoint]") {
  const auto call = invoke_call({{"FunctionName", "arn:aws:lambda:eu-west-1:111122223333:function:Pay"}}, local);
  REQUIRE(call.has_value());
  std::string headers;
  for (const auto& [name, value] : call->headers) headers += name + ": " + value + '\n';
  CHECK_THAT(headers, Catch::Contains("X-Amz-Invocation-Type: RequestResponse\n"));
  CHECK_THAT(headers, Catch::Contains("Credential=111122223333/"));
  CHECK_THAT(headers, Catch::Contains("/eu-west-1/lambda/aws4_request"));
  CHECK_THAT(headers, Catch::Contains("Signature=" + std::string(64, '0')));
}

TEST_CASE("what cannot be called is a failure of the attempt", "[functions][endpoint]") {
  struct Row {
    const char* parameters;
    const char* error;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"Payload": 1})", "Lambda.InvalidParameterValueException"},
      {R"({"FunctionName": "a b"})", "Lambda.InvalidParameterValueException"},
      {R"({"FunctionName": "Pay", "ClientContext": "x\r\nEvil: 1"})", "Lambda.InvalidRequestContentException"},
      {R"({"FunctionName": "Pay", "ClientContext": 1})", "Lambda.InvalidRequestContentException"},
  }));
  CAPTURE(row.parameters);
  const auto call = invoke_call(parse_json(row.parameters).value(), local);
  REQUIRE_FALSE(call.has_value());
  CHECK(call.error().error == row.error);
}

TEST_CASE("an answer is a result, a function's failure, or Lambda's", "[functions][endpoint]") {
  struct Row {
    InvokeAnswer answer;
    const char* expected;
  };
  const auto row = GENERATE(values<Row>({
      {{.status = 200, .body = R"({"a":1})"}, R"(wrote {"a":1})"},
      {{.status = 200, .function_error = "Unhandled", .body = R"({"errorType":"Order.Bad","errorMessage":"m"})"},
       R"(Order.Bad: {"errorType":"Order.Bad","errorMessage":"m"})"},
      {{.status = 200, .function_error = "Handled", .body = "{}"},
       "Lambda.Unknown: The cause could not be determined because Lambda did not return an error type. Returned "
       "payload: {}"},
      {{.status = 404,
        .error_type = "ResourceNotFoundException:http://internal",
        .request_id = "r",
        .body = R"({"Type":"User","Message":"Function not found: arn:x"})"},
       "Lambda.ResourceNotFoundException: Function not found: arn:x (Service: AWSLambda; Status Code: 404; Error Code: "
       "ResourceNotFoundException; Request ID: r; Proxy: null)"},
      {{.status = 404},
       "Lambda.ResourceNotFoundException: Status 404 (Service: AWSLambda; Status Code: 404; Error Code: "
       "ResourceNotFoundException; Request ID: ; Proxy: null)"},
      {{.status = 429, .request_id = "r", .body = R"({"message":"Rate Exceeded."})"},
       "Lambda.TooManyRequestsException: Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: "
       "TooManyRequestsException; Request ID: r; Proxy: null)"},
      {{.status = 500, .error_type = "not a name"},
       "Lambda.ServiceException: Status 500 (Service: AWSLambda; Status Code: 500; Error Code: ServiceException; "
       "Request ID: ; Proxy: null)"},
      {{.status = 302},
       "Lambda.AWSLambdaException: Status 302 (Service: AWSLambda; Status Code: 302; Error Code: AWSLambdaException; "
       "Request ID: ; Proxy: null)"},
      {{.status = 202},
       "Lambda.AWSLambdaException: Status 202 (Service: AWSLambda; Status Code: 202; Error Code: AWSLambdaException; "
       "Request ID: ; Proxy: null)"},
  }));
  InvokeAnswer answer = row.answer;
  const auto outcome = outcome_of(std::move(answer));
  std::string text;
  if (const auto* wrote = std::get_if<Write>(&outcome)) text = "wrote " + wrote->text;
  if (const auto* failed = std::get_if<Fail>(&outcome)) text = failed->error + ": " + failed->cause;
  CHECK(text == row.expected);
}

}  // namespace
}  // namespace stepstorm::functions
