#include "workers/functions/function.hpp"

#include <catch2/catch.hpp>

#include "faults/fault.hpp"
#include "workers/functions/function_failures.hpp"
#include "workers/resource.hpp"

namespace stepstorm::workers {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'000s};

/// An environment whose answers the test gives.
struct Puppet {
  std::vector<std::string> payloads;
  Environment::Answer answer;
  std::function<void(std::string)> died;
  int environments = 0;
};

class PuppetEnvironment final : public Environment {
 public:
  explicit PuppetEnvironment(Puppet& puppet) : puppet_(puppet) { ++puppet_.environments; }
  ~PuppetEnvironment() override { --puppet_.environments; }
  PuppetEnvironment(const PuppetEnvironment&) = delete;
  PuppetEnvironment& operator=(const PuppetEnvironment&) = delete;
  void invoke(Invocation&& invocation, Answer answer) override {
    puppet_.payloads.push_back(std::move(invocation.payload));
    puppet_.answer = std::move(answer);
  }

 private:
  Puppet& puppet_;
};

class PuppetEnvironments final : public Environments {
 public:
  explicit PuppetEnvironments(Puppet& puppet) : puppet_(puppet) {}
  std::unique_ptr<Environment> make(std::shared_ptr<const FunctionOptions>,
                                    std::function<void(std::string)> died) override {
    puppet_.died = std::move(died);
    return std::make_unique<PuppetEnvironment>(puppet_);
  }

 private:
  Puppet& puppet_;
};

struct Fixture {
  explicit Fixture(std::shared_ptr<faults::FaultSource> faults = nullptr)
      : host{make_worker(resource(), 1, std::make_shared<books::Ledger>(), 0, faults)} {
    host.wake_by([this] { ++wakes; });
  }

  ResourceOptions resource() {
    ResourceOptions options;
    options.name = "F";
    options.arn = "arn:aws:lambda:us-east-1:123456789012:function:F";
    options.capacity = 1;
    options.function =
        FunctionRow{std::make_shared<const FunctionOptions>(), std::make_shared<PuppetEnvironments>(puppet), {}};
    return options;
  }

  void run(std::uint64_t faults = 0) {
    host.run({{{{{3, 7}, 5, 1, 0, 1, 0, Payload{Json{{"a", 1}}}}, faults, start}}}, start);
  }

  /// What the worker sends, now.
  std::string sent() {
    host.timers_due(start);
    const auto output = std::exchange(host.output(), {});
    std::string text;
    for (const auto& answer : output.answers.answers) {
      if (const auto* done = std::get_if<messages::Succeeded>(&answer.result)) text += to_text(*done->output);
      if (const auto* raw = std::get_if<2>(&answer.result)) static_cast<void>(raw);
      text += answer_text(answer);
      text += '\n';
    }
    if (output.crash) text += "crashed: " + *output.crash + '\n';
    return text;
  }

  static std::string answer_text(const messages::TaskAnswer& answer) {
    struct Text {
      std::string operator()(const messages::Succeeded&) const { return {}; }
      std::string operator()(const messages::Failed& failed) const { return *failed.error + ": " + *failed.cause; }
      std::string operator()(const messages::Submitted&) const { return "submitted"; }
      std::string operator()(const messages::RawOutput& raw) const { return "wrote " + raw.text; }
      std::string operator()(const messages::Lost&) const { return "lost"; }
    };
    return std::visit(Text{}, answer.result);
  }

