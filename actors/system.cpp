#include "actors/system.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <future>
#include <numeric>
#include <thread>
#include <utility>

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include "actors/orchestrator_actor.hpp"
#include "actors/pinned_threads.hpp"
#include "actors/watch.hpp"
#include "asl/overload.hpp"

namespace stepstorm::actors {
namespace {

using caf::scheduler::test_coordinator;

std::size_t threads_of(const WallClock& clock) {
  return clock.threads > 0 ? clock.threads : std::max(1u, std::thread::hardware_concurrency());
}

class Config : public caf::actor_system_config {
 public:
  explicit Config(const std::variant<WallClock, VirtualClock>& clock) {
    add_message_types<caf::id_block::stepstorm>();
    std::visit(Overload{[this](const WallClock& wall) { schedule(wall); },
                        [this](const VirtualClock&) { set("scheduler.policy", caf::atom("testing")); }},
               clock);
  }

 private:
  /// A thread without work looks around a hundred times and then sleeps until a message wakes it. CAF's naps of 50 us in
  /// between would be in every response time of a system that has little to do. After 50 messages an actor lets others
  /// have their turn: orders that come as fast as they can be read would keep the workers waiting.
  void schedule(const WallClock& wall) {
    set("scheduler.max-threads", threads_of(wall));
    set("work-stealing.moderate-poll-attempts", std::size_t{0});
    set("scheduler.max-throughput", std::size_t{50});
    if (wall.pinned) add_thread_hook<PinnedThreads>();
  }
};

Timing timing_of(const std::variant<WallClock, VirtualClock>& clock, caf::actor_system& system) {
  const auto instant = system.clock().now();
  return std::visit(Overload{[&](const WallClock& wall) {
                               return Timing{{std::chrono::system_clock::now(), instant}, wall.timer_slack};
                             },
                             [&](const VirtualClock& virtual_clock) {
                               return Timing{{virtual_clock.epoch, instant}, {}};
                             }},
                    clock);
}

std::vector<orchestration::ResourceBinding> bindings_of(const std::vector<orchestration::ResourceOptions>& resources) {
  std::vector<orchestration::ResourceBinding> bindings;
  for (const auto& resource : resources)
    bindings.push_back({resource.name, resource.arn, resource.queue_limit, resource.actors == 0});
  return bindings;
}

/// Source: semantics.md 6.5.
ApiError api_error(messages::TokenVerdict verdict) {
  switch (verdict) {
    case messages::TokenVerdict::TaskDoesNotExist: return {"TaskDoesNotExist", "Task does not exist"};
    case messages::TokenVerdict::TaskTimedOut:
      return {"TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"};
    default: return {"InvalidToken", "Invalid Token: 'Invalid token'"};
  }
}

}  // namespace

class System::Impl {
 public:
  Impl(SystemOptions options, orchestration::Observer& observer)
      : options_(std::move(options)),
        config_(options_.clock),
        system_(config_),
        ledger_(std::make_shared<orchestration::Ledger>(options_.seed, options_.books_by_order)),
        timing_(timing_of(options_.clock, system_)),
        faults_(orchestration::make_injector(
            options_.faults, options_.seed, options_.epoch.value_or(timing_.calendar.date))) {
    assert(options_.orchestrators >= 1);
    for (std::uint32_t index = 0; index < options_.orchestrators; ++index)
      watches_.push_back(std::make_unique<Watch>(observer));
    started_ = std::vector<Started>(options_.orchestrators);
    for (std::uint32_t index = 0; index < options_.orchestrators; ++index) spawn_orchestrator(index);
    wait_for_workers();
  }

  std::uint64_t start(messages::StartExecution&& execution) {
    const std::size_t orchestrator = turns_++ % orchestrators_.size();
    const std::uint64_t id = execution.id = next_ids(orchestrator, 1);
    caf::anon_send(orchestrators_[orchestrator], messages::StartExecutions{{std::move(execution)}});
    return id;
  }

