#include "asl/arn.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::asl {
namespace {

TEST_CASE("a function is the same by its name, a partial ARN and its whole ARN", "[asl][arn]") {
  struct Row {
    std::string text;
    std::string expected;  // function, qualifier; empty: it names none
  };
  const std::string pay = "arn:aws:lambda:eu-west-1:111122223333:function:Pay";
  const auto row = GENERATE_COPY(values<Row>({
      {"Pay", pay + " -"},
      {"Pay:3", pay + " 3"},
      {"Pay:live", pay + " live"},
      {"Pay:$LATEST", pay + " $LATEST"},
      {"function:Pay", pay + " -"},
      {"111122223333:function:Pay:live", pay + " live"},
      {"999999999999:function:Pay", "arn:aws:lambda:eu-west-1:999999999999:function:Pay -"},
      {pay, pay + " -"},
      {pay + ":7", pay + " 7"},
      {"arn:aws-cn:lambda:cn-north-1:111122223333:function:Pay",
       "arn:aws-cn:lambda:cn-north-1:111122223333:function:Pay -"},
      {"", ""},
      {"Pay me", ""},
      {"Pay:", ""},
      {"Pay:a:b", ""},
      {"${PayFunction}", ""},
      {"111122223333:Pay", ""},
      {"arn:aws:lambda:eu-west-1:111122223333:layer:Pay", ""},
      {"arn:aws:sqs:eu-west-1:111122223333:Pay", ""},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_function_name(row.text, {.region = "eu-west-1", .account = "111122223333"});
  const std::string found =
      parsed ? parsed->function + ' ' + (parsed->qualifier.empty() ? "-" : parsed->qualifier) : std::string{};
  CHECK(found == row.expected);
  if (parsed) CHECK(parsed->name() == "Pay");
}

TEST_CASE("a function that says no region is found in any", "[asl][arn]") {
  const Home home{.region = "eu-west-1", .account = "111122223333"};
  const auto moved = [&](const std::string& text) { return at_home(*parse_function_name(text), home).arn(); };
  CHECK(moved("Pay:live") == "arn:aws:lambda:eu-west-1:111122223333:function:Pay:live");
  CHECK(moved("999999999999:function:Pay") == "arn:aws:lambda:eu-west-1:999999999999:function:Pay");
  CHECK(moved("arn:aws:lambda:us-east-1:123456789012:function:Pay") ==
        "arn:aws:lambda:us-east-1:123456789012:function:Pay");
}

TEST_CASE("a state machine's ARN says its name apart from a version or an alias", "[asl][arn]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const std::string orders = "arn:aws:states:us-east-1:123456789012:stateMachine:Orders";
  const auto row = GENERATE_COPY(values<Row>({
      {orders, "Orders " + orders + " -"},
      {orders + ":4", "Orders " + orders + " 4"},
      {orders + ":live", "Orders " + orders + " live"},
      {"Orders", ""},
      {"arn:aws:states:us-east-1:123456789012:activity:Orders", ""},
      {"arn:aws:states:us-east-1:123456789012:stateMachine:", ""},
      {"arn:aws:lambda:us-east-1:123456789012:function:Orders", ""},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_state_machine_arn(row.text);
  const std::string found = parsed ? std::string(parsed->name()) + ' ' + parsed->machine + ' ' +
                                         (parsed->qualifier.empty() ? "-" : parsed->qualifier)
                                   : std::string{};
  CHECK(found == row.expected);
}

TEST_CASE("an execution's ARN says its name, of both types of machines", "[asl][arn]") {
  CHECK(parse_execution_name("arn:aws:states:us-east-1:123456789012:execution:Orders:one") == "one");
  CHECK(parse_execution_name("arn:aws:states:us-east-1:123456789012:express:Orders:one:0b1b-9c2d") == "one");
  CHECK_FALSE(parse_execution_name("arn:aws:states:us-east-1:123456789012:execution:Orders"));
  CHECK_FALSE(parse_execution_name("arn:aws:states:us-east-1:123456789012:stateMachine:Orders"));
}

}  // namespace
}  // namespace stepstorm::asl