  Puppet puppet;
  int wakes = 0;
  WorkerHost host;
};

TEST_CASE("a function's worker goes on until it is woken up with the answer", "[workers][function]") {
  Fixture f;
  f.run();
  CHECK(f.puppet.payloads == std::vector<std::string>{R"({"a":1})"});
  CHECK(f.sent().empty());
  CHECK(f.host.working() == 1);
  CHECK(f.wakes == 0);
  f.puppet.answer(Write{R"({ "b": 2.0 })"});
  CHECK(f.wakes == 1);
  CHECK(f.sent() == "{\"b\":2.0}\n");
  CHECK(f.host.working() == 0);
  CHECK(f.sent().empty());
}

TEST_CASE("what a function writes that is not JSON is sent as it is", "[workers][function]") {
  Fixture f;
  f.run();
  f.puppet.answer(Write{"{oops"});
  CHECK(f.sent() == "wrote {oops\n");
}

TEST_CASE("a failure that ends the process is answered before its worker dies", "[workers][function]") {
  Fixture f;
  f.run();
  f.puppet.answer(process_ended("id-1", {.exit_status = 3}));
  CHECK(f.sent() ==
        "Runtime.ExitError: {\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: id-1 Error: Runtime "
        "exited with error: exit status 3\"}\n"
        "crashed: Runtime.ExitError: Runtime exited with error: exit status 3\n");
}

TEST_CASE("a process that dies without an invocation takes its worker with it", "[workers][function]") {
  Fixture f;
  f.puppet.died("signal: killed");
  CHECK(f.wakes == 1);
  CHECK(f.sent() == "crashed: signal: killed\n");
}

TEST_CASE("an environment ends with its worker", "[workers][function]") {
  Puppet puppet;
  {
    Fixture f;
    f.run();
    CHECK(f.puppet.environments == 1);
    f.host.run({}, start);
  }
  const FunctionRow row{std::make_shared<const FunctionOptions>(), std::make_shared<PuppetEnvironments>(puppet), {}};
  { const Function function{row}; }
  CHECK(puppet.environments == 0);
}

TEST_CASE("faults act around a function", "[workers][function]") {
  struct Row {
    faults::FaultAction action;
    const char* answered;  // what the worker sends once the function has answered 1
    bool is_run;           // whether the function is called at all
  };
  const auto row = GENERATE(values<Row>({
      {faults::InjectError{"E", "c", faults::FaultMoment::Before},
       "E: {\"errorMessage\": \"c\", \"errorType\": \"E\"}\n",
       false},
      {faults::InjectError{"E", "c", faults::FaultMoment::After},
       "E: {\"errorMessage\": \"c\", \"errorType\": \"E\"}\n",
       true},
      {faults::CrashWorker{"planned", faults::FaultMoment::After}, "crashed: planned\n", true},
      {faults::LoseAnswer{}, "lost\n", true},
      {faults::DuplicateAnswer{}, "1\n1\n", true},
      {faults::GarbageAnswer{"???"}, "wrote ???\n", true},
  }));
  faults::Fault fault;
  fault.name = "f";
  fault.action = row.action;
  Fixture f{faults::make_fault_source(faults::FaultPlan{{fault}}, 1, start)};
  f.run(1);
  CHECK(f.puppet.payloads.size() == (row.is_run ? 1 : 0));
  if (row.is_run) {
    CHECK(f.sent().empty());
    f.puppet.answer(Write{"1"});
  }
  CHECK(f.sent() == row.answered);
}

TEST_CASE("an error has the name that its type gives, or Lambda's", "[workers][function]") {
  CHECK(reported(R"({"errorType": "Order.Invalid", "errorMessage": "m"})").error == "Order.Invalid");
  CHECK(reported(R"({"errorType": "Order.Invalid", "errorMessage": "m"})").cause ==
        R"({"errorType": "Order.Invalid", "errorMessage": "m"})");
  for (const char* body : {"{}", "[]", "1", "no JSON", R"({"errorType": 1})", R"({"errorType": ""})"}) {
    CAPTURE(body);
    CHECK(reported(body).error == "Lambda.Unknown");
    CHECK(reported(body).cause ==
          "The cause could not be determined because Lambda did not return an error type. Returned payload: " +
              std::string{body});
  }
}

TEST_CASE("a function's process ends by its status, a signal or its memory", "[workers][function]") {
  CHECK(describe({.exit_status = 7}) == "exit status 7");
  CHECK(describe({.signal = 9}) == "signal: killed");
  CHECK(describe({.signal = 11}) == "signal: segmentation fault");
  CHECK(process_ended("i", {.signal = 9, .out_of_memory = true}).error == "Runtime.OutOfMemory");
  CHECK_THAT(process_ended("i", {}).cause, Catch::Contains("Error: Runtime exited without providing a reason"));
  CHECK_THAT(timed_out("i", 1'500ms).cause, Catch::Contains("RequestId: i Error: Task timed out after 1.50 seconds"));
}

}  // namespace
}  // namespace stepstorm::workers
