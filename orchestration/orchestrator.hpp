// Holds executions from their start to their end and does what they ask for: brings their tasks to workers, keeps their
// timers, tells them what came of both. All decisions about an execution are execution::step's; all decisions about
// who works on what, when, are the dispatcher's.
// Told the time with everything else; reads no clock, sends only through its TaskSender, draws only from named streams.
// Source: semantics.md 5.1 and 6.4 (error names), 6.5 (tokens).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "asl/arn.hpp"
#include "execution/step.hpp"
#include "faults/fault.hpp"
#include "messages/messages.hpp"
#include "orchestration/dispatcher.hpp"
#include "orchestration/execution_names.hpp"
#include "orchestration/held_bytes.hpp"
#include "orchestration/id_index.hpp"
#include "orchestration/limits.hpp"
#include "orchestration/machine_directory.hpp"
#include "orchestration/observer.hpp"
#include "orchestration/performers/event_invocations.hpp"
#include "orchestration/performers/mocks.hpp"
#include "orchestration/performers/object_store.hpp"
#include "orchestration/policies/attempt_guard.hpp"
#include "orchestration/slab.hpp"
#include "orchestration/timer_wheel.hpp"
#include "orchestration/transition_gate.hpp"
#include "values/timestamp.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

/// Whose events are kept until the execution ends, to be handed to the observer then.
enum class HistoryPolicy { All, FailedOnly, None };

/// Marks the ids of executions that another execution has started, by a Distributed Map or states:startExecution; those
/// are numbered by their orchestrator.
inline constexpr std::uint64_t child_id = std::uint64_t{1} << 63;

/// How deep executions may start executions that start executions.
inline constexpr std::uint32_t nesting_max = 100;

/// What one call may do before others have their turn, in steps of executions and their events: a millisecond or two.
inline constexpr std::uint32_t work_at_once_max = 2'048;
/// And what one step may, in states entered and items of a Map.
inline constexpr std::uint32_t step_work_max = 512;

struct OrchestratorOptions {
  std::uint32_t index = 0;          // of this orchestrator
  std::uint32_t orchestrators = 1;  // how many share the ids, see messages::StartExecution
  std::uint64_t seed = 0;
  std::vector<ResourceBinding> resources;
  HistoryPolicy history = HistoryPolicy::All;
  bool live_events = false;              // whether the observer is told events as they happen
  std::shared_ptr<ObjectStore> objects;  // null: every access to an object fails
  /// Those that states:startExecution can start: found by name, whatever account and region the ARN says.
  std::vector<execution::StateMachinePtr> state_machines;
  std::shared_ptr<MachineDirectory> directory;     // and more of them; null: none
  std::shared_ptr<ExecutionNames> names;           // of all executions; null: the orchestrator has names of its own
  std::optional<world::Bucket> state_transitions;  // the quota; absent: none
  std::shared_ptr<FaultSource> faults;             // that its workers ask; null: nothing is planned to go wrong
  resilience::Policies policies;                   // extensions; its own, not shared with other orchestrators
  bool ends_after_a_year = true;                   // false: an execution that hangs stays open, and is seen to
  Limits limits;                                   // of all orchestrators together
  bool any_activity = false;  // activities without a row are polled for from outside, too; not together with `policies`
  /// Whether the account's functions are known, as they are when a resource is one: a function that is missing is not
  /// found then, rather than not bound.
  bool declares_functions = false;
  bool traced = true;       // whether the counters' trace is worked out
  bool redrivable = false;  // whether the observer is given what STANDARD executions can be redriven from
};

class Orchestrator {
 public:
  Orchestrator(OrchestratorOptions options, TaskSender& sender, Observer& observer, TimePoint now);

  // ---- told by others
  void start(messages::StartExecution&& request, TimePoint now);
  void stop(const messages::StopExecution& request, TimePoint now);
  /// An execution that this orchestrator has held before goes on.
  void redrive(messages::Redrive&& redrive, TimePoint now);
  void update_map_run(const messages::UpdateMapRun& request, TimePoint now);
  /// What was put off is done, as much of it as may be done at once. To be called soon after each call that leaves
  /// is_behind, when others have had their turn.
  void catch_up(TimePoint now);
  [[nodiscard]] bool is_behind() const { return behind_; }
  /// Answers with a token that names nothing change nothing and are counted; so are those that come too late.
  void answers(messages::TaskAnswers&& answers, TimePoint now);
  void heartbeats(const messages::Heartbeats& heartbeats, TimePoint now);
  /// false: there is no such activity that is polled for.
  bool poll(messages::PollActivity&& request, TimePoint now);
  [[nodiscard]] messages::TokenVerdict say(const execution::ParsedTaskToken& token,
                                           std::variant<messages::Succeeded, messages::Failed, messages::Alive>&& what,
                                           TimePoint now);
  void worker_up(WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name, TimePoint now);
  /// Every attempt that the worker had fails.
  void worker_down(WorkerIndex worker, const std::string& reason, TimePoint now);
  /// Attempts that wait for the resource, and all that come until it is restored, fail at once.
  void resource_down(ResourceIndex resource, const std::string& cause, TimePoint now);
  void resource_restored(ResourceIndex resource, TimePoint now);

