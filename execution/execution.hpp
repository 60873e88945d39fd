// One run of a machine: the whole state that `step` needs, as a value. Only `step` and `start` change it.
// Source: semantics.md 2.6 (scopes, variables), 8.2 (status).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "asl/machine.hpp"
#include "execution/history.hpp"
#include "execution/notice.hpp"
#include "execution/status.hpp"
#include "values/payload.hpp"
#include "values/timestamp.hpp"
#include "world/stream.hpp"

namespace stepstorm::execution {

/// Answers tasks in place of their resources. Defined in orchestration/performers/mocks.hpp.
struct TestCase;

/// A machine with its name and settings; shared by its executions.
struct StateMachine {
  std::string name;
  std::string arn;  // arn:aws:states:<region>:<account>:stateMachine:<name>
  std::string role_arn;
  std::string region = "us-east-1";
  std::string account = "123456789012";
  asl::MachinePtr machine;
  asl::ScopeIndex root =
      asl::machine_scope;  // the scope that its executions run: another for the children of a Distributed Map
  asl::MachineType type = asl::MachineType::STANDARD;
  std::shared_ptr<const std::set<std::string>>
      activities;                             // ARNs of existing activities; null: all that are named exist
  std::shared_ptr<const TestCase> test_case;  // null: all tasks go to their resources
  double wait_time_scale = 1;                 // factor on Wait states and on the time between attempts
};
using StateMachinePtr = std::shared_ptr<const StateMachine>;

/// Time limits of an execution by its type. Source: semantics.md 8.5.
inline constexpr std::chrono::seconds standard_duration_max = std::chrono::days{365};
inline constexpr std::chrono::seconds express_duration_max{300};

/// Returns a wait multiplied by the machine's wait_time_scale.
[[nodiscard]] std::chrono::nanoseconds scaled(const StateMachine& state_machine, std::chrono::nanoseconds wait);

/// Makes a state machine with the ARN and role that a local account gives to this name.
[[nodiscard]] StateMachinePtr create_state_machine(std::string name, asl::MachinePtr machine);

// ---- what a scope is doing

struct Idle {};  // between two states, or its slot is free
struct RunningTask {
  TimePoint timeout_at = TimePoint::max();    // max: never
  TimePoint heartbeat_at = TimePoint::max();  // max: never
  std::uint32_t timeout_seconds = 0;          // of the attempt; 0: none
  std::uint32_t heartbeat_seconds = 0;        // of the attempt; 0: none
};
struct Waiting {  // in a Wait state
  TimePoint until;
};
struct BackingOff {  // between two attempts
  TimePoint until;
};
struct RunningChildren {         // a Parallel's branches or a Map's iterations
  Payload input;                 // of every branch, or the array of items
  std::vector<Payload> results;  // in order of position; empty: the state drops its result
  Payload map_input{};           // a Map's input after InputPath, for ItemSelector
  Payload last_input{};          // of the iteration started last
  std::uint32_t total = 0;
  std::uint32_t next = 0;  // position to start next
  std::uint32_t open = 0;
  std::vector<std::uint32_t> again{};  // positions before `next` that failed to start, to be started again by a redrive
};
struct HaltedChildren;  // the children from which a redrive goes on
struct MapRun;          // a Distributed Map's child executions: map_run.hpp
using Progress = std::variant<Idle,
                              RunningTask,
                              Waiting,
                              BackingOff,
                              std::unique_ptr<RunningChildren>,
                              std::shared_ptr<MapRun>,
                              std::shared_ptr<HaltedChildren>>;

using Variables = std::vector<std::pair<std::string, Payload>>;  // in order of first assignment

inline constexpr std::uint32_t no_input = ~0u;  // in place of an event's id: the child's input could not be evaluated

/// One running instance of a `States` map: the machine's, a branch's or an iteration's. It is in one state at a time.
struct Scope {
  asl::ScopeIndex definition = asl::machine_scope;
  ScopeSlot parent = no_scope;
  std::uint32_t position = 0;    // index of the branch or item in the parent; in a free slot, the next free slot
  std::uint32_t epoch = 0;       // of the current attempt, back-off or wait
  std::uint32_t last_event = 0;  // the next event's previousEventId
  std::uint32_t entered_event = 0;
  std::uint32_t before_entered = 0;  // the event that entered_event follows
  asl::StateIndex state = 0;
  std::uint32_t retries = 0;  // of this visit, over all retriers: $$.State.RetryCount
  TimePoint entered_at;
  Payload input;                                         // raw input of the current state
  std::unique_ptr<std::vector<int>> retries_by_retrier;  // null until the first retry of a visit
  std::shared_ptr<const Variables> variables;
  Progress progress;
};

/// A Parallel's branches or a Map's iterations after their state has failed or their execution has ended.
struct HaltedChildren {
  RunningChildren children;
  std::vector<Scope> scopes;  // of the children that did not succeed, in order of position, unchanged since then
};

/// The scopes of one execution by slot. Most executions have only the machine's own, which is therefore stored inline.
class Scopes {
 public:
  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  bool contains(ScopeSlot slot) const { return number_of(slot) < size_; }