  void start(std::uint32_t orchestrator, std::vector<messages::StartExecution>&& executions) {
    std::uint64_t id = next_ids(orchestrator, executions.size());
    for (auto& execution : executions) execution.id = std::exchange(id, id + orchestrators_.size());
    caf::anon_send(orchestrators_.at(orchestrator), messages::StartExecutions{std::move(executions)});
  }

  void stop(messages::StopExecution&& request) {
    const std::uint64_t id = request.id;
    caf::anon_send(owner(id), std::move(request));
  }

  bool wait(std::optional<std::chrono::nanoseconds> at_most) {
    return simulated() ? wait_simulated(at_most) : wait_really(at_most);
  }

  void pass(std::chrono::nanoseconds time) {
    assert(simulated());
    pass_time(time, [] { return false; });
  }

  TimePoint now() { return timing_.calendar.date_of(system_.clock().now()); }

  TimePoint next() {
    const auto& due = scheduler().clock().schedule();
    return due.empty() ? never : timing_.calendar.date_of(due.begin()->first);
  }

  std::optional<messages::ActivityTask> poll(std::string activity,
                                             std::optional<std::string> worker,
                                             std::chrono::nanoseconds at_most) {
    const auto over = std::make_shared<std::atomic<bool>>(false);
    const auto given = std::make_shared<std::promise<messages::ActivityTask>>();
    auto answer = given->get_future();
    for (const auto& orchestrator : orchestrators_)
      caf::anon_send(orchestrator, messages::PollActivity{activity, worker, over, [given](messages::ActivityTask task) {
                                                            given->set_value(std::move(task));
                                                          }});
    if (simulated())
      pass_time(at_most, [&] { return over->load(); });
    else
      answer.wait_for(at_most);
    if (!over->exchange(true)) return std::nullopt;
    return answer.get();
  }

  ApiResult say(std::string_view text, std::variant<messages::Succeeded, messages::Failed, messages::Alive> what) {
    const auto token = execution::parse_task_token(text);
    if (!token) return tl::unexpected{api_error(messages::TokenVerdict::InvalidToken)};
    std::promise<messages::TokenVerdict> answer;
    caf::anon_send(owner_of_any(token->execution_id),
                   messages::SayWithToken{*token, std::move(what), [&](auto verdict) { answer.set_value(verdict); }});
    if (simulated()) scheduler().run();
    const auto verdict = answer.get_future().get();
    if (verdict != messages::TokenVerdict::Accepted) return tl::unexpected{api_error(verdict)};
    return {};
  }

  std::uint64_t open() const {
    std::uint64_t ended = 0;
    std::uint64_t started = 0;
    for (const auto& watch : watches_) ended += watch->executions_ended.value();
    for (const Started& one : started_) started += one.executions.load();
    return started - ended;
  }

  void kill_worker(std::string_view resource, std::uint32_t worker, std::string reason, std::uint32_t orchestrator) {
    caf::anon_send(orchestrators_.at(orchestrator),
                   messages::KillWorker{index_of(resource), worker, std::move(reason)});
  }

  void restore(std::string_view resource) {
    for (const auto& orchestrator : orchestrators_)
      caf::anon_send(orchestrator, messages::RestoreResource{index_of(resource)});
  }

  messages::Counters counters() {
    messages::Counters sum;
    for (const auto& orchestrator : orchestrators_) {
      std::promise<messages::Counters> answer;
      caf::anon_send(orchestrator, messages::AskCounters{[&](const auto& counters) { answer.set_value(counters); }});
      if (simulated()) scheduler().run();
      sum += answer.get_future().get();
    }
    return sum;
  }

  void ask_counters(std::uint32_t orchestrator, std::function<void(const messages::Counters&)>&& answer) {
    caf::anon_send(orchestrators_.at(orchestrator), messages::AskCounters{std::move(answer)});
  }

