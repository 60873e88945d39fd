#include "workers/functions/function.hpp"

#include <algorithm>
#include <cassert>
#include <future>
#include <mutex>
#include <utility>

#include "values/json.hpp"
#include "workers/worker_host.hpp"

namespace stepstorm::workers {

/// Queues outcomes for the worker, and wakes it up for the first one.
class Function::Inbox {
 public:
  void wake_by(std::function<void()> wake) {
    const std::lock_guard lock{mutex_};
    wake_ = std::move(wake);
  }

  void put(LaterOutcome&& outcome) {
    std::unique_lock lock{mutex_};
    outcomes_.push_back(std::move(outcome));
    if (outcomes_.size() > 1 || !wake_) return;
    const std::function<void()> wake = wake_;
    lock.unlock();
    wake();
  }

  std::vector<LaterOutcome> take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(outcomes_, {});
  }

 private:
  std::mutex mutex_;
  std::function<void()> wake_;
  std::vector<LaterOutcome> outcomes_;
};

namespace {

/// Parses JSON text on the worker's thread; leaves other text unchanged.
Outcome with_value(Outcome&& outcome) {
  const auto* written = std::get_if<Write>(&outcome);
  if (!written) return std::move(outcome);
  auto parsed = parse_json(written->text);
  if (!parsed) return std::move(outcome);
  return Succeed{Payload{std::move(*parsed)}};
}

}  // namespace

Function::Function(const FunctionRow& row, world::Stream random)
    : wait_(row.wait),
      takes_known_times_(row.takes_known_times),
      time_limit_(row.options->timeout),
      random_(random),
      inbox_(std::make_shared<Inbox>()) {
  assert(row.environments);
  environment_ = row.environments->make(row.options, [inbox = inbox_](std::string reason) {
    inbox->put({std::nullopt, Crash{std::move(reason)}});
  });
}

Function::~Function() { inbox_->wake_by({}); }

Invocation Function::invocation_of(const messages::Task& task) const {
  auto chance = attempt_stream(random_, task.execution, task.visit, task.number, Drawn::Choice);
  return {.payload = to_text(*task.input),
          .execution = task.execution,
          .visit = task.visit,
          .attempt = task.number,
          .chance = chance.bits()};
}

std::optional<std::chrono::nanoseconds> Function::own_time(const messages::Task& task) {
  const auto known = environment_->known_time(invocation_of(task));
  return known ? std::optional{std::min(*known, time_limit_)} : std::nullopt;
}

Outcome Function::run(messages::Task&& task) {
  if (wait_ == FunctionWait::Woken) {
    environment_->invoke(invocation_of(task), [inbox = inbox_, token = task.token](Outcome outcome) {
      inbox->put({token, std::move(outcome)});
    });
    return Await{};
  }
  const auto answer = std::make_shared<std::promise<Outcome>>();
  auto answered = answer->get_future();
  environment_->invoke(invocation_of(task), [answer](Outcome outcome) { answer->set_value(std::move(outcome)); });
  return with_value(answered.get());
}

void Function::wake_by(std::function<void()> wake) { inbox_->wake_by(std::move(wake)); }

std::vector<LaterOutcome> Function::take_outcomes() {
  std::vector<LaterOutcome> taken = inbox_->take();
  for (LaterOutcome& later : taken) later.outcome = with_value(std::move(later.outcome));
  return taken;
}

}  // namespace stepstorm::workers