  Scope& operator[](ScopeSlot slot) { return slot == root_scope ? first_ : (*others_)[number_of(slot) - 1]; }
  const Scope& operator[](ScopeSlot slot) const {
    return slot == root_scope ? first_ : (*others_)[number_of(slot) - 1];
  }
  /// `scope` must be an element.
  ScopeSlot slot_of(const Scope& scope) const {
    return &scope == &first_ ? root_scope : ScopeSlot{static_cast<std::uint32_t>(&scope - others_->data()) + 1};
  }

  /// Adds a scope and returns its slot. Invalidates references to all scopes but the first.
  ScopeSlot take() {
    if (free_ != no_scope) {
      const ScopeSlot slot = free_;
      free_ = ScopeSlot{(*this)[slot].position};
      return slot;
    }
    if (size_ == 0) return ScopeSlot{size_++};
    if (!others_) others_ = std::make_unique<std::vector<Scope>>();
    others_->emplace_back();
    return ScopeSlot{size_++};
  }
  /// Removes and returns the scope; its slot is reused.
  Scope take_out(ScopeSlot slot) {
    Scope taken = std::move((*this)[slot]);
    give_back(slot);
    return taken;
  }
  /// Removes the scope; its slot is reused.
  void give_back(ScopeSlot slot) {
    (*this)[slot] = {};
    (*this)[slot].position = number_of(std::exchange(free_, slot));
  }
  void clear() {
    first_ = {};
    others_.reset();
    size_ = 0;
    free_ = no_scope;
  }

 private:
  Scope first_;
  std::unique_ptr<std::vector<Scope>> others_;  // null: there are none
  std::uint32_t size_ = 0;
  ScopeSlot free_ = no_scope;  // first free slot
};

/// A scope that goes on, unless its epoch has changed by then.
struct ReadyScope {
  ScopeSlot scope = root_scope;
  std::uint32_t epoch = 0;
};

struct Execution {
  StateMachinePtr state_machine;
  std::uint64_t id = 0;     // unique in its run: names its stream of random numbers
  std::uint64_t order = 0;  // the id of the execution, started from outside, that led to this one; may be its own
  std::unique_ptr<const std::string> given_name;  // null: the name is a UUID drawn from `naming`
  world::Stream naming;
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
  TimePoint redriven_at;  // the last redrive
  Status status;
  std::uint32_t events = 0;       // recorded so far, kept or not
  std::uint32_t transitions = 0;  // states entered, retries included, as the service bills
  std::uint32_t next_epoch = 1;
  std::uint32_t redrives = 0;
  world::Stream random;  // jitter, States.UUID, States.MathRandom
  Scopes scopes;         // that of root_scope is the machine's; kept after the end when the execution can be redriven
  std::unique_ptr<std::vector<ReadyScope>> paused;  // go on with Resumed; null: none

  std::string name() const { return given_name ? *given_name : world::Stream{naming}.uuid(); }
  const asl::Machine& machine() const { return *state_machine->machine; }
  bool running() const { return std::holds_alternative<Running>(status); }
};

/// Returns the deadline: the machine's TimeoutSeconds after the start or the last redrive, at most the maximum of its
/// type after the start.
[[nodiscard]] TimePoint deadline(const Execution& execution);

/// arn:aws:states:<region>:<account>:execution:<machine>:<name>, or ...:express:<machine>:<name>:<uuid>
[[nodiscard]] std::string execution_arn(const Execution& execution);

}  // namespace stepstorm::execution
