// What does it take to remember a million executions that have ended? Orders of three tasks, started by the API of one
// account and answered by echo workers, kept with their histories; then pages of lists and descriptions among them. All
// in this process: the operations as requests call them, without HTTP.
#include <chrono>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include <unistd.h>

#include "api/account.hpp"
#include "api/operation.hpp"
#include "bench/harness/harness.hpp"
#include "bench/harness/shop.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

constexpr std::size_t input_bytes = 100;
constexpr std::uint64_t one_in_failed = 100;  // executions fail, and can be redriven

double rss_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;
  file >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// One account whose operations are called as the service calls them.
class Caller {
 public:
  Caller() : account_(options()) {}

  Json call(std::string_view operation, const Json& request) {
    const std::lock_guard lock{account_.registry.mutex};
    const auto result = std::get<api::Answers>(api::find_operation(operation)->carry_out)(account_, request);
    if (!result) throw std::runtime_error(std::string(operation) + ": " + result.error().message);
    return *result;
  }

  std::string create(const std::string& name, const std::string& definition) {
    return call("CreateStateMachine",
                {{"name", name},
                 {"definition", definition},
                 {"roleArn", "arn:aws:iam::123456789012:role/any"}})["stateMachineArn"];
  }

  void wait_until_all_ended() {
    while (account_.store.counts().open > 0) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }

  api::StoreCounts counts() const { return account_.store.counts(); }

 private:
  static api::AccountOptions options() {
    api::AccountOptions options;
    options.settings.resources = echo_resources(10'000);
    return options;
  }

  api::Account account_;
};

/// The same request for one page after the other, until there is none or so many were seen; the longest time of one.
double longest_page(Caller& caller, std::string_view operation, Json request, int pages) {
  double longest = 0;
  for (int page = 0; page < pages; ++page) {
    Json answer;
    longest = std::max(longest, seconds_of([&] { answer = caller.call(operation, request); }));
    if (!answer.contains("nextToken")) break;
    request["nextToken"] = answer["nextToken"];
  }
  return longest * 1e3;
}

void start_all(Caller& caller, const std::string& machine, const std::string& failing, std::uint64_t executions) {
  const auto inputs = order_inputs(1'000, input_bytes);
  constexpr std::uint64_t at_once = 20'000;  // so that what is open takes no memory to speak of
  for (std::uint64_t number = 0; number < executions; ++number) {
    const bool fails = number % one_in_failed == one_in_failed - 1;
    caller.call("StartExecution",
                {{"stateMachineArn", fails ? failing : machine}, {"input", to_text(*inputs[number % inputs.size()])}});
    if (number % at_once == at_once - 1) caller.wait_until_all_ended();
  }
  caller.wait_until_all_ended();
}

/// The machine of orders, and the same with a Fail state behind them.
std::string definition_of(bool fails) {
  auto definition = parse_json(order_machine({.type = asl::MachineType::STANDARD})->machine->definition).value();
  if (!fails) return to_text(definition);
  for (auto& [name, state] : definition["States"].items()) {
    if (!state.contains("End")) continue;
    state.erase("End");
    state["Next"] = "Fails";
  }
  definition["States"]["Fails"] = {{"Type", "Fail"}, {"Error", "Order.Refused"}};
  return to_text(definition);
}

void measure(Session& session) {
  const std::uint64_t executions = session.quick() ? 2'000 : 1'000'000;
  session.condition("executions", std::to_string(executions) + " of three tasks, one in 100 fails after them");
  session.condition("inputs", std::to_string(input_bytes) + " B");
  const double before = rss_bytes();
  Caller caller;
  const std::string machine = caller.create("Orders", definition_of(false));
  const std::string failing = caller.create("Failing", definition_of(true));
  const double seconds = seconds_of([&] { start_all(caller, machine, failing, executions); });
  const double bytes = rss_bytes() - before;
  const auto count = static_cast<double>(executions);
  session.sample("executions started and ended", "1/s", Better::More, count / seconds);
  session.sample("RSS of all, histories included", "MiB", Better::Less, bytes / (1 << 20));
  session.sample("RSS of each", "bytes", Better::Less, bytes / count);
  session.check("all that were started have ended, as they should",
                caller.counts().succeeded == executions - executions / one_in_failed &&
                    caller.counts().failed == executions / one_in_failed);

  const auto page = [&](const std::string& what, std::string_view operation, const Json& request, int pages = 50) {
    session.sample(what + ", the longest", "ms", Better::Less, longest_page(caller, operation, request, pages));
  };
  const Json all{{"stateMachineArn", machine}};
  Json answer = caller.call("ListExecutions", all);
  session.check("a page of executions has a hundred", answer["executions"].size() == 100);
  const std::string execution = answer["executions"][0]["executionArn"];
  const Json of_execution{{"executionArn", execution}};
  session.check("a history of three tasks has seventeen events",
                caller.call("GetExecutionHistory", of_execution)["events"].size() == events_of_an_order);
  page("a page of 100 executions", "ListExecutions", all);
  page("a page of the failed ones", "ListExecutions", {{"stateMachineArn", failing}, {"statusFilter", "FAILED"}});
  page("a page with a status that none has",
       "ListExecutions",
       {{"stateMachineArn", machine}, {"statusFilter", "RUNNING"}});
  page("a page with a filter that none passes",
       "ListExecutions",
       {{"stateMachineArn", machine}, {"redriveFilter", "REDRIVEN"}});
  page("a description", "DescribeExecution", of_execution);
  page("a history", "GetExecutionHistory", of_execution);
  session.aim("a million ended executions of three tasks, with their histories, within 2.5 GB",
              bytes * 1e6 / count <= 2.5e9);
  for (const char* what : {"a page of 100 executions",
                           "a page of the failed ones",
                           "a page with a status that none has",
                           "a page with a filter that none passes",
                           "a description",
                           "a history"})
    session.aim(std::string(what) + " within 5 ms", session.median(std::string(what) + ", the longest") <= 5);
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "store", "Memory and pages of a million executions that have ended.", 1, [](Session& session) {
    for (int repetition = 0; repetition < session.repetitions(); ++repetition) measure(session);
  });
}