  void forget_charges() { ledger_->forget_older(); }
  const orchestration::Ledger& ledger() const { return *ledger_; }
  std::vector<orchestration::FaultInjector::Count> fault_counts() const {
    return faults_ ? faults_->counts() : std::vector<orchestration::FaultInjector::Count>{};
  }

  void shut_down() {
    for (const auto& orchestrator : orchestrators_) caf::anon_send_exit(orchestrator, caf::exit_reason::user_shutdown);
    orchestrators_.clear();
    if (!simulated()) return system_.await_all_actors_done();
    scheduler().run();
    scheduler().clock().cancel_all();
  }

 private:
  /// Of one orchestrator; on a line of its own, so that orchestrators do not share what each counts.
  struct alignas(64) Started {
    std::atomic<std::uint64_t> executions{0};
  };

  bool simulated() const { return std::holds_alternative<VirtualClock>(options_.clock); }
  test_coordinator& scheduler() { return dynamic_cast<test_coordinator&>(system_.scheduler()); }

  const messages::OrchestratorActor& owner(std::uint64_t id) const {
    return orchestrators_[id % orchestrators_.size()];
  }

  /// Children are numbered by the orchestrator that has started them, in steps of how many there are.
  const messages::OrchestratorActor& owner_of_any(std::uint64_t id) const {
    return owner(id & ~orchestration::child_id);
  }

  std::uint32_t index_of(std::string_view resource) const {
    const auto& all = options_.resources;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.name == resource; });
    assert(found != all.end());
    return static_cast<std::uint32_t>(found - all.begin());
  }

  void spawn_orchestrator(std::uint32_t index) {
    orchestrators_.push_back(system_.spawn(orchestrator_actor,
                                           OrchestratorSetup{{index,
                                                              options_.orchestrators,
                                                              options_.seed,
                                                              bindings_of(options_.resources),
                                                              options_.history,
                                                              options_.live_events,
                                                              options_.objects,
                                                              options_.mocked,
                                                              options_.state_machines,
                                                              names_,
                                                              options_.state_transitions,
                                                              faults_,
                                                              options_.policies,
                                                              simulated()},
                                                             options_.resources,
                                                             ledger_,
                                                             watches_[index].get(),
                                                             timing_,
                                                             options_.gauges}));
  }

  void wait_for_workers() {
    if (simulated()) {
      scheduler().run();
      return;
    }
    const auto& all = options_.resources;
    const auto workers = std::accumulate(
        all.begin(), all.end(), std::uint64_t{0}, [](auto sum, const auto& resource) { return sum + resource.actors; });
    for (const auto& watch : watches_) watch->workers_up.wait(workers, std::nullopt);
  }

  /// An orchestrator's next id, when so many of the following ones are taken as well.
  std::uint64_t next_ids(std::size_t orchestrator, std::size_t count) {
    return started_.at(orchestrator).executions.fetch_add(count) * orchestrators_.size() + orchestrator;
  }

  bool wait_really(std::optional<std::chrono::nanoseconds> at_most) {
    std::optional<std::chrono::steady_clock::time_point> deadline;
    if (at_most) deadline = std::chrono::steady_clock::now() + *at_most;
    std::vector<std::uint64_t> started;
    for (const Started& one : started_) started.push_back(one.executions.load());
    bool all = true;
    for (std::size_t index = 0; index < watches_.size(); ++index)
      all = watches_[index]->executions_ended.wait(started[index], deadline) && all;
    return all;
  }

  bool wait_simulated(std::optional<std::chrono::nanoseconds> at_most) {
    return pass_time(at_most, [this] { return open() == 0; });
  }

  /// Until `done` says so. false: so much time has passed, or nothing is left that could happen.
  template <class Done>
  bool pass_time(std::optional<std::chrono::nanoseconds> at_most, Done done) {
    const auto deadline = system_.clock().now() + at_most.value_or(std::chrono::nanoseconds{0});
    for (scheduler().run(); !done(); scheduler().run()) {
      if (at_most && !is_due_by(deadline)) {
        scheduler().clock().advance_time(deadline - system_.clock().now());
        return false;
      }
      if (!scheduler().trigger_timeout()) return false;
    }
    return true;
  }

  bool is_due_by(caf::actor_clock::time_point instant) {
    const auto& due = scheduler().clock().schedule();
    return !due.empty() && due.begin()->first <= instant;
  }

  SystemOptions options_;
  std::vector<std::unique_ptr<Watch>> watches_;
  Config config_;
  caf::actor_system system_;
  std::shared_ptr<orchestration::Ledger> ledger_;
  std::shared_ptr<orchestration::ExecutionNames> names_ = std::make_shared<orchestration::ExecutionNames>();
  Timing timing_;
  std::shared_ptr<orchestration::FaultInjector> faults_;  // null: nothing is planned to go wrong
  std::vector<messages::OrchestratorActor> orchestrators_;
  std::vector<Started> started_;  // by orchestrator
  std::atomic<std::uint64_t> turns_{0};
};

