#include "workers/functions/function.hpp"

#include <cassert>
#include <future>
#include <mutex>
#include <utility>

#include "values/json.hpp"

namespace stepstorm::orchestration {

/// Where outcomes wait for the worker, which is woken up for the first of them.
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

/// JSON text becomes a value here, on the worker's thread; other text stays what it is.
Outcome with_value(Outcome&& outcome) {
  const auto* written = std::get_if<Write>(&outcome);
  if (!written) return std::move(outcome);
  auto parsed = parse_json(written->text);
  if (!parsed) return std::move(outcome);
  return Succeed{Payload{std::move(*parsed)}};
}

}  // namespace

Function::Function(const FunctionRow& row)
    : arn_(row.options->arn), wait_(row.wait), inbox_(std::make_shared<Inbox>()) {
  assert(row.environments);
  environment_ = row.environments->make(row.options, [inbox = inbox_](std::string reason) {
    inbox->put({std::nullopt, Crash{std::move(reason)}});
  });
}

Function::~Function() { inbox_->wake_by({}); }

Outcome Function::run(messages::Task&& task) {
  std::string payload = to_text(*task.input);
  if (wait_ == FunctionWait::Woken) {
    environment_->invoke(std::move(payload), [inbox = inbox_, token = task.token](Outcome outcome) {
      inbox->put({token, std::move(outcome)});
    });
    return Await{};
  }
  const auto answer = std::make_shared<std::promise<Outcome>>();
  auto answered = answer->get_future();
  environment_->invoke(std::move(payload), [answer](Outcome outcome) { answer->set_value(std::move(outcome)); });
  return with_value(answered.get());
}

void Function::wake_by(std::function<void()> wake) { inbox_->wake_by(std::move(wake)); }

std::vector<LaterOutcome> Function::take_outcomes() {
  std::vector<LaterOutcome> taken = inbox_->take();
  for (LaterOutcome& later : taken) later.outcome = with_value(std::move(later.outcome));
  return taken;
}

}  // namespace stepstorm::orchestration
