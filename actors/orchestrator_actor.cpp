#include "actors/orchestrator_actor.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include <caf/all.hpp>

#include "actors/exits.hpp"
#include "actors/logging.hpp"
#include "actors/supervisor_actor.hpp"

namespace stepstorm::actors {
namespace {

/// A message costs as much as ten tasks in it: beyond this there is little left to gain. Source: measured, docs.
constexpr std::size_t batch_max = 128;

}  // namespace

class OrchestratorShell final : public orchestration::TaskSender {
 public:
  OrchestratorShell(OrchestratorPointer self, OrchestratorSetup setup)
      : self_(self),
        setup_(std::move(setup)),
        core_(setup_.options, setup_.part, *this, *setup_.observer, setup_.timing.now(self)),
        wake_ups_(setup_.timing),
        log_(actor_logger("orchestrator-" + std::to_string(setup_.part.index))) {
    start_supervisors();
  }

  // ---- messages, one line each; settle() follows every message
  void start(messages::StartExecutions& request) {
    const TimePoint at = now();
    for (messages::StartExecution& execution : request.executions) core_.start(std::move(execution), at);
  }
  void redrive(const messages::RedriveExecution& request) { core_.redrive(std::move(*request.redrive), now()); }
  void update(const messages::UpdateMapRun& request) { core_.update_map_run(request, now()); }
  void stop(const messages::StopExecution& request) { core_.stop(request, now()); }
  void answers(messages::TaskAnswers& answers) { core_.answers(std::move(answers), now()); }
  void heartbeats(const messages::Heartbeats& heartbeats) { core_.heartbeats(heartbeats, now()); }
  void poll(messages::PollActivity& request) { core_.poll(std::move(request), now()); }
  void say(messages::SayWithToken& request) { core_.say(std::move(request), now()); }

  void worker_up(const messages::WorkerUp& up) {
    log_->debug("{} is up", up.name);
    if (up.worker >= workers_.size()) workers_.resize(up.worker + 1);
    workers_[up.worker] = {up.actor, up.resource};
    core_.worker_up(up.worker, up.resource, up.capacity, up.name, now());
  }

  void worker_down(const messages::WorkerDown& down) {
    workers_[down.worker].actor = nullptr;
    core_.worker_down(down.worker, down.reason, now());
  }

  void resource_down(const messages::ResourceDown& down) {
    log_->error("{} is down: {}", setup_.resources[down.resource].name, down.cause);
    core_.resource_down(down.resource, down.cause, now());
  }

  void resource_restored(const messages::ResourceRestored& restored) {
    log_->info("{} is restored", setup_.resources[restored.resource].name);
    core_.resource_restored(restored.resource, now());
  }

  template <class Request>
  void pass_on(const Request& request) {
    if (request.resource < supervisors_.size() && supervisors_[request.resource])
      self_->send(supervisors_[request.resource], request);
  }

  void wake_up() {
    wake_ups_.rang(now());
    core_.timers_due(now());
  }

  void catch_up() {
    catching_up_ = false;
    core_.catch_up(now());
    core_.flush();
  }

  void report(const messages::AskCounters& question) { question.answer(core_.counters()); }

  void settle() {
    if (self_->mailbox().empty() || core_.unsent() >= batch_max) core_.flush();
    wake_ups_.set(self_, core_.next_timer());
    if (core_.is_behind() && !std::exchange(catching_up_, true)) self_->send(self_, messages::CatchUp{});
  }

  // ---- ended actors, and its own end
  /// Takes a supervisor's workers out of service when it ends, since nothing monitors them any more. Only a bug of ours
  /// ends a supervisor.
  void supervisor_down(const caf::down_msg& down) {
    const auto found = std::find(supervisors_.begin(), supervisors_.end(), down.source);
    if (found == supervisors_.end()) return;
    *found = nullptr;
    const auto resource = static_cast<orchestration::ResourceIndex>(found - supervisors_.begin());
    resource_down({resource, "its supervisor has ended: " + reason_text(self_->system(), down.reason)});
    for (std::uint32_t worker = 0; worker < workers_.size(); ++worker)
      if (workers_[worker].resource == resource && workers_[worker].actor) discard(worker);
  }

  void end_supervisors(const caf::error& reason) {
    for (const auto& supervisor : supervisors_)
      if (supervisor) self_->send_exit(supervisor, reason);
  }

  void send(orchestration::WorkerIndex worker, messages::RunTasks& tasks) override {
    if (!workers_[worker].actor) return;
    if (!setup_.gauges.empty()) setup_.gauges[workers_[worker].resource]->take(tasks.tasks, now());
    self_->send(workers_[worker].actor, std::move(tasks));
  }