System::System(SystemOptions options, orchestration::Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(options), observer)) {}

System::~System() { shut_down(); }

std::uint64_t System::start(execution::StateMachinePtr state_machine, Payload input, std::optional<std::string> name) {
  return impl_->start({0, std::move(state_machine), std::move(name), std::move(input)});
}

void System::start(std::uint32_t orchestrator, std::vector<messages::StartExecution>&& executions) {
  impl_->start(orchestrator, std::move(executions));
}

void System::stop(std::uint64_t execution, std::optional<std::string> error, std::optional<std::string> cause) {
  impl_->stop({execution, std::move(error), std::move(cause)});
}

void System::pass(std::chrono::nanoseconds time) { impl_->pass(time); }

TimePoint System::now() const { return impl_->now(); }

TimePoint System::next() const { return impl_->next(); }

bool System::wait(std::optional<std::chrono::nanoseconds> at_most) { return impl_->wait(at_most); }

std::optional<messages::ActivityTask> System::get_activity_task(std::string_view activity,
                                                                std::optional<std::string> worker,
                                                                std::chrono::nanoseconds at_most) {
  return impl_->poll(std::string{activity}, std::move(worker), at_most);
}

ApiResult System::send_task_success(std::string_view token, std::string_view output) {
  auto parsed = parse_json(output);
  if (!parsed) return tl::unexpected{ApiError{"InvalidOutput", "Invalid Output: '" + parsed.error().message + '\''}};
  return impl_->say(token, messages::Succeeded{Payload{std::move(*parsed)}});
}

ApiResult System::send_task_failure(std::string_view token,
                                    std::optional<std::string> error,
                                    std::optional<std::string> cause) {
  return impl_->say(token,
                    messages::Failed{.error = std::move(error),
                                     .cause = std::move(cause),
                                     .phase = execution::TaskPhase::Run,
                                     .by_service = true});
}

ApiResult System::send_task_heartbeat(std::string_view token) { return impl_->say(token, messages::Alive{}); }

std::uint64_t System::open() const { return impl_->open(); }

void System::kill_worker(std::string_view resource,
                         std::uint32_t worker,
                         std::string reason,
                         std::uint32_t orchestrator) {
  impl_->kill_worker(resource, worker, std::move(reason), orchestrator);
}

void System::restore(std::string_view resource) { impl_->restore(resource); }

messages::Counters System::counters() { return impl_->counters(); }

void System::ask_counters(std::uint32_t orchestrator, std::function<void(const messages::Counters&)> answer) {
  impl_->ask_counters(orchestrator, std::move(answer));
}

void System::forget_charges() { impl_->forget_charges(); }

std::vector<orchestration::FaultInjector::Count> System::fault_counts() const { return impl_->fault_counts(); }

const orchestration::Ledger& System::ledger() const { return impl_->ledger(); }

void System::shut_down() {
  if (impl_) impl_->shut_down();
}

}  // namespace stepstorm::actors
