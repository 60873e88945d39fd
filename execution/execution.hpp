// One run of a machine: everything that `step` needs to know about it, as a value. Only `step` and `start` change it.
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

/// A machine under the name it was created with; shared by its executions.
/// Answers tasks in place of their resources. Defined by who asks it: orchestration/performers/mocks.hpp.
struct TestCase;

struct StateMachine {
  std::string name;
  std::string arn;  // arn:aws:states:<region>:<account>:stateMachine:<name>
  std::string role_arn;
  std::string region = "us-east-1";
  std::string account = "123456789012";
  asl::MachinePtr machine;
  asl::ScopeIndex root = 0;  // the scope that its executions run: another one for the children of a Distributed Map
  asl::MachineType type = asl::MachineType::STANDARD;
  std::shared_ptr<const std::set<std::string>> activities;  // ARNs of those that exist; null: all that are named
  std::shared_ptr<const TestCase> test_case;                // null: all tasks go to their resources
  double wait_time_scale = 1;                               // of Wait states and of the time between attempts
};
using StateMachinePtr = std::shared_ptr<const StateMachine>;

/// An execution that has not ended by then has timed out. Source: semantics.md 8.5.
inline constexpr std::chrono::seconds standard_duration_max = std::chrono::days{365};
inline constexpr std::chrono::seconds express_duration_max{300};

/// A wait of one of its executions, on its scale.
[[nodiscard]] std::chrono::nanoseconds scaled(const StateMachine& state_machine, std::chrono::nanoseconds wait);

/// With the ARN and role that a local account gives to this name.
[[nodiscard]] StateMachinePtr create_state_machine(std::string name, asl::MachinePtr machine);

// ---- what a scope is doing

struct Idle {};  // between two states, or its slot is free
struct RunningTask {
  TimePoint timeout_at = TimePoint::max();    // the latest there is: never
  TimePoint heartbeat_at = TimePoint::max();  // likewise
  std::uint32_t timeout_seconds = 0;          // as agreed for the attempt; 0: without
  std::uint32_t heartbeat_seconds = 0;        // likewise
};
struct Waiting {  // in a Wait state
  TimePoint until;
};
struct BackingOff {  // between two attempts
  TimePoint until;
};
struct RunningChildren {         // a Parallel's branches or a Map's iterations
  Payload input;                 // of every branch, or the array of items
  std::vector<Payload> results;  // in order of position; empty: nothing is made of them
  Payload map_input{};           // after InputPath: what a Map's ItemSelector is applied to
  Payload last_input{};          // of the iteration started last
  std::uint32_t total = 0;
  std::uint32_t next = 0;  // position to start next
  std::uint32_t open = 0;
  std::vector<std::uint32_t> again{};  // positions before `next` that are to be started, because they could not be
};
struct HaltedChildren;  // what a redrive goes on from
struct MapRun;          // a Distributed Map's children, executions of their own: map_run.hpp
using Progress = std::variant<Idle,
                              RunningTask,
                              Waiting,
                              BackingOff,
                              std::unique_ptr<RunningChildren>,
                              std::shared_ptr<MapRun>,
                              std::shared_ptr<HaltedChildren>>;

using Variables = std::vector<std::pair<std::string, Payload>>;  // in order of first assignment

inline constexpr std::uint32_t no_scope = ~0u;
inline constexpr std::uint32_t no_input = ~0u;  // stands for an event: what it was to be given could not be made

/// One running instance of a `States` map: the machine's, a branch's, an iteration's. Is in one state at a time.
struct Scope {
  asl::ScopeIndex definition = 0;
  std::uint32_t parent = no_scope;
  std::uint32_t position = 0;    // which branch or item of the parent; of a free slot, which one is free besides
  std::uint32_t epoch = 0;       // of the attempt, back-off or wait it is in
  std::uint32_t last_event = 0;  // what the next event's previousEventId will be
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

/// A Parallel's branches or a Map's iterations once their state has failed or their execution has ended.
struct HaltedChildren {
  RunningChildren children;
  std::vector<Scope> scopes;  // of those that did not succeed, in order of position; stand where they stood then
};

/// The scopes of one execution, found by their index. Most executions have no more than the machine's own, which
/// therefore lies in here.
class Scopes {
 public:
  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  Scope& operator[](std::uint32_t index) { return index == 0 ? first_ : (*others_)[index - 1]; }
  const Scope& operator[](std::uint32_t index) const { return index == 0 ? first_ : (*others_)[index - 1]; }
  /// Of one of these.
  std::uint32_t index_of(const Scope& scope) const {
    return &scope == &first_ ? 0 : static_cast<std::uint32_t>(&scope - others_->data()) + 1;
  }

  /// The index of a fresh one. Those behind the first may move.
  std::uint32_t take() {
    if (free_ != no_scope) {
      const std::uint32_t index = free_;
      free_ = (*this)[index].position;
      return index;
    }
    if (size_ == 0) return size_++;
    if (!others_) others_ = std::make_unique<std::vector<Scope>>();
    others_->emplace_back();
    return size_++;
  }
  /// Takes it out; its place is used again.
  Scope take_out(std::uint32_t index) {
    Scope taken = std::move((*this)[index]);
    give_back(index);
    return taken;
  }
  /// That one has ended; its place is used again.
  void give_back(std::uint32_t index) {
    (*this)[index] = {};
    (*this)[index].position = std::exchange(free_, index);
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
  std::uint32_t free_ = no_scope;  // a place to use again
};

/// A scope that is to go on, unless it has begun something else by then.
struct ReadyScope {
  std::uint32_t scope = 0;
  std::uint32_t epoch = 0;
};

struct Execution {
  StateMachinePtr state_machine;
  std::uint64_t id = 0;     // unique in its run: names its stream of random numbers
  std::uint64_t order = 0;  // the id of what was started from outside and led to it, if only itself
  std::unique_ptr<const std::string> given_name;  // null: it is called by a UUID drawn from `naming`
  world::Stream naming;
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
  TimePoint redriven_at;  // when it was redriven last
  Status status;
  std::uint32_t events = 0;       // recorded so far, kept or not
  std::uint32_t transitions = 0;  // states entered, retries included: what the service bills
  std::uint32_t next_epoch = 1;
  std::uint32_t redrives = 0;
  world::Stream random;  // jitter, States.UUID, States.MathRandom
  Scopes scopes;         // scopes[0] is the machine's; of an execution that can be redriven: as they stood at its end
  std::unique_ptr<std::vector<ReadyScope>> paused;  // that go on when Resumed is told; null: there are none

  std::string name() const { return given_name ? *given_name : world::Stream{naming}.uuid(); }
  const asl::Machine& machine() const { return *state_machine->machine; }
  bool running() const { return std::holds_alternative<Running>(status); }
};

/// The latest instant at which it ends: its machine's TimeoutSeconds after its start or its last redrive; at most what its
/// type allows after its start.
[[nodiscard]] TimePoint deadline(const Execution& execution);

/// arn:aws:states:<region>:<account>:execution:<machine>:<name>, or ...:express:<machine>:<name>:<uuid>
[[nodiscard]] std::string execution_arn(const Execution& execution);

}  // namespace stepstorm::execution