  void queue_changed(orchestration::ResourceIndex resource, std::uint32_t waiting) override {
    if (setup_.gauges.empty()) return;
    queued_.resize(setup_.gauges.size());
    const std::int64_t before = std::exchange(queued_[resource], waiting);
    setup_.gauges[resource]->queued_more(waiting - before);
  }

 private:
  struct Worker {
    messages::WorkerActor actor;  // null while it is down
    orchestration::ResourceIndex resource = 0;
  };

  TimePoint now() const { return setup_.timing.now(self_); }

  void start_supervisors() {
    std::uint32_t first_worker = 0;
    for (std::uint32_t index = 0; index < setup_.resources.size(); ++index) {
      const auto& resource = setup_.resources[index];
      supervisors_.push_back(
          self_->spawn<caf::monitored>(supervisor_actor,
                                       SupervisorSetup{resource,
                                                       index,
                                                       setup_.part.index,
                                                       first_worker,
                                                       setup_.options.seed,
                                                       setup_.ledger,
                                                       setup_.part.faults,
                                                       setup_.gauges.empty() ? nullptr : setup_.gauges[index],
                                                       messages::OrchestratorActor{self_},
                                                       setup_.timing}));
      first_worker += resource.actors;
    }
  }

  void discard(std::uint32_t worker) {
    self_->send_exit(workers_[worker].actor, caf::exit_reason::user_shutdown);
    worker_down({worker, "its supervisor has ended"});
  }

  OrchestratorPointer self_;
  OrchestratorSetup setup_;
  orchestration::Orchestrator core_;
  WakeUps wake_ups_;
  bool catching_up_ = false;                            // a CatchUp is in flight
  std::vector<messages::SupervisorActor> supervisors_;  // by resource
  std::vector<Worker> workers_;
  std::vector<std::int64_t> queued_;  // by resource, as last reported to the gauges
  std::shared_ptr<spdlog::logger> log_;
};

namespace {

/// Aborts the program: if only the orchestrator ended, its executions would hang without notice.
caf::error stop_the_program(std::exception_ptr& exception, spdlog::logger& log) {
  log.critical("an exception that must not happen: {}", caf::to_string(reason_of(exception)));
  std::abort();
}

}  // namespace

messages::OrchestratorActor::behavior_type orchestrator_actor(OrchestratorPointer self, OrchestratorSetup setup) {
  const auto log = actor_logger("orchestrator-" + std::to_string(setup.part.index));
  self->set_exception_handler([log](std::exception_ptr& exception) { return stop_the_program(exception, *log); });
  self->state.shell = std::make_shared<OrchestratorShell>(self, std::move(setup));
  OrchestratorShell& shell = *self->state.shell;
  survive_strangers(self, [&shell] { shell.settle(); });
  self->set_down_handler([&shell](const caf::down_msg& down) {
    shell.supervisor_down(down);
    shell.settle();
  });
  self->set_exit_handler([self, &shell](const caf::exit_msg& exit) {
    shell.end_supervisors(exit.reason);
    self->quit(exit.reason);
  });
  return {
      [&shell](messages::StartExecutions& request) { shell.start(request), shell.settle(); },
      [&shell](const messages::RedriveExecution& request) { shell.redrive(request), shell.settle(); },
      [&shell](const messages::UpdateMapRun& request) { shell.update(request), shell.settle(); },
      [&shell](const messages::StopExecution& request) { shell.stop(request), shell.settle(); },
      [&shell](messages::TaskAnswers& answers) { shell.answers(answers), shell.settle(); },
      [&shell](messages::PollActivity& request) { shell.poll(request), shell.settle(); },
      [&shell](messages::SayWithToken& request) { shell.say(request), shell.settle(); },
      [&shell](const messages::Heartbeats& heartbeats) { shell.heartbeats(heartbeats), shell.settle(); },
      [&shell](const messages::WorkerUp& up) { shell.worker_up(up), shell.settle(); },
      [&shell](const messages::WorkerDown& down) { shell.worker_down(down), shell.settle(); },
      [&shell](const messages::ResourceDown& down) { shell.resource_down(down), shell.settle(); },
      [&shell](const messages::ResourceRestored& restored) { shell.resource_restored(restored), shell.settle(); },
      [&shell](const messages::RestoreResource& request) { shell.pass_on(request), shell.settle(); },
      [&shell](const messages::KillWorker& request) { shell.pass_on(request), shell.settle(); },
      [&shell](messages::WakeUp) { shell.wake_up(), shell.settle(); },
      [&shell](messages::CatchUp) { shell.catch_up(), shell.settle(); },
      [&shell](const messages::AskCounters& question) { shell.report(question), shell.settle(); },
  };
}

}  // namespace stepstorm::actors