  // ---- time
  void timers_due(TimePoint now);
  /// When to call timers_due at the latest; possibly too early, not too late. never: there is no timer.
  [[nodiscard]] TimePoint next_timer() const;

  // ---- sending: tasks gather until flush is called
  std::size_t unsent() const { return dispatcher_.unsent(); }
  void flush() { dispatcher_.flush(); }

  // ---- reading
  messages::Counters counters() const;
  std::size_t open() const { return executions_.size(); }
  /// By its open executions, right within a quarter where they are many or have gone far.
  std::uint64_t held_bytes() const;
  /// Attempts that wait for a worker of this resource.
  std::uint32_t queued(ResourceIndex resource) const { return dispatcher_.queued(resource); }

 private:
  /// What is under way for one scope of an execution.
  static constexpr std::uint32_t no_attempt = ~0u;
  struct ScopeWork {
    TimerHandle timer;
    std::uint32_t attempt = no_attempt;  // its slot at the dispatcher
    std::uint32_t visit = 0;             // the epoch of the first attempt at the current state
  };
  /// Who answers a state's tasks.
  struct Binding {
    enum class Performer : std::uint8_t { Unbound, Worker, Mock, NestedExecution, TokenHolder, FunctionOfInput };
    Performer performer = Performer::Unbound;
    ResourceIndex resource = 0;  // of workers and token holders
    bool announce = false;       // the execution is to be told when a worker has taken the task
    bool invoked = false;        // a function, by lambda:invoke
    bool or_worker = false;      // a worker does what no machine here is named for
    std::uint64_t faults = 0;    // that may concern its attempts
  };
  using Bindings = std::vector<Binding>;  // by state index
  struct KnownMachine {
    execution::StateMachinePtr machine;
    Bindings bindings;
    std::uint32_t fault_plan = 0;                   // that the bindings' faults are of
    std::vector<std::uint64_t> state_fingerprints;  // by state index; empty when nothing is traced
  };
  /// Whose end an execution's parent waits for, and in which role.
  struct Parent {
    SlabKey execution;
    execution::AttemptId attempt;
    std::uint32_t index = 0;                   // of a Distributed Map's child
    std::optional<messages::TaskToken> token;  // of a task that started it by states:startExecution
    std::uint32_t position = 0;                // among the parent's children
  };
  struct Family {
    std::optional<Parent> parent;
    std::vector<std::uint32_t> children;               // slots, in no order
    std::uint32_t depth = 0;                           // how many executions are above
    bool named = false;                                // has claimed its name
    std::vector<messages::Redrive::Child> redrivable;  // of its map runs, until they are redriven
  };
  struct Entry {
    std::uint64_t id() const { return execution.id; }

    execution::Execution execution;
    execution::History history;
    ScopeWork root;                                  // of scope 0: most executions have no other
    std::unique_ptr<std::vector<ScopeWork>> others;  // of scope 1 and on; null: there are none
    TimerHandle execution_timer;
    std::uint32_t next_with_hash = ~0u;  // by_id_'s
    KnownMachine* known = nullptr;       // lives as long as the execution's state machine
    std::unique_ptr<Family> family;      // of those that have one
    HeldBytesOf held;
  };
  struct TimerTarget {
    SlabKey execution;
    execution::AttemptId id;
  };
  /// What is left to do for an execution once the current step is carried out.
  struct StartNested {
    messages::TaskToken token;  // of the task that asks for it
  };
  struct Pending {
    SlabKey execution;
    std::variant<execution::Notice, execution::StartChild, execution::RedriveChild, StartNested, messages::TaskAnswer>
        what;
  };

