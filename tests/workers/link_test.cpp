// What late and overtaken messages and a jumping clock do to a worker, as a history of what it sends and when.
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "values/overload.hpp"
#include "workers/worker_host.hpp"

namespace stepstorm::workers {
namespace {

using namespace std::chrono_literals;
using Which = faults::ReorderMessage::Which;

constexpr TimePoint start{1'000s};

class Echo final : public Behaviour {
 public:
  Outcome run(messages::Task&& task) override { return Succeed{task.input}; }
};

/// Hits the attempts of this execution; of all when there is none.
faults::Fault fault(faults::FaultAction action, std::optional<int> execution = std::nullopt) {
  faults::Fault fault;
  fault.name = std::string{faults::kind_name(action)};
  fault.action = std::move(action);
  if (execution) fault.target.matching.push_back({asl::JsonPath::parse("$").value(), *execution});
  return fault;
}

WorkerOptions timed(std::chrono::nanoseconds service, std::optional<std::chrono::nanoseconds> heartbeats = {}) {
  return {.service_time = world::Constant{service}, .time_limit = 10s, .heartbeat_interval = heartbeats};
}

class History {
 public:
  History(WorkerOptions options, faults::FaultPlan plan)
      : host_(std::move(options),
              FailureForm::Plain,
              std::make_unique<Echo>(),
              world::Stream{1},
              0,
              faults::make_fault_source(plan, 1, start)) {}

  /// Sends the worker a task, whose answer is its number.
  History& task(std::uint32_t number, std::chrono::nanoseconds at = 0ns) {
    pass(start + at);
    messages::RunTasks batch;
    batch.tasks.push_back({{{number, 7}, number, 1, 0, 1, 0, Payload{Json(number)}}, ~std::uint64_t{0}, start});
    host_.run(std::move(batch), start + at);
    note(start + at);
    return *this;
  }

  std::size_t working() const { return host_.working(); }

  /// `250 ms: 0 lives, 1 succeeded; ...`, up to when nothing more is to come.
  std::string text() {
    pass(never);
    return text_;
  }

 private:
  void pass(TimePoint until) {
    for (TimePoint next = host_.next_timer(); !dead_ && next <= until && next != never; next = host_.next_timer()) {
      host_.timers_due(next);
      note(next);
    }
  }

  void note(TimePoint at) {
    std::string said;
    const auto say = [&](const messages::TaskToken& token, const std::string& what) {
      said += (said.empty() ? "" : ", ") + std::to_string(token.slot) + ' ' + what;
    };
    const WorkerOutput output = std::exchange(host_.output(), {});
    for (const auto& token : output.heartbeats.tokens) say(token, "lives");
    for (const auto& answer : output.answers.answers)
      say(answer.token,
          std::visit(Overload{[](const messages::Succeeded&) { return std::string{"done"}; },
                              [](const messages::Failed& failed) { return *failed.error; },
                              [](const messages::Submitted&) { return std::string{"submitted"}; },
                              [](const messages::RawOutput& written) { return written.text; },
                              [](const messages::Lost&) { return std::string{"lost"}; }},
                     answer.result));
    dead_ = output.crash.has_value();
    if (dead_) said += (said.empty() ? "" : ", ") + std::string{"dead"};
    if (!said.empty()) text_ += std::to_string((at - start) / 1ms) + " ms: " + said + "; ";
  }

  WorkerHost host_;
  std::string text_;
  bool dead_ = false;
};

}  // namespace

TEST_CASE("a task that was asked for under another plan of faults meets none, and what it is in the middle of goes on",
          "[orchestration][fault]") {
  const auto source = std::make_shared<faults::FaultSource>(
      faults::FaultPlan{fault(faults::InjectDelay{world::Constant{1s}})}, 1, start);
  WorkerHost host{timed(100ms), FailureForm::Plain, std::make_unique<Echo>(), world::Stream{1}, 0, source};
  const auto sent = [&](std::uint32_t number, std::uint32_t plan) {
    messages::RunTasks batch;
    batch.tasks.push_back({{{number, 7}, number, 1, 0, 1, plan, Payload{Json(number)}}, ~std::uint64_t{0}, start});
    host.run(std::move(batch), start);
  };
  sent(0, 0);
  source->replace({fault(faults::InjectError{"New", "", faults::FaultMoment::AtOnce})}, start);
  sent(1, 0);
  sent(2, 1);
  REQUIRE(host.output().answers.answers.size() == 1);
  const auto& refused = host.output().answers.answers.front();
  CHECK(refused.token.slot == 2);
  CHECK(std::get<messages::Boxed<messages::Failed>>(refused.result)->error == "New");
  host.timers_due(start + 100ms);
  CHECK(host.output().answers.answers.size() == 2);
  host.timers_due(start + 1'100ms);
  REQUIRE(host.output().answers.answers.size() == 3);
  CHECK(host.output().answers.answers.back().token.slot == 0);
}

TEST_CASE("a task that is late is begun when it arrives, and shows no life before", "[orchestration][fault][link]") {
  CHECK(History{timed(250ms, 100ms), {fault(faults::DelayTask{world::Constant{2s}}, 0)}}.task(0).task(1).text() ==
        "100 ms: 1 lives; 200 ms: 1 lives; 250 ms: 1 done; 2100 ms: 0 lives; 2200 ms: 0 lives; 2250 ms: 0 done; ");
  CHECK(History{timed(0s), {fault(faults::DelayTask{world::Constant{2s}}), fault(faults::LoseTask{})}}.task(0).text() ==
        "0 ms: 0 lost; ");
  CHECK(History{timed(0s),
                {fault(faults::DelayTask{world::Constant{2s}}),
                 fault(faults::InjectError{"E", "", faults::FaultMoment::AtOnce})}}
            .task(0)
            .text() == "2000 ms: 0 E; ");
}

TEST_CASE("faults of an attempt are decided when it begins, those of its message when that leaves",
          "[orchestration][fault][link]") {
  const auto from_one_second = [](faults::FaultAction action) {
    faults::Fault late = fault(std::move(action), 0);
    late.window.begin = 1s;
    return late;
  };
  CHECK(History{timed(0s), {fault(faults::DelayTask{world::Constant{2s}}), from_one_second(faults::InjectHang{})}}
            .task(0)
            .text() == "12000 ms: 0 Sandbox.Timedout; ");
  CHECK(History{timed(0s), {fault(faults::DelayTask{world::Constant{2s}}), from_one_second(faults::LoseTask{})}}
            .task(0)
            .text() == "2000 ms: 0 done; ");
}

TEST_CASE("what is held on its way counts as work of its worker", "[orchestration][fault][link]") {
  History history{timed(0s),
                  {fault(faults::DelayTask{world::Constant{2s}}, 0),
                   fault(faults::ReorderMessage{Which::Task, 9, 5s}, 1),
                   fault(faults::ReorderMessage{Which::Answer, 9, 5s}, 2)}};
  CHECK(history.task(0).task(1).task(2).task(3).working() == 3);
  CHECK(history.text() == "0 ms: 3 done; 2000 ms: 0 done; 5000 ms: 1 done, 2 done; ");
  CHECK(history.working() == 0);
}

TEST_CASE("a task is overtaken by so many, though held no longer than its bound", "[orchestration][fault][link]") {
  struct Row {
    faults::FaultPlan plan;
    std::string expected;  // of tasks 0 to 3, a second apart, each done at once
  };
  const auto reorder = [](std::uint32_t behind, std::optional<int> execution, std::chrono::nanoseconds at_most = 60s) {
    return fault(faults::ReorderMessage{Which::Task, behind, at_most}, execution);
  };
  const auto row = GENERATE_COPY(
      values<Row>({{{reorder(1, 0)}, "1000 ms: 1 done, 0 done; 2000 ms: 2 done; 3000 ms: 3 done; "},
                   {{reorder(2, 0)}, "1000 ms: 1 done; 2000 ms: 2 done, 0 done; 3000 ms: 3 done; "},
                   {{reorder(1, 0), reorder(1, 1)}, "2000 ms: 2 done, 0 done, 1 done; 3000 ms: 3 done; "},
                   {{reorder(2, 0), reorder(1, 1)}, "2000 ms: 2 done, 1 done, 0 done; 3000 ms: 3 done; "},
                   {{reorder(9, 0, 1500ms)}, "1000 ms: 1 done; 1500 ms: 0 done; 2000 ms: 2 done; 3000 ms: 3 done; "},
                   {{reorder(9, 2)}, "0 ms: 0 done; 1000 ms: 1 done; 3000 ms: 3 done; 62000 ms: 2 done; "},
                   {{reorder(1, {}, 500ms)}, "500 ms: 0 done; 1500 ms: 1 done; 2500 ms: 2 done; 3500 ms: 3 done; "},
                   {{reorder(1, 1), fault(faults::DelayTask{world::Constant{1500ms}}, 1)},
                    "0 ms: 0 done; 2000 ms: 2 done; 3000 ms: 3 done, 1 done; "}}));
  CAPTURE(row.expected);
  CHECK(History{timed(0s), row.plan}.task(0).task(1, 1s).task(2, 2s).task(3, 3s).text() == row.expected);
}

TEST_CASE("an answer is overtaken by later ones, those that get lost not counted", "[orchestration][fault][link]") {
  const faults::FaultPlan reordered = {fault(faults::ReorderMessage{Which::Answer, 2, 5s}, 0)};
  const auto history = [](const faults::FaultPlan& plan) {
    return History{timed(100ms), plan}.task(0).task(1, 1s).task(2, 2s).task(3, 3s).text();
  };
  CHECK(history(reordered) == "1100 ms: 1 done; 2100 ms: 2 done, 0 done; 3100 ms: 3 done; ");
  CHECK(history({reordered[0], fault(faults::LoseAnswer{}, 1)}) ==
        "1100 ms: 1 lost; 2100 ms: 2 done; 3100 ms: 3 done, 0 done; ");
  CHECK(history({reordered[0], fault(faults::DuplicateAnswer{}, 0)}) ==
        "100 ms: 0 done; 1100 ms: 1 done, 0 done; 2100 ms: 2 done; 3100 ms: 3 done; ");
  CHECK(history({fault(faults::InjectDelay{world::Constant{1500ms}, faults::FaultMoment::After}, 0),
                 fault(faults::DuplicateAnswer{}, 0)}) ==
        "1100 ms: 1 done; 1600 ms: 0 done, 0 done; 2100 ms: 2 done; 3100 ms: 3 done; ");
  CHECK(history({reordered[0], fault(faults::LoseAnswer{}, 0)}) ==
        "100 ms: 0 lost; 1100 ms: 1 done; 2100 ms: 2 done; 3100 ms: 3 done; ");
  CHECK(History{timed(100ms), reordered}.task(0).text() == "5100 ms: 0 done; ");
}

TEST_CASE("what is on its way is lost with its worker", "[orchestration][fault][link]") {
  CHECK(History{timed(100ms),
                {fault(faults::DelayTask{world::Constant{3s}}, 0),
                 fault(faults::ReorderMessage{Which::Answer, 9, 5s}, 1),
                 fault(faults::CrashWorker{"bug"}, 2)}}
            .task(0)
            .task(1)
            .task(2)
            .text() == "100 ms: dead; ");
}

TEST_CASE("a clock that jumps moves the timers set before, and no others", "[orchestration][fault][clock]") {
  struct Row {
    std::chrono::nanoseconds jump;  // when task 1 has begun, at 500 ms
    std::string expected;           // of task 0, begun at once, each with 1 s of work and a heartbeat every 400 ms
  };
  const auto row = GENERATE(values<Row>(
      {{0ns, "400 ms: 0 lives; 800 ms: 0 lives; 900 ms: 1 lives; 1000 ms: 0 done; 1300 ms: 1 lives; 1500 ms: 1 done; "},
       {300ms,
        "400 ms: 0 lives; 500 ms: 0 lives; 600 ms: 1 lives; 700 ms: 0 done; 1000 ms: 1 lives; 1200 ms: 1 done; "},
       {600ms, "400 ms: 0 lives; 500 ms: 0 lives, 1 lives, 0 done; 900 ms: 1 done; "},
       {1h, "400 ms: 0 lives; 500 ms: 0 lives, 1 lives, 0 done, 1 done; "},
       {-2s,
        "400 ms: 0 lives; 2800 ms: 0 lives; 2900 ms: 1 lives; 3000 ms: 0 done; 3300 ms: 1 lives; 3500 ms: 1 done; "}}));
  CAPTURE(row.jump.count());
  CHECK(History{timed(1s, 400ms), {fault(faults::JumpClock{row.jump}, 1)}}.task(0).task(1, 500ms).text() ==
        row.expected);
}

TEST_CASE("a clock that jumps moves time limits, but nothing that is on its way", "[orchestration][fault][clock]") {
  const auto history = [](faults::FaultAction action, std::chrono::nanoseconds jump) {
    return History{timed(100ms), {fault(std::move(action), 0), fault(faults::JumpClock{jump}, 1)}}
        .task(0)
        .task(1, 1s)
        .text();
  };
  CHECK(history(faults::InjectHang{}, 1h) == "1000 ms: 1 done, 0 Sandbox.Timedout; ");
  CHECK(history(faults::InjectHang{}, -5s) == "6100 ms: 1 done; 15000 ms: 0 Sandbox.Timedout; ");
  for (const auto jump : {std::chrono::nanoseconds{1h}, std::chrono::nanoseconds{-5s}}) {
    const std::string other = jump > 0s ? "1000 ms: 1 done; " : "";
    CHECK(
        history(faults::InjectDelay{world::Constant{3s}, faults::FaultMoment::After}, jump).find("3100 ms: 0 done; ") ==
        other.size());
    CHECK(history(faults::DelayTask{world::Constant{3s}}, jump).find("3100 ms: 0 done; ") == other.size());
  }
}

TEST_CASE("a clock that jumps makes environments that are kept older", "[orchestration][fault][clock]") {
  WorkerOptions cold = timed(100ms);
  cold.cold_starts = ColdStarts{world::Constant{1s}, 1min};
  CHECK(History{cold, {fault(faults::JumpClock{20s}, 1)}}.task(0).task(1, 10s).task(2, 30s).text() ==
        "1100 ms: 0 done; 10000 ms: 1 done; 30100 ms: 2 done; ");
  CHECK(History{cold, {fault(faults::JumpClock{50s}, 1)}}.task(0).task(3, 1ms).task(1, 10s).task(2, 30s).text() ==
        "1100 ms: 0 done; 1101 ms: 3 done; 10000 ms: 1 done; 30100 ms: 2 done; ");
}

}  // namespace stepstorm::workers
