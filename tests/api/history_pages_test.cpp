// Pages of GetExecutionHistory, whose events may be large.
#include <string>

#include <catch2/catch.hpp>

#include "tests/api/asked.hpp"

namespace stepstorm::api {

TEST_CASE("a page of a history ends after four MiB, and the pages together hold every event once", "[api]") {
  AccountOptions options;
  options.clock = Clock::Virtual;
  Service service{options};
  constexpr int states = 40;
  std::string definition = R"({"StartAt":"0","States":{)";
  for (int state = 0; state < states; ++state)
    definition += '"' + std::to_string(state) + R"(":{"Type":"Pass","Next":")" + std::to_string(state + 1) + R"("},)";
  definition += '"' + std::to_string(states) + R"(":{"Type":"Succeed"}}})";
  const Json machine =
      ask(service,
          "CreateStateMachine",
          {{"name", "m"}, {"definition", definition}, {"roleArn", "arn:aws:iam::123456789012:role/any"}})
          .get()
          .body.at("stateMachineArn");
  const std::string input = '"' + std::string(250'000, 'x') + '"';
  const Json execution =
      ask(service, "StartExecution", {{"stateMachineArn", machine}, {"input", input}}).get().body.at("executionArn");
  REQUIRE(set_clock(service, {{"advance", 1}}).status == 200);

  Json request{{"executionArn", execution}, {"maxResults", 1000}};
  int events = 0;
  int pages = 0;
  for (; pages < 100; ++pages) {
    const Answered page = ask(service, "GetExecutionHistory", request).get();
    REQUIRE(page.status == 200);
    CHECK(to_text(page.body).size() < (4u << 20) + 300'000);
    for (const Json& event : page.body.at("events")) CHECK(event.at("id") == ++events);
    const Json* next = find_member(page.body, "nextToken");
    if (!next) break;
    request["nextToken"] = *next;
  }
  CHECK(events == 2 * states + 4);
  CHECK(pages == 4);  // 84 events of 250 KB, 17 on a page
}

}  // namespace stepstorm::api