  KnownMachine& known(const execution::StateMachinePtr& state_machine);
  void admit_activities(const execution::StateMachine& state_machine);
  ResourceIndex admit_activity(const std::string& arn);
  Bindings bind(const execution::StateMachine& state_machine) const;
  std::uint64_t faults_of(const execution::StateMachine& state_machine,
                          const asl::State& state,
                          const Binding& binding) const;
  void look_for_faults(KnownMachine& known) const;
  void renew_faults(KnownMachine& known);
  Binding bind(const execution::StateMachine& state_machine, const asl::State& state, const asl::TaskState& task) const;
  Binding bind_worker(const asl::Resource& resource, ResourceIndex index) const;
  Binding bind_by_input(const Entry& entry, const asl::State& state, const Json& input) const;
  void start(messages::StartExecution&& request,
             std::unique_ptr<Family> family,
             std::uint64_t order,
             TimePoint now,
             const execution::StartChild* as_child = nullptr,
             const FoundMachine* of = nullptr);
  void bring_back(execution::Execution&& execution, std::unique_ptr<Family> family, TimePoint now);
  void prepare(execution::Execution& execution, messages::StartExecution&& request) const;

  /// Now, or as soon as the quota of state transitions lets it.
  template <class Told>
  void tell(SlabKey key, Told&& notice, TimePoint now);
  template <class Advance>
  void advance(SlabKey key, Entry& entry, TimePoint now, const Advance& take_step);
  void tell_any(SlabKey key, execution::Notice&& notice, TimePoint now);
  template <class Told>
  void tell_now(SlabKey key, Told&& notice, TimePoint now);
  void tell_later(SlabKey key, execution::Notice notice) { pending_.push_back({key, std::move(notice)}); }
  void do_pending(TimePoint now);
  void put_off();
  void announce(Pending&& pending);
  static bool is_announcement(const Pending& pending);
  void measure(SlabKey key, Entry& entry);
  static std::uint64_t bytes_of(const Entry& entry);
  static std::uint64_t bytes_of(const Family& family);
  void look_at_some();
  std::uint64_t& open_of(const execution::StateMachine& state_machine);
  enum class Limit { OpenStandard, OpenExpress, HeldBytes };
  std::optional<Limit> reached_limit(const execution::StateMachine& state_machine) const;
  std::string sentence(Limit reached) const;
  void fetch_first(const std::vector<messages::TaskAnswer>& answers);
  void fetch_attempt(const std::vector<messages::TaskAnswer>& answers, std::size_t at);
  void fetch_execution(const std::vector<messages::TaskAnswer>& answers, std::size_t at);
  void fetch_timers(const std::vector<messages::TaskAnswer>& answers, std::size_t at);
  void announce_taken(TimePoint now);
  void announce_submission(Attempt& attempt, TimePoint now);
  void let_through(TimePoint now);
  void carry_out(SlabKey key, Entry& entry);
  void trace(std::uint64_t who, std::uint64_t what);
  void finish(SlabKey key, Entry& entry);
  bool keeps_history(const execution::Status& status) const;
  void count_end(const execution::Execution& execution);

  void obey(SlabKey key, Entry& entry, execution::RunTask& command);
  void obey(SlabKey key, Entry& entry, const execution::AbandonTask& command);
  void obey(SlabKey key, Entry& entry, const execution::SetTimer& command);
  void obey(SlabKey key, Entry& entry, const execution::CancelTimer& command);
  void obey(SlabKey key, Entry& entry, const execution::Pause& command);
  void obey(SlabKey key, Entry& entry, const execution::ReadObject& command);
  void obey(SlabKey key, Entry& entry, const execution::ListObjects& command);
  void obey(SlabKey key, Entry& entry, const execution::WriteObjects& command);
  void obey(SlabKey key, Entry& entry, execution::StartChild& command);
  void obey(SlabKey key, Entry& entry, const execution::AbandonChildren& command);
  void obey(SlabKey key, Entry& entry, execution::RedriveChild& command);
  void obey(SlabKey key, Entry& entry, execution::ReportMapRun& command);
  static ScopeWork& work(Entry& entry, std::uint32_t scope) {
    if (scope == 0) return entry.root;
    if (!entry.others) entry.others = std::make_unique<std::vector<ScopeWork>>();
    if (scope > entry.others->size()) entry.others->resize(scope);
    return (*entry.others)[scope - 1];
  }
  TimerHandle& timer(Entry& entry, std::uint32_t scope);

