#include "functions/endpoint_environments.hpp"

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "http/server.hpp"
#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {
namespace {

using namespace std::chrono_literals;
using workers::Fail;
using workers::Outcome;
using workers::Write;

/// Something that answers Invoke.
struct Lambda {
  explicit Lambda(http::Server::Handler handler, http::ServerOptions options = {})
      : server(std::move(options), std::move(handler)),
        environments(Endpoint{"127.0.0.1", std::to_string(server.port()), ""}, {.answer = 1s}),
        environment(environments.make(nullptr, {})) {}

  std::string call(const std::string& payload = "1") {
    std::promise<Outcome> answer;
    auto answered = answer.get_future();
    environment->invoke({.payload = R"({"FunctionName":"Pay","Payload":)" + payload + '}'},
                        [&](Outcome outcome) { answer.set_value(std::move(outcome)); });
    REQUIRE(answered.wait_for(20s) == std::future_status::ready);
    const Outcome outcome = answered.get();
    if (const auto* wrote = std::get_if<Write>(&outcome)) return "wrote " + wrote->text.substr(0, 1'000);
    const auto& failed = std::get<Fail>(outcome);
    CHECK_FALSE(failed.death.has_value());
    return failed.error + ": " + failed.cause;
  }

  http::Server server;
  EndpointEnvironments environments;
  std::unique_ptr<workers::Environment> environment;
};

TEST_CASE("calls go over one connection, one after the other", "[functions][endpoint]") {
  Lambda lambda{[](http::Request&& request, const http::Respond& respond) {
    respond({200, {}, request.method + ' ' + request.target + ' ' + request.body});
  }};
  for (const char* payload : {"1", "[2]", "3"})
    CHECK(lambda.call(payload) == std::string{"wrote POST /2015-03-31/functions/Pay/invocations "} + payload);
  CHECK(lambda.server.connections() == 1);
  CHECK(lambda.environments.statistics().at("Pay").calls == 3);
}

TEST_CASE("a connection that was closed meanwhile is replaced, and the call made once", "[functions][endpoint]") {
  std::atomic<int> calls{0};
  Lambda lambda{[&](http::Request&&, const http::Respond& respond) {
                  ++calls;
                  respond({200, {}, "1"});
                },
                {.idle_timeout = 50ms}};
  CHECK(lambda.call() == "wrote 1");
  for (int waited = 0; lambda.server.connections() > 0 && waited < 500; ++waited) std::this_thread::sleep_for(10ms);
  REQUIRE(lambda.server.connections() == 0);
  CHECK(lambda.call() == "wrote 1");
  CHECK(calls == 2);
}

TEST_CASE("headers tell a function's failure from its result", "[functions][endpoint]") {
  Lambda lambda{[](http::Request&&, const http::Respond& respond) {
    respond({200, {{"X-Amz-Function-Error", "Unhandled"}}, R"({"errorType":"Bad"})"});
  }};
  CHECK(lambda.call() == R"(Bad: {"errorType":"Bad"})");
  CHECK(lambda.environments.statistics().at("Pay").failures == 1);
}

TEST_CASE("an answer that does not come in time is an error of the client", "[functions][endpoint]") {
  std::vector<http::Respond> kept;
  Lambda lambda{[&](http::Request&&, http::Respond respond) { kept.push_back(std::move(respond)); }};
  CHECK_THAT(lambda.call(), Catch::StartsWith("Lambda.ClientExecutionTimeoutException: 127.0.0.1:"));
  lambda.server.stop();
}

TEST_CASE("an answer larger than Lambda's is refused as Lambda does", "[functions][endpoint]") {
  Lambda lambda{[](http::Request&&, const http::Respond& respond) {
    respond({200, {}, std::string(workers::response_bytes_max + 1, '1')});
  }};
  CHECK_THAT(lambda.call(), Catch::StartsWith("Function.ResponseSizeTooLarge: "));
}

TEST_CASE("what cannot be reached is an error of the client", "[functions][endpoint]") {
  Lambda lambda{[](http::Request&&, const http::Respond& respond) { respond({200, {}, "1"}); }};
  CHECK(lambda.call() == "wrote 1");
  lambda.server.stop();
  CHECK_THAT(lambda.call(), Catch::StartsWith("Lambda.SdkClientException: Unable to execute HTTP request: 127.0.0.1:"));
}

}  // namespace
}  // namespace stepstorm::functions
