#include "workers/worker_host.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>

#include <catch2/catch.hpp>

#include "values/overload.hpp"

namespace stepstorm::workers {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'000s};

class Scripted final : public Behaviour {
 public:
  explicit Scripted(std::function<Outcome(const messages::Task&)> script) : script_(std::move(script)) {}
  Outcome run(messages::Task&& task) override { return script_(task); }

 private:
  std::function<Outcome(const messages::Task&)> script_;
};

WorkerHost worker(WorkerOptions options,
                  std::function<Outcome(const messages::Task&)> script,
                  FailureForm form = FailureForm::Plain) {
  return {options, form, std::make_unique<Scripted>(std::move(script)), world::Stream{1}};
}

Outcome echo(const messages::Task& task) { return Succeed{task.input}; }

messages::RunTasks tasks(std::uint32_t count) {
  messages::RunTasks batch;
  for (std::uint32_t slot = 0; slot < count; ++slot)
    batch.tasks.push_back({{{slot, 7}, slot, 1, 0, 1, 0, Payload{Json(slot)}}, 0, start});
  return batch;
}

std::string render(const messages::TaskAnswer& answer) {
  return std::to_string(answer.token.slot) + ' ' +
         std::visit(Overload{[](const messages::Succeeded& x) { return "succeeded " + to_text(*x.output); },
                             [](const messages::Failed& x) { return "failed " + *x.error + ": " + *x.cause; },
                             [](const messages::Submitted&) { return std::string{"submitted"}; },
                             [](const messages::RawOutput& x) { return "wrote " + x.text; },
                             [](const messages::Lost&) { return std::string{"lost"}; }},
                    answer.result) +
         '\n';
}

std::string render(const WorkerOutput& output) {
  std::string text;
  for (const auto& token : output.heartbeats.tokens) text += std::to_string(token.slot) + " lives\n";
  for (const auto& answer : output.answers.answers) text += render(answer);
  if (output.crash) text += "crashed: " + *output.crash + '\n';
  return text;
}

/// What the worker sends until it has nothing more to do, with the time in seconds before each.
std::string run_out(WorkerHost& host) {
  std::string text;
  for (TimePoint next = host.next_timer(); next != never; next = host.next_timer()) {
    host.timers_due(next);
    if (const auto output = render(std::exchange(host.output(), {})); !output.empty())
      text += std::to_string((next - start) / 1ms) + " ms\n" + output;
  }
  return text;
}

TEST_CASE("a worker without service time answers at once, in order", "[orchestration][worker]") {
  auto host = worker({}, echo);
  host.run(tasks(3), start);
  CHECK(render(std::exchange(host.output(), {})) == "0 succeeded 0\n1 succeeded 1\n2 succeeded 2\n");
  CHECK(render(std::exchange(host.output(), {})).empty());
  CHECK(host.working() == 0);
  CHECK(host.next_timer() == never);
}

TEST_CASE("an answer comes when its service time is over", "[orchestration][worker]") {
  auto host = worker({.service_time = world::Constant{250ms}}, echo);
  host.run(tasks(1), start);
  CHECK(render(std::exchange(host.output(), {})).empty());
  CHECK(host.working() == 1);
  CHECK(run_out(host) == "250 ms\n0 succeeded 0\n");
  CHECK(host.working() == 0);
}

TEST_CASE("what a behaviour says becomes the answer", "[orchestration][worker]") {
  struct Row {
    Outcome outcome;
    FailureForm form;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {Succeed{Payload{Json(42)}}, FailureForm::Lambda, "0 succeeded 42\n"},
      {Raise{"Order.MissingId", "no \"id\""}, FailureForm::Plain, "0 failed Order.MissingId: no \"id\"\n"},
      {Raise{"Order.MissingId", "no \"id\""},
       FailureForm::Lambda,
       R"(0 failed Order.MissingId: {"errorMessage": "no \"id\"", "errorType": "Order.MissingId"})"
       "\n"},
      {Write{"<html>"}, FailureForm::Lambda, "0 wrote <html>\n"},
      {Crash{"out of memory"}, FailureForm::Lambda, "crashed: out of memory\n"},
      {Hang{}, FailureForm::Lambda, ""},
  }));
  CAPTURE(row.expected);
  auto host = worker(
      {}, [&](const auto&) { return row.outcome; }, row.form);
  host.run(tasks(1), start);
  CHECK(render(std::exchange(host.output(), {})) == row.expected);
}

TEST_CASE("what hangs or takes too long ends at the time limit", "[orchestration][worker]") {
  const auto service = GENERATE(0s, 1s, 20s);
  auto host = worker({.service_time = world::Constant{service}, .time_limit = 3s}, [](const auto&) { return Hang{}; });
  host.run(tasks(1), start);
  CHECK(run_out(host) == "3000 ms\n0 failed Sandbox.Timedout: Task timed out after 3.00 seconds\n");
  CHECK(host.working() == 0);
}

TEST_CASE("a crash keeps what was answered before it and loses everything else", "[orchestration][worker]") {
  auto host = worker({}, [](const auto& task) -> Outcome {
    if (task.token.slot == 1) return Crash{"bug"};
    return echo(task);
  });
  host.run(tasks(3), start);
  CHECK(render(std::exchange(host.output(), {})) == "0 succeeded 0\ncrashed: bug\n");
}

