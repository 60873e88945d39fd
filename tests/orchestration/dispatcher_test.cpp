#include "orchestration/dispatcher.hpp"

#include <map>
#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::orchestration {
namespace {

/// Remembers what was sent: `worker <- execution execution ...`.
class Recorder final : public TaskSender {
 public:
  void send(WorkerIndex worker, messages::RunTasks& batch) override {
    text += std::to_string(worker) + " <-";
    for (const auto& task : batch.tasks) {
      text += ' ' + std::to_string(task.execution);
      tokens[task.execution] = task.token;
    }
    text += '\n';
  }
  std::string take() { return std::exchange(text, {}); }

  std::string text;
  std::map<std::uint64_t, messages::TaskToken> tokens;
};

class Fixture {
 public:
  Fixture() = default;
  explicit Fixture(std::optional<std::uint32_t> queue_limit)
      : dispatcher{{{"echo", "arn:echo", queue_limit}}, outbox} {}

  Dispatcher::Submission submit(std::uint64_t execution, std::uint32_t scope = 0) {
    messages::RunTask task;
    task.execution = execution;
    return dispatcher.submit(
        {.execution = {static_cast<std::uint32_t>(execution), 0}, .id = {execution::ScopeSlot{scope}, 1}},
        std::move(task));
  }
  std::string flushed() {
    outbox.flush();
    return sent.take();
  }
  void complete(std::uint64_t execution) { dispatcher.complete(sent.tokens.at(execution)); }

