#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "functions/line_splitter.hpp"
#include "functions/process_environments.hpp"
#include "functions/process_tree.hpp"
#include "functions/process_variables.hpp"
#include "functions/request_id.hpp"
#include "functions/runtime_call.hpp"
#include "values/overload.hpp"

namespace stepstorm::functions {
namespace {

using namespace std::chrono_literals;
using workers::Fail;
using workers::FunctionOptions;
using workers::Outcome;
using workers::Write;

std::string render(const RuntimeCall& call) {
  return std::visit(Overload{[](const NextCall&) { return std::string{"next"}; },
                             [](const ResponseCall& response) { return "response " + response.request_id; },
                             [](const ErrorCall& error) { return "error " + error.request_id; },
                             [](const InitErrorCall&) { return std::string{"init error"}; },
                             [](const UnknownCall& unknown) { return std::to_string(unknown.status); }},
                    call);
}

TEST_CASE("a call of the Runtime API is told by its method and its path", "[functions]") {
  struct Row {
    const char* method;
    const char* target;
    const char* expected;
  };
  const auto row = GENERATE(values<Row>({
      {"GET", "/2018-06-01/runtime/invocation/next", "next"},
      {"GET", "/2018-06-01/runtime/invocation/next?x=1", "next"},
      {"POST", "/2018-06-01/runtime/invocation/next", "405"},
      {"POST", "/2018-06-01/runtime/invocation/a-b/response", "response a-b"},
      {"POST", "/2018-06-01/runtime/invocation/a-b/error", "error a-b"},
      {"PUT", "/2018-06-01/runtime/invocation/a-b/error", "405"},
      {"POST", "/2018-06-01/runtime/init/error", "init error"},
      {"GET", "/2018-06-01/runtime/init/error", "405"},
      {"POST", "/2018-06-01/runtime/invocation/a-b", "404"},
      {"POST", "/2018-06-01/runtime/invocation/a-b/response/more", "404"},
      {"GET", "/2019-01-01/runtime/invocation/next", "404"},
      {"GET", "/", "404"},
  }));
  CAPTURE(row.method, row.target);
  CHECK(render(read_call(row.method, row.target)) == row.expected);
}

TEST_CASE("lines are put together from pieces, and cut", "[functions]") {
  LineSplitter splitter;
  std::vector<std::string> lines;
  const auto take = [&](const std::string& line) { lines.push_back(line); };
  splitter.add("on", take);
  splitter.add("e\ntwo\n\nth", take);
  CHECK(lines == std::vector<std::string>{"one", "two", ""});
  splitter.end(take);
  CHECK(lines.back() == "th");
  splitter.add(std::string(3 * LineSplitter::line_bytes_max, 'x'), take);
  splitter.add("y\n", take);
  CHECK(lines.back() == std::string(LineSplitter::line_bytes_max, 'x') + " ... (cut)");
}

TEST_CASE("request ids are UUIDs of version 4, none like another", "[functions]") {
  std::set<std::string> drawn;
  for (int count = 0; count < 1'000; ++count) drawn.insert(draw_request_id());
  CHECK(drawn.size() == 1'000);
  for (const std::string& id : drawn) {
    REQUIRE(id.size() == 36);
    CHECK((id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-'));
    CHECK(id[14] == '4');
    CHECK(std::string{"89ab"}.find(id[19]) != std::string::npos);
  }
}

TEST_CASE("a function's variables are Lambda's and its own, not the program's", "[functions]") {
  FunctionOptions function;
  function.name = "F";
  function.arn = "arn:aws:lambda:eu-west-1:123456789012:function:F";
  function.environment = {{"STAGE", "test"}};
  const auto all = process_variables(function, 1234, "stream");
  const std::set<std::string> variables{all.begin(), all.end()};
  for (const char* expected : {"AWS_LAMBDA_RUNTIME_API=127.0.0.1:1234",
                               "AWS_REGION=eu-west-1",
                               "AWS_LAMBDA_FUNCTION_NAME=F",
                               "AWS_ACCESS_KEY_ID=stepstorm",
                               "AWS_CONFIG_FILE=/nonexistent/aws/config",
                               "STAGE=test"})
    CHECK(variables.contains(expected));
  for (const std::string& variable : all) CHECK_FALSE(variable.starts_with("HOME="));
}

/// A bash script as a function's process; what becomes of one invocation of it.
Outcome invoke(ProcessEnvironments& environments, const std::string& script) {
  FunctionOptions function;
  function.name = "F";
  function.arn = "arn:aws:lambda:us-east-1:123456789012:function:F";
  function.command = {"bash", "-c", script};
  function.folder = "/";
  function.timeout = 1s;
  auto answer = std::make_shared<std::promise<Outcome>>();
  auto answered = answer->get_future();
  const auto environment =
      environments.make(std::make_shared<const FunctionOptions>(function), [](const std::string&) {});
  environment->invoke({.payload = "1"}, [answer](Outcome outcome) { answer->set_value(std::move(outcome)); });
  REQUIRE(answered.wait_for(20s) == std::future_status::ready);
  return answered.get();
}

TEST_CASE("a process that ends says how, and leaves nothing", "[functions]") {
  auto environments = ProcessEnvironments::start();
  REQUIRE(environments.has_value());
  CHECK_THAT(std::get<Fail>(invoke(**environments, "exit 5")).cause, Catch::Contains("exit status 5"));
  CHECK_THAT(std::get<Fail>(invoke(**environments, "kill -TERM $$")).cause, Catch::Contains("signal: terminated"));
  CHECK_THAT(std::get<Fail>(invoke(**environments, "setsid sleep 765.5 & exit 6")).cause,
             Catch::Contains("exit status 6"));
  CHECK((*environments)->statistics().at("F").ended == 3);
  environments->reset();
  CHECK(descendants(getpid()).empty());
}

TEST_CASE("what descends from a process is found at a glance as by all processes' parents", "[functions]") {
  CHECK(descendants_at_a_glance(getpid()).empty());
  const pid_t child = fork();
  if (child == 0) {
    const pid_t grandchild = fork();
    pause();
    _exit(grandchild > 0 ? 0 : 1);
  }
  std::vector<pid_t> found;
  for (int looks = 0; found.size() < 2 && looks < 1'000; ++looks) {
    found = descendants_at_a_glance(getpid());
    std::this_thread::sleep_for(1ms);
  }
  REQUIRE(found.size() == 2);
  CHECK(found == descendants(getpid()));
  CHECK(found.front() == child);
  kill(found.back(), SIGKILL);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

TEST_CASE("the launcher is not started beside threads", "[functions]") {
  std::promise<void> ended;
  std::thread other{[&] { ended.get_future().wait(); }};
  CHECK_FALSE(ProcessEnvironments::start().has_value());
  ended.set_value();
  other.join();
}

}  // namespace
}  // namespace stepstorm::functions
