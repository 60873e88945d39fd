#include "actors/system.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <future>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include <caf/all.hpp>
#include <caf/logger.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include "actors/orchestrator_actor.hpp"
#include "actors/pinned_threads.hpp"
#include "actors/watch.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/execution_start.hpp"
#include "values/overload.hpp"

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
  /// An idle thread polls a hundred times and then sleeps until a message wakes it: CAF's naps of 50 us would add to
  /// the response times of a lightly loaded system. An actor yields after 50 messages: otherwise orders that arrive as
  /// fast as they can be read would keep the workers waiting.
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
                               return Timing{{virtual_clock.epoch, instant}, {}, std::make_shared<DueTimes>()};
                             }},
                    clock);
}

std::shared_ptr<faults::FaultSource> fault_source(const SystemOptions& options, TimePoint begin) {
  const TimePoint epoch = options.epoch.value_or(begin);
  if (!options.faults_change) return faults::make_fault_source(options.faults, options.seed, epoch);
  return std::make_shared<faults::FaultSource>(options.faults, options.seed, epoch);
}

/// Returns the service's error. Source: semantics.md 6.5.
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
        ledger_(std::make_shared<books::Ledger>(options_.seed, options_.books_by_order)),
        timing_(timing_of(options_.clock, system_)),
        faults_(fault_source(options_, timing_.calendar.date)) {
    assert(options_.orchestrators >= 1);
    for (std::uint32_t index = 0; index < options_.orchestrators; ++index)
      watches_.push_back(std::make_unique<Watch>(observer));
    started_ = std::vector<Started>(options_.orchestrators);
    for (std::uint32_t index = 0; index < options_.orchestrators; ++index) spawn_orchestrator(index);
    wait_for_workers();
    // CAF's logger is kept by the thread that made it, and shutdown waits for its release. Releases it, so that any
    // thread may end the system.
    caf::logger::set_current_actor_system(nullptr);
  }

  enum class Send { AtOnce, Later };

  tl::expected<StartedExecution, ApiError> start(messages::StartExecution&& execution, Send when) {
    const std::size_t orchestrator = turns_++ % orchestrators_.size();
    const std::uint64_t id = execution.id = next_ids(orchestrator, 1);
    auto admitted = orchestration::admit(std::move(execution), naming_.of(id), *names_, now());
    const bool begins = admitted && !admitted->runs_already;
    if (!begins)
      watches_[orchestrator]->executions_ended.count();  // the drawn id is unused: count it as ended
    else if (when == Send::AtOnce)
      caf::anon_send(orchestrators_[orchestrator], messages::StartExecutions{{std::move(admitted->request)}});
    else
      started_.at(orchestrator).keep(std::move(admitted->request));
    if (!admitted) return tl::unexpected{ApiError{admitted.error().error, admitted.error().message}};
    return StartedExecution{admitted->id, std::move(admitted->arn), admitted->started_at};
  }

  void send_starts() {
    for (std::size_t index = 0; index < orchestrators_.size(); ++index)
      if (auto kept = started_[index].take(); !kept.empty())
        caf::anon_send(orchestrators_[index], messages::StartExecutions{std::move(kept)});
  }

  void start(std::uint32_t orchestrator, std::vector<messages::StartExecution>&& executions) {
    std::uint64_t id = next_ids(orchestrator, executions.size());
    for (auto& execution : executions) execution.id = std::exchange(id, id + orchestrators_.size());
    caf::anon_send(orchestrators_.at(orchestrator), messages::StartExecutions{std::move(executions)});
  }

  void stop(messages::StopExecution&& request) {
    const std::uint64_t id = request.id;
    send_starts();  // the execution's own start may be among them
    caf::anon_send(owner_of_any(id), std::move(request));
  }

  void redrive(messages::Redrive&& redrive) {
    const std::uint64_t id = redrive.execution.id;
    if (id < orchestration::child_id)
      next_ids(id % orchestrators_.size(), 1);  // an unused id, counted as started, since the execution ends once more
    caf::anon_send(owner_of_any(id),
                   messages::RedriveExecution{std::make_shared<messages::Redrive>(std::move(redrive))});
  }

  void update_map_run(messages::UpdateMapRun&& update) {
    const std::uint64_t id = update.id;
    caf::anon_send(owner_of_any(id), std::move(update));
  }

  bool wait(std::optional<std::chrono::nanoseconds> at_most, std::uint64_t turns_max) {
    return simulated() ? wait_simulated(at_most, turns_max) : wait_really(at_most);
  }

  bool pass(std::chrono::nanoseconds time, std::uint64_t turns_max) {
    assert(simulated());
    return pass_time(time, turns_max, [] { return false; }) != Passed::Turns;
  }

  std::uint64_t turns() const { return turns_taken_; }

  TimePoint now() { return timing_.calendar.date_of(system_.clock().now()); }

  TimePoint next() {
    if (scheduler().has_job()) return now();
    return timing_.due->earliest();
  }

  tl::expected<messages::ActivityTask, ApiError> poll(std::string activity,
                                                      std::optional<std::string> worker,
                                                      std::chrono::nanoseconds at_most) {
    if (!is_polled(activity))
      return tl::unexpected{ApiError{"ActivityDoesNotExist", "Activity Does Not Exist: '" + activity + '\''}};
    const auto over = std::make_shared<std::atomic<bool>>(false);
    const auto given = std::make_shared<std::promise<messages::ActivityTask>>();
    auto answer = given->get_future();
    for (const auto& orchestrator : orchestrators_)
      caf::anon_send(orchestrator, messages::PollActivity{activity, worker, over, [given](messages::ActivityTask task) {
                                                            given->set_value(std::move(task));
                                                          }});
    if (simulated())
      pass_time(at_most, orchestration::unlimited, [&] { return over->load(); });
    else
      answer.wait_for(at_most);
    if (!over->exchange(true)) return tl::unexpected{ApiError{"NoTask", "No task came in time"}};
    return answer.get();
  }

  void ask(const std::string& activity,
           const std::optional<std::string>& worker,
           const std::shared_ptr<std::atomic<bool>>& over,
           const std::function<void(messages::ActivityTask)>& give) {
    for (const auto& orchestrator : orchestrators_)
      caf::anon_send(orchestrator, messages::PollActivity{activity, worker, over, give});
  }

  void say(std::string_view text,
           std::variant<messages::Succeeded, messages::Failed, messages::Alive> what,
           std::function<void(ApiResult)> answer) {
    const auto token = execution::parse_task_token(text);
    if (!token) return answer(tl::unexpected{api_error(messages::TokenVerdict::InvalidToken)});
    caf::anon_send(owner_of_any(token->execution_id),
                   messages::SayWithToken{*token, std::move(what), [answer = std::move(answer)](auto verdict) {
                                            if (verdict == messages::TokenVerdict::Accepted) return answer({});
                                            answer(tl::unexpected{api_error(verdict)});
                                          }});
  }

  ApiResult say(std::string_view text, std::variant<messages::Succeeded, messages::Failed, messages::Alive> what) {
    const auto token = execution::parse_task_token(text);
    if (!token) return tl::unexpected{api_error(messages::TokenVerdict::InvalidToken)};
    std::promise<messages::TokenVerdict> answer;
    caf::anon_send(owner_of_any(token->execution_id),
                   messages::SayWithToken{*token, std::move(what), [&](auto verdict) { answer.set_value(verdict); }});
    const auto verdict = get(answer.get_future());
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
      sum += get(answer.get_future());
    }
    return sum;
  }

  void ask_counters(std::uint32_t orchestrator, std::function<void(const messages::Counters&)>&& answer) {
    caf::anon_send(orchestrators_.at(orchestrator), messages::AskCounters{std::move(answer)});
  }

  void forget_charges() { ledger_->forget_older(); }
  const books::Ledger& ledger() const { return *ledger_; }
  void plan_faults(faults::FaultPlan&& plan) {
    assert(faults_);
    faults_->replace(std::move(plan), now());
  }
  std::vector<faults::FaultInjector::Count> fault_counts() const {
    return faults_ ? faults_->counts() : std::vector<faults::FaultInjector::Count>{};
  }

  void shut_down() {
    for (const auto& orchestrator : orchestrators_) caf::anon_send_exit(orchestrator, caf::exit_reason::user_shutdown);
    orchestrators_.clear();
    if (!simulated()) return system_.await_all_actors_done();
    scheduler().run();
    scheduler().clock().cancel_all();
  }

 private:
  /// The starts of one orchestrator. On its own cache line, so that orchestrators do not share a counter's line.
  struct alignas(64) Started {
    std::atomic<std::uint64_t> executions{0};

    void keep(messages::StartExecution&& request) {
      const std::lock_guard lock{mutex};
      kept.push_back(std::move(request));
    }
    std::vector<messages::StartExecution> take() {
      const std::lock_guard lock{mutex};
      return std::exchange(kept, {});
    }

   private:
    std::mutex mutex;
    std::vector<messages::StartExecution> kept;  // not yet sent to the orchestrator
  };

  /// Limit on the turns that actors still take, at the same instant, after the awaited event has come.
  static constexpr std::uint64_t turns_when_done_max = 256;

  /// Waits for an actor's answer; in virtual time lets actors take turns meanwhile.
  template <class Answer>
  Answer get(std::future<Answer> answer) {
    const auto is_there = [&] { return answer.wait_for(std::chrono::seconds{0}) == std::future_status::ready; };
    std::uint64_t turns_when_there = turns_when_done_max;
    while (simulated() && (!is_there() || turns_when_there-- > 0) && take_turn()) {
    }
    return answer.get();
  }

  /// Lets one actor take a turn. Returns false when no actor has work.
  bool take_turn() {
    ++turns_taken_;
    return scheduler().try_run_once();
  }

  bool is_polled(std::string_view activity) const {
    if (options_.any_activity) return true;
    const auto& all = options_.resources;
    return std::any_of(
        all.begin(), all.end(), [&](const auto& known) { return known.arn == activity && known.actors == 0; });
  }

  bool simulated() const { return std::holds_alternative<VirtualClock>(options_.clock); }
  test_coordinator& scheduler() { return dynamic_cast<test_coordinator&>(system_.scheduler()); }

  const messages::OrchestratorActor& owner(std::uint64_t id) const {
    return orchestrators_[id % orchestrators_.size()];
  }

  /// Returns the orchestrator of any execution. Ids of children are also spaced by the number of orchestrators.
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
    orchestration::EngineOptions options = options_;
    options.traced = simulated();
    orchestration::OrchestratorPart part{
        index, options_.orchestrators, workers::bindings_of(options_.resources), names_, faults_};
    orchestrators_.push_back(system_.spawn(orchestrator_actor,
                                           OrchestratorSetup{std::move(options),
                                                             std::move(part),
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

  /// Takes `count` ids of an orchestrator and returns the first.
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

  bool wait_simulated(std::optional<std::chrono::nanoseconds> at_most, std::uint64_t turns_max) {
    return pass_time(at_most, turns_max, [this] { return open() == 0; }) == Passed::Done;
  }

  enum class Passed { Done, Time, Turns };

  /// Runs until `done()` returns true (Done), `at_most` has passed or no event is left (Time), or `turns_max` turns
  /// were taken (Turns).
  template <class Done>
  Passed pass_time(std::optional<std::chrono::nanoseconds> at_most, std::uint64_t turns_max, Done done) {
    const auto deadline = system_.clock().now() + at_most.value_or(std::chrono::nanoseconds{0});
    std::uint64_t turns_when_done = turns_when_done_max;
    for (;;) {
      for (; scheduler().has_job(); --turns_max) {
        if (done() && turns_when_done-- == 0) return Passed::Done;
        if (turns_max == 0) return Passed::Turns;
        take_turn();
      }
      if (done()) return Passed::Done;
      if (at_most && !is_due_by(deadline)) {
        scheduler().clock().advance_time(deadline - system_.clock().now());
        return Passed::Time;
      }
      if (!scheduler().trigger_timeout()) return Passed::Time;
    }
  }

  bool is_due_by(caf::actor_clock::time_point instant) {
    const auto& due = scheduler().clock().schedule();
    return !due.empty() && due.begin()->first <= instant;
  }

  SystemOptions options_;
  std::vector<std::unique_ptr<Watch>> watches_;
  Config config_;
  caf::actor_system system_;
  std::shared_ptr<books::Ledger> ledger_;
  std::shared_ptr<orchestration::ExecutionNames> names_ = std::make_shared<orchestration::ExecutionNames>();
  world::Stream naming_ = world::Stream::named(options_.seed, "names");
  Timing timing_;
  std::shared_ptr<faults::FaultSource> faults_;  // null: no faults
  std::vector<messages::OrchestratorActor> orchestrators_;
  std::vector<Started> started_;  // by orchestrator
  std::atomic<std::uint64_t> turns_{0};
  std::uint64_t turns_taken_ = 0;  // by actors, in virtual time
};

System::System(SystemOptions options, orchestration::Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(options), observer)) {}

System::~System() { shut_down(); }

tl::expected<StartedExecution, ApiError> System::start_execution(execution::StateMachinePtr state_machine,
                                                                 Payload input,
                                                                 std::optional<std::string> name) {
  return impl_->start({0, std::move(state_machine), std::move(name), std::move(input)}, Impl::Send::AtOnce);
}

tl::expected<StartedExecution, ApiError> System::start_execution_later(execution::StateMachinePtr state_machine,
                                                                       Payload input,
                                                                       std::optional<std::string> name) {
  return impl_->start({0, std::move(state_machine), std::move(name), std::move(input)}, Impl::Send::Later);
}

void System::send_starts() { impl_->send_starts(); }

std::uint64_t System::start(execution::StateMachinePtr state_machine, Payload input) {
  return start_execution(std::move(state_machine), std::move(input))->id;
}

void System::start(std::uint32_t orchestrator, std::vector<messages::StartExecution>&& executions) {
  impl_->start(orchestrator, std::move(executions));
}

void System::stop(std::uint64_t execution, std::optional<std::string> error, std::optional<std::string> cause) {
  impl_->stop({execution, std::move(error), std::move(cause)});
}

void System::redrive(messages::Redrive&& redrive) { impl_->redrive(std::move(redrive)); }

void System::update_map_run(std::uint64_t execution, execution::MapRunUpdated what) {
  impl_->update_map_run({execution, std::move(what)});
}

bool System::pass(std::chrono::nanoseconds time, std::uint64_t turns_max) { return impl_->pass(time, turns_max); }

std::uint64_t System::turns() const { return impl_->turns(); }

TimePoint System::now() const { return impl_->now(); }

TimePoint System::next() const { return impl_->next(); }

bool System::wait(std::optional<std::chrono::nanoseconds> at_most, std::uint64_t turns_max) {
  return impl_->wait(at_most, turns_max);
}

tl::expected<messages::ActivityTask, ApiError> System::get_activity_task(std::string_view activity,
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

void System::ask_activity_task(std::string activity,
                               std::optional<std::string> worker,
                               std::shared_ptr<std::atomic<bool>> over,
                               std::function<void(messages::ActivityTask)> give) {
  impl_->ask(activity, worker, over, give);
}

void System::say(std::string_view token,
                 std::variant<messages::Succeeded, messages::Failed, messages::Alive> what,
                 std::function<void(ApiResult)> answer) {
  impl_->say(token, std::move(what), std::move(answer));
}

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

void System::plan_faults(faults::FaultPlan plan) { impl_->plan_faults(std::move(plan)); }

std::vector<faults::FaultInjector::Count> System::fault_counts() const { return impl_->fault_counts(); }

const books::Ledger& System::ledger() const { return impl_->ledger(); }

void System::shut_down() {
  if (impl_) impl_->shut_down();
}

}  // namespace stepstorm::actors
