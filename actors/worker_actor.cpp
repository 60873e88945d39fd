#include "actors/worker_actor.hpp"

#include <stdexcept>
#include <utility>

#include <caf/all.hpp>

#include "actors/exits.hpp"
#include "actors/logging.hpp"

namespace stepstorm::actors {

class WorkerShell {
 public:
  WorkerShell(WorkerPointer self, WorkerSetup setup)
      : self_(self),
        setup_(std::move(setup)),
        host_(setup_.make_host()),
        wake_ups_(setup_.timing),
        log_(actor_logger(setup_.name)) {
    host_.wake_by([weak = caf::weak_actor_ptr{self->ctrl()}] { wake(weak); });
  }
  ~WorkerShell() { show_busy(0); }
  WorkerShell(const WorkerShell&) = delete;
  WorkerShell& operator=(const WorkerShell&) = delete;

  void run(messages::RunTasks& tasks) {
    log_->trace("takes {} tasks, works on {}", tasks.tasks.size(), host_.working());
    host_.run(std::move(tasks), now());
    settle();
  }

  void wake_up() {
    wake_ups_.rang(now());
    host_.timers_due(now());
    settle();
  }

 private:
  /// Wakes the worker. May be called from any thread, and after the worker has ended.
  static void wake(const caf::weak_actor_ptr& worker) {
    if (const auto there = worker.lock())
      caf::anon_send(caf::actor_cast<messages::WorkerActor>(there), messages::WakeUp{});
  }

  TimePoint now() const { return setup_.timing.now(self_); }

  void settle() {
    auto output = std::exchange(host_.output(), {});
    host_.count_ends(output.answers);
    show_busy(host_.working());
    if (!output.heartbeats.tokens.empty()) self_->send(setup_.orchestrator, std::move(output.heartbeats));
    if (!output.answers.answers.empty()) self_->send(setup_.orchestrator, std::move(output.answers));
    if (output.crash) throw std::runtime_error(*output.crash);
    wake_ups_.set(self_, host_.next_timer());
  }

  void show_busy(std::size_t attempts) {
    if (setup_.gauge) setup_.gauge->busy_more(static_cast<std::int64_t>(attempts) - static_cast<std::int64_t>(busy_));
    busy_ = attempts;
  }

  WorkerPointer self_;
  WorkerSetup setup_;
  workers::WorkerHost host_;
  WakeUps wake_ups_;
  std::shared_ptr<spdlog::logger> log_;
  std::size_t busy_ = 0;  // attempts, as last reported to the gauge
};

messages::WorkerActor::behavior_type worker_actor(WorkerPointer self, WorkerSetup setup) {
  self->state.shell = std::make_shared<WorkerShell>(self, std::move(setup));
  WorkerShell& shell = *self->state.shell;
  die_of_exceptions(self);
  survive_strangers(self);
  return {[&shell](messages::RunTasks& tasks) { shell.run(tasks); },  //
          [&shell](messages::WakeUp) { shell.wake_up(); }};
}

}  // namespace stepstorm::actors