TEST_CASE("heartbeats go out while an attempt is worked on, not while it hangs", "[orchestration][worker]") {
  WorkerOptions options{.service_time = world::Constant{2500ms}, .time_limit = 5s, .heartbeat_interval = 1s};
  auto host = worker(options, [](const auto& task) -> Outcome {
    if (task.token.slot == 1) return Hang{};
    return echo(task);
  });
  host.run(tasks(2), start);
  CHECK(run_out(host) ==
        "1000 ms\n0 lives\n1 lives\n"
        "2000 ms\n0 lives\n1 lives\n"
        "2500 ms\n0 succeeded 0\n"
        "5000 ms\n1 failed Sandbox.Timedout: Task timed out after 5.00 seconds\n");
}

TEST_CASE("service times are drawn from the worker's seed", "[orchestration][worker]") {
  const auto run_with = [](std::uint64_t seed) {
    WorkerHost host{{.service_time = world::Uniform{100ms, 200ms}},
                    FailureForm::Plain,
                    std::make_unique<Scripted>(echo),
                    world::Stream{seed}};
    host.run(tasks(3), start);
    return run_out(host);
  };
  CHECK(run_with(1) == run_with(1));
  CHECK(run_with(1) != run_with(2));
}

TEST_CASE("an attempt takes its time and its errors with it, whichever worker has it", "[orchestration][worker]") {
  const auto run_with = [](std::vector<int> order) {
    WorkerHost host{{.service_time = world::Exponential{100ms}, .errors = {{"Half", "of all", 0.5}}},
                    FailureForm::Plain,
                    std::make_unique<Scripted>(echo),
                    world::Stream{7}};
    const auto all = tasks(20);
    messages::RunTasks batch;
    for (const int index : order) batch.tasks.push_back(all.tasks[static_cast<std::size_t>(index)]);
    host.run(std::move(batch), start);
    return run_out(host);
  };
  std::vector<int> order(20);
  std::iota(order.begin(), order.end(), 0);
  const std::string forwards = run_with(order);
  std::reverse(order.begin(), order.end());
  CHECK(run_with(order) == forwards);
  CHECK_THAT(forwards, Catch::Contains("failed Half: of all") && Catch::Contains("succeeded"));
}

TEST_CASE("errors come as often as they are to", "[orchestration][worker]") {
  auto host = worker({.errors = {{"Rare", "", 0.1}, {"Often", "", 0.4}}}, echo);
  host.run(tasks(20'000), start);
  const std::string rendered = render(std::exchange(host.output(), {}));
  const auto count = [&](const std::string& text) {
    int found = 0;
    for (auto at = rendered.find(text); at != std::string::npos; at = rendered.find(text, at + 1)) ++found;
    return found / 20'000.0;
  };
  CHECK(count("failed Rare") == Approx(0.1).margin(0.01));
  CHECK(count("failed Often") == Approx(0.4).margin(0.015));
}

TEST_CASE("an environment is started cold, kept warm, and given up after a while", "[orchestration][worker]") {
  auto host = worker({.service_time = world::Constant{100ms},
                      .cold_starts = ColdStarts{.time = world::Constant{400ms}, .keep_alive = 60s}},
                     echo);
  const auto run_two_at = [&](TimePoint at) {
    host.run(tasks(2), at);
    std::string durations;
    for (TimePoint next = host.next_timer(); next != never; next = host.next_timer()) {
      host.timers_due(next);
      for (const auto& answer : std::exchange(host.output(), {}).answers.answers) {
        static_cast<void>(answer);
        durations += std::to_string((next - at) / 1ms) + ' ';
      }
    }
    return durations;
  };
  CHECK(run_two_at(start) == "500 500 ");
  CHECK(run_two_at(start + 30s) == "100 100 ");
  CHECK(run_two_at(start + 10min) == "500 500 ");
}

/// Tasks with an even slot are answered ten seconds after they are accepted.
class Patient final : public Behaviour {
 public:
  Outcome run(messages::Task&& task) override { return Succeed{task.input}; }
  bool may_answer_later() const override { return true; }
  std::optional<TimePoint> answer_at(const messages::Task& task, TimePoint now) override {
    return task.token.slot % 2 == 0 ? std::optional{now + 10s} : std::nullopt;
  }
};

TEST_CASE("what is accepted is answered later, and the worker is free meanwhile", "[orchestration][worker]") {
  const auto service_time = GENERATE(0s, 1s);
  WorkerHost host{{.service_time = world::Constant{service_time}},
                  FailureForm::Plain,
                  std::make_unique<Patient>(),
                  world::Stream{1}};
  host.run(tasks(3), start);
  host.timers_due(start + service_time);
  CHECK(render(host.output()) == "0 submitted\n1 succeeded 1\n2 submitted\n");
  CHECK(host.count_ends(std::exchange(host.output(), {}).answers) == 3);
  CHECK(host.working() == 0);
  CHECK(host.next_timer() == start + service_time + 10s);
  host.timers_due(host.next_timer());
  CHECK(render(host.output()) == "0 succeeded 0\n2 succeeded 2\n");
  CHECK(host.count_ends(std::exchange(host.output(), {}).answers) == 0);
  CHECK(host.working() == 0);
  CHECK(host.next_timer() == never);
}

}  // namespace
}  // namespace stepstorm::workers