  void start_child(SlabKey parent, execution::StartChild&& command, TimePoint now);
  void redrive_child(SlabKey parent, const execution::RedriveChild& command, TimePoint now);
  void start_nested(SlabKey parent, messages::TaskToken token, TimePoint now);
  [[nodiscard]] std::optional<messages::Failed> try_to_start_nested(SlabKey parent,
                                                                    const Attempt& attempt,
                                                                    TimePoint now);
  std::unique_ptr<Family> child_of(SlabKey parent, Parent role);
  std::uint64_t next_child_id();
  void tell_parent(const Parent& parent, const execution::Execution& ended);
  void accept_nested(SlabKey parent, const Attempt& attempt, Payload response);
  /// `waits`: the parent, for its end.
  void start_nested(SlabKey parent,
                    const Attempt& attempt,
                    messages::StartExecution&& request,
                    const FoundMachine& of,
                    bool waits,
                    TimePoint now);
  static std::uint32_t depth_of(const Entry& entry);
  execution::StateMachinePtr machine_of_settings(std::string_view arn) const;
  std::optional<FoundMachine> find_machine(std::string_view arn) const;
  bool starts_known_machine(const Json& parameters) const;
  /// As a service would name the request that an attempt makes.
  std::string request_id(const Attempt& attempt) const;
  void abandon_children(Entry& entry, execution::AttemptId attempt);
  void leave_family(const Entry& child);
  Family& family(Entry& entry);

  void perform(Entry& entry, const Binding& binding, Attempt& attempt, messages::RunTask&& task);
  resilience::CallEnd end_of(const Attempt& attempt, const execution::Notice& answer) const;
  bool admits(Attempt& attempt, std::uint32_t number);
  void tell_guard(const Attempt& attempt, resilience::CallEnd end, TimePoint now);
  void submit(Entry& entry, Attempt& attempt, messages::RunTask&& task);
  void accept_event(const Attempt& attempt, messages::RunTask&& task);
  void run_events(TimePoint now);
  void end_event(const messages::TaskAnswer& answer, TimePoint now);
  const Attempt& hold(Entry& entry, const Attempt& attempt, messages::RunTask&& task);

  void tell_answer(messages::TaskAnswer&& answer, TimePoint now);
  std::optional<std::string> worker_name(const Attempt& attempt) const;
  std::string_view answerer(const Attempt& attempt) const;
  [[nodiscard]] tl::expected<messages::TaskToken, messages::TokenVerdict> token_holders_attempt(
      Entry& entry, execution::AttemptId id);
  void ask_mocks(const Entry& entry, const Attempt& attempt);
  std::uint64_t mock_root(const Entry& entry);
  void serve_polls(ResourceIndex resource);
  void end_attempt(const Attempt& attempt, bool submitted);
  void fail_refused(const Attempt& attempt, Admission admission);
  void fail_not_found(const Attempt& attempt, const asl::FunctionName& function);
  void fail_unbound(const Entry& entry, const Attempt& attempt, const Json& input);
  Payload form_of_integration(const Attempt& attempt, const Payload& result, TimePoint now);
  void put_into_form(const Attempt& attempt, execution::Notice& answer, TimePoint now);
  void fail(const Attempt& attempt, std::string_view error, std::string cause);
  const asl::Resource& resource_of(const Attempt& attempt);

  OrchestratorOptions options_;
  Observer& observer_;
  Dispatcher dispatcher_;
  world::Stream executions_stream_;
  world::Stream names_stream_;
  Slab<Entry> executions_;
  IdIndex<Entry> by_id_;
  TimerWheel<TimerTarget> timers_;
  std::unordered_map<const execution::StateMachine*, KnownMachine> machines_;
  std::optional<TransitionGate> transitions_;
  std::optional<resilience::AttemptGuard> guard_;
  std::deque<Pending> pending_;
  std::deque<Pending> announced_;  // goes before what is pending
  std::deque<Pending> backlog_;    // what was put off; behind it whatever is put off next
  bool behind_ = false;            // something is put off, or is being made up for
  std::uint32_t work_left_ = work_at_once_max;
  Limits limits_;  // of this orchestrator
  std::uint64_t open_standard_ = 0;
  std::uint64_t open_express_ = 0;
  HeldBytes held_;
  std::uint32_t looked_at_ = 0;                            // the slot
  std::shared_ptr<FaultInjector> faults_;                  // the plan as it was last looked at; null: there is none
  std::vector<std::deque<messages::PollActivity>> polls_;  // by resource; in order of arrival
  Mocks mocks_;
  EventInvocations events_;
  world::Stream requests_stream_;
  std::uint64_t next_child_;
  execution::Step step_;
  TimePoint now_;  // of the step that is being carried out
  messages::Counters counters_;
};

}  // namespace stepstorm::orchestration