  Recorder sent;
  Observer observer;
  Outbox outbox{sent, observer, nullptr};
  Dispatcher dispatcher{{{"echo", "arn:echo", std::nullopt}}, outbox};
};

std::string executions(const std::vector<Attempt>& attempts) {
  std::string text;
  for (const Attempt& attempt : attempts)
    text += std::to_string(attempt.execution.slot) + '.' + std::to_string(number_of(attempt.id.scope)) + ' ';
  return text;
}

TEST_CASE("tasks gather per worker and leave together", "[orchestration][dispatcher]") {
  Fixture f;
  f.dispatcher.worker_up(0, 0, 10, "echo-0");
  for (std::uint64_t id = 1; id <= 3; ++id) f.submit(id);
  CHECK(f.outbox.unsent() == 3);
  CHECK(f.flushed() == "0 <- 1 2 3\n");
  CHECK(f.outbox.unsent() == 0);
  CHECK(f.flushed().empty());
}

TEST_CASE("free workers take turns", "[orchestration][dispatcher]") {
  Fixture f;
  f.dispatcher.worker_up(0, 0, 2, "echo-0");
  f.dispatcher.worker_up(1, 0, 1, "echo-1");
  f.dispatcher.worker_up(2, 0, 2, "echo-2");
  for (std::uint64_t id = 1; id <= 6; ++id) f.submit(id);
  CHECK(f.flushed() == "0 <- 1 4\n1 <- 2\n2 <- 3 5\n");
  CHECK(f.dispatcher.queued(0) == 1);
  f.complete(2);
  CHECK(f.flushed() == "1 <- 6\n");
}

TEST_CASE("what waits is served in order of arrival", "[orchestration][dispatcher]") {
  Fixture f;
  for (std::uint64_t id = 1; id <= 3; ++id) CHECK(f.submit(id).admission == Admission::Accepted);
  CHECK(f.flushed().empty());
  f.dispatcher.worker_up(0, 0, 1, "echo-0");
  CHECK(f.flushed() == "0 <- 1\n");
  f.complete(1);
  CHECK(f.flushed() == "0 <- 2\n");
  f.complete(2);
  CHECK(f.flushed() == "0 <- 3\n");
}

TEST_CASE("beyond the queue limit an attempt is refused and left as it was", "[orchestration][dispatcher]") {
  Fixture f{1};
  f.dispatcher.worker_up(0, 0, 1, "echo-0");
  CHECK(f.submit(1).admission == Admission::Accepted);
  CHECK(f.submit(2).admission == Admission::Accepted);
  messages::RunTask third;
  third.input = Payload{Json(3)};
  CHECK(f.dispatcher.submit({}, std::move(third)).admission == Admission::QueueFull);
  CHECK(*third.input == Json(3));  // NOLINT(bugprone-use-after-move): that is the contract
}

TEST_CASE("an attempt abandoned in the queue leaves it and makes room", "[orchestration][dispatcher]") {
  Fixture f{2};
  f.dispatcher.worker_up(0, 0, 1, "echo-0");
  f.submit(1);
  const auto second = f.submit(2);
  f.submit(3);
  f.dispatcher.abandon(second.attempt);
  CHECK(f.dispatcher.queued(0) == 1);
  CHECK(f.submit(4).admission == Admission::Accepted);
  CHECK(f.flushed() == "0 <- 1\n");
  f.complete(1);
  CHECK(f.flushed() == "0 <- 3\n");
}

TEST_CASE("an attempt abandoned at its worker goes on filling it until it is answered", "[orchestration][dispatcher]") {
  Fixture f;
  f.dispatcher.worker_up(0, 0, 1, "echo-0");
  const auto first = f.submit(1);
  f.submit(2);
  CHECK(f.flushed() == "0 <- 1\n");
  f.dispatcher.abandon(first.attempt);
  CHECK(f.flushed().empty());
  REQUIRE(f.dispatcher.find(f.sent.tokens[1]));
  CHECK(f.dispatcher.find(f.sent.tokens[1])->abandoned);
  f.complete(1);
  CHECK_FALSE(f.dispatcher.find(f.sent.tokens[1]));
  CHECK(f.flushed() == "0 <- 2\n");
}

TEST_CASE("a token finds its attempt while it is at a worker, and nothing else ever", "[orchestration][dispatcher]") {
  Fixture f;
  const auto queued = f.submit(1);
  CHECK_FALSE(f.dispatcher.find({queued.attempt, 0}));  // nobody can have been told that token
  f.dispatcher.worker_up(0, 0, 1, "echo-0");
  f.flushed();
  CHECK(f.dispatcher.find(f.sent.tokens[1]));
  CHECK_FALSE(f.dispatcher.find({f.sent.tokens[1].slot, f.sent.tokens[1].generation + 1}));
  CHECK_FALSE(f.dispatcher.find({123'456, 0}));
  CHECK_FALSE(f.dispatcher.find({~0u, ~0u}));
  f.complete(1);
  CHECK_FALSE(f.dispatcher.find(f.sent.tokens[1]));
}

TEST_CASE("a released attempt is found still, but its worker is free", "[orchestration][dispatcher]") {
  Fixture f;
  f.dispatcher.worker_up(0, 0, 1, "echo-0");
  f.submit(1);
  f.submit(2);
  f.flushed();
  f.dispatcher.release(f.sent.tokens[1]);
  CHECK(f.flushed() == "0 <- 2\n");
  CHECK(executions(f.dispatcher.worker_down(0)) == "2.0 ");
  f.complete(1);
}

TEST_CASE("a dead worker gives back what it had, sent or not", "[orchestration][dispatcher]") {
  Fixture f;
  f.dispatcher.worker_up(0, 0, 10, "echo-0");
  f.submit(9);
  f.submit(4, 2);
  f.flushed();
  f.submit(4, 1);
  const auto abandoned = f.submit(5);
  f.dispatcher.abandon(abandoned.attempt);
  CHECK(executions(f.dispatcher.worker_down(0)) == "9.0 4.2 4.1 ");
  CHECK(f.outbox.unsent() == 0);
  CHECK(f.flushed().empty());
  f.submit(6);
  CHECK(f.dispatcher.queued(0) == 1);
  f.dispatcher.worker_up(0, 0, 10, "echo-0");
  CHECK(f.flushed() == "0 <- 6\n");
}

TEST_CASE("a resource that is down empties its queue and admits nothing until it is restored",
          "[orchestration][dispatcher]") {
  Fixture f;
  f.submit(2);
  f.submit(1);
  CHECK(executions(f.dispatcher.resource_down(0, "too many restarts")) == "2.0 1.0 ");
  CHECK(f.dispatcher.down_cause(0) == "too many restarts");
  CHECK(f.submit(3).admission == Admission::ResourceDown);
  f.dispatcher.resource_restored(0);
  CHECK(f.submit(4).admission == Admission::Accepted);
}

TEST_CASE("whoever wants to know is told which worker took an attempt", "[orchestration][dispatcher]") {
  Fixture f;
  static_cast<void>(f.dispatcher.submit({.id = {execution::ScopeSlot{3}, 4}, .announce = true}, {}));
  CHECK(f.dispatcher.take_announcements().empty());
  f.dispatcher.worker_up(7, 0, 1, "echo-7");
  const auto taken = f.dispatcher.take_announcements();
  REQUIRE(taken.size() == 1);
  const Attempt* at_worker = f.dispatcher.find(taken[0]);
  REQUIRE(at_worker);
  CHECK(at_worker->id == execution::AttemptId{execution::ScopeSlot{3}, 4});
  CHECK(f.dispatcher.worker_name(at_worker->worker) == "echo-7");
  CHECK(f.dispatcher.take_announcements().empty());
}

TEST_CASE("a resource is found by its ARN", "[orchestration][dispatcher]") {
  Fixture f;
  CHECK(f.dispatcher.resource_of("arn:echo") == 0);
  CHECK_FALSE(f.dispatcher.resource_of("arn:other"));
}

TEST_CASE("concurrency counts what works and what waits, whether workers are up or not",
          "[orchestration][dispatcher]") {
  Recorder sent;
  Observer observer;
  Outbox outbox{sent, observer, nullptr};
  ResourceBinding binding{"function", "arn:function", std::nullopt};
  binding.concurrency = 2;
  Dispatcher dispatcher{{binding}, outbox};
  const auto submit = [&](std::uint64_t execution) {
    messages::RunTask task;
    task.execution = execution;
    return dispatcher
        .submit({.execution = {static_cast<std::uint32_t>(execution), 0}, .id = {execution::root_scope, 1}},
                std::move(task))
        .admission;
  };
  CHECK(submit(1) == Admission::Accepted);  // waits
  dispatcher.worker_up(0, 0, 1, "function-0");
  CHECK(submit(2) == Admission::Accepted);  // waits for the worker that has the first
  CHECK(submit(3) == Admission::QueueFull);
  outbox.flush();
  dispatcher.complete(sent.tokens.at(1));
  CHECK(submit(4) == Admission::Accepted);
  CHECK(submit(5) == Admission::QueueFull);
  outbox.flush();
  CHECK(dispatcher.worker_down(0).size() == 1);
  CHECK(submit(6) == Admission::Accepted);
  CHECK(submit(7) == Admission::QueueFull);
}

}  // namespace
}  // namespace stepstorm::orchestration
