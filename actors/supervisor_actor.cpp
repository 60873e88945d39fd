#include "actors/supervisor_actor.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <caf/all.hpp>

#include "actors/exits.hpp"
#include "actors/logging.hpp"
#include "actors/worker_actor.hpp"
#include "values/overload.hpp"

namespace stepstorm::actors {

using orchestration::ChildIndex;

class SupervisorShell {
 public:
  SupervisorShell(SupervisorPointer self, SupervisorSetup setup)
      : self_(self),
        setup_(std::move(setup)),
        core_(setup_.resource.supervision,
              std::vector(setup_.resource.actors, setup_.resource.supervision.restart),
              world::Stream::named(setup_.seed, "restarts:" + setup_.resource.name).of(setup_.orchestrator_index)),
        wake_ups_(setup_.timing),
        children_(setup_.resource.actors),
        log_(actor_logger("supervisor-" + setup_.resource.name)) {
    obey(core_.start());
  }

  void child_down(const caf::down_msg& down) {
    const auto found = std::find(children_.begin(), children_.end(), down.source);
    if (found == children_.end()) return;
    *found = nullptr;
    const auto child = static_cast<ChildIndex>(found - children_.begin());
    const std::string reason = reason_text(self_->system(), down.reason);
    log_->warn("{} has ended: {}", worker_name(child), reason);
    self_->send(setup_.orchestrator, messages::WorkerDown{setup_.first_worker + child, reason});
    obey(core_.exited(child, exit_kind(down.reason), now()));
  }

  void wake_up() {
    wake_ups_.rang(now());
    obey(core_.timers_due(now()));
  }

  void restore() { obey(core_.restore()); }

  void kill(const messages::KillWorker& request) {
    if (request.child < children_.size() && children_[request.child])
      self_->send_exit(children_[request.child], killed(request.reason));
  }

  void end_children(const caf::error& reason) {
    for (const auto& child : children_)
      if (child) self_->send_exit(child, reason);
  }

 private:
  TimePoint now() const { return setup_.timing.now(self_); }

  void obey(const std::vector<orchestration::SupervisorCommand>& commands) {
    for (const auto& command : commands) std::visit([this](const auto& wanted) { obey(wanted); }, command);
    wake_ups_.set(self_, core_.next_timer());
  }

  void obey(const orchestration::StartWorker& command) {
    const std::string name = worker_name(command.child);
    log_->debug("starts {}", name);
    auto& child = children_[command.child];
    child = self_->spawn<caf::monitored>(
        worker_actor, WorkerSetup{name, setup_.orchestrator, setup_.timing, maker(command.child), setup_.gauge});
    self_->send(setup_.orchestrator,
                messages::WorkerUp{
                    setup_.first_worker + command.child, setup_.resource_index, setup_.resource.capacity, name, child});
  }

  void obey(const orchestration::StopWorker& command) {
    self_->send_exit(children_[command.child], caf::exit_reason::user_shutdown);
  }

  void obey(const orchestration::GiveUp& command) {
    log_->error("gives up: {}", command.cause);
    self_->send(setup_.orchestrator, messages::ResourceDown{setup_.resource_index, command.cause});
  }

  void obey(const orchestration::Restored&) {
    log_->info("tries again");
    self_->send(setup_.orchestrator, messages::ResourceRestored{setup_.resource_index});
  }

  /// Workers are numbered across all orchestrators.
  std::string worker_name(ChildIndex child) const {
    const auto number = setup_.orchestrator_index * setup_.resource.actors + child;
    return setup_.resource.name + '-' + std::to_string(number);
  }

  std::function<workers::WorkerHost()> maker(ChildIndex child) const {
    return [resource = setup_.resource, seed = setup_.seed, ledger = setup_.ledger, faults = setup_.faults, child] {
      return make_worker(resource, seed, ledger, child, faults);
    };
  }

  SupervisorPointer self_;
  SupervisorSetup setup_;
  orchestration::Supervisor core_;
  WakeUps wake_ups_;
  std::vector<messages::WorkerActor> children_;  // null while they are down
  std::shared_ptr<spdlog::logger> log_;
};

messages::SupervisorActor::behavior_type supervisor_actor(SupervisorPointer self, SupervisorSetup setup) {
  self->state.shell = std::make_shared<SupervisorShell>(self, std::move(setup));
  SupervisorShell& shell = *self->state.shell;
  die_of_exceptions(self);
  survive_strangers(self);
  self->set_down_handler([&shell](const caf::down_msg& down) { shell.child_down(down); });
  self->set_exit_handler([self, &shell](const caf::exit_msg& exit) {
    shell.end_children(exit.reason);
    self->quit(exit.reason);
  });
  return {[&shell](const messages::RestoreResource&) { shell.restore(); },
          [&shell](const messages::KillWorker& request) { shell.kill(request); },
          [&shell](messages::WakeUp) { shell.wake_up(); }};
}

}  // namespace stepstorm::actors
