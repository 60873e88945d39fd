// The event history of one execution: compact records, rendered to the service's form on demand.
// Source: semantics.md 8.6 (types and details), 8.7 (order and previousEventId).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/machine.hpp"
#include "asl/quotas.hpp"
#include "execution/status.hpp"
#include "values/payload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::execution {

struct StateMachine;

enum class EventType : std::uint8_t {
  ExecutionStarted,
  ExecutionSucceeded,
  ExecutionFailed,
  ExecutionAborted,
  ExecutionTimedOut,
  StateEntered,
  StateExited,
  StateAborted,  // shown as TaskStateEntered, PassStateExited ...
  LambdaFunctionScheduled,
  LambdaFunctionStarted,
  LambdaFunctionSucceeded,
  LambdaFunctionFailed,
  LambdaFunctionScheduleFailed,
  LambdaFunctionStartFailed,
  LambdaFunctionTimedOut,
  ActivityScheduled,
  ActivityStarted,
  ActivitySucceeded,
  ActivityFailed,
  ActivityScheduleFailed,
  ActivityTimedOut,
  TaskScheduled,
  TaskStarted,
  TaskSubmitted,
  TaskSucceeded,
  TaskFailed,
  TaskStartFailed,
  TaskSubmitFailed,
  TaskTimedOut,
  ParallelStateStarted,
  ParallelStateSucceeded,
  ParallelStateFailed,
  MapStateStarted,
  MapStateSucceeded,
  MapStateFailed,
  MapIterationStarted,
  MapIterationSucceeded,
  MapIterationFailed,
  MapIterationAborted,
  MapRunStarted,
  MapRunSucceeded,
  MapRunFailed,
  EvaluationFailed,
  ExecutionRedriven,
  MapRunRedriven,
};

inline constexpr std::size_t event_types = static_cast<std::size_t>(EventType::MapRunRedriven) + 1;

/// Returns true for events of the execution as a whole, false for events of a state.
constexpr bool belongs_to_execution(EventType type) {
  return type <= EventType::ExecutionTimedOut || type == EventType::ExecutionRedriven;
}

// ---- details: the data of each event type besides its state

struct NoDetails {};
struct Data {  // input, output or parameters
  Payload payload;
};
struct Exit {
  Payload output;
  std::shared_ptr<const Json> assigned;  // the assigned variables, as one object; null: none
};
/// The terms of one attempt, kept in the event itself: it outlives its machine, and no count of users is written by all
/// threads. Only what is rare takes memory of its own: credentials, and more seconds than any definition may name.
class ScheduledTerms {
 public:
  ScheduledTerms() = default;
  explicit ScheduledTerms(const asl::TaskTerms& terms);

  std::optional<std::int64_t> timeout_seconds() const {
    return rare_ ? rare_->timeout_seconds : seconds_of(timeout_seconds_);
  }
  std::optional<std::int64_t> heartbeat_seconds() const {
    return rare_ ? rare_->heartbeat_seconds : seconds_of(heartbeat_seconds_);
  }
  /// Null: the attempt is made with the machine's own role.
  const std::string* credentials_role_arn() const {
    return rare_ && rare_->credentials_role_arn ? &*rare_->credentials_role_arn : nullptr;
  }

 private:
  static constexpr std::uint32_t absent = ~0u;
  static std::optional<std::int64_t> seconds_of(std::uint32_t kept) {
    return kept == absent ? std::nullopt : std::optional<std::int64_t>{kept};
  }

  std::uint32_t timeout_seconds_ = absent;
  std::uint32_t heartbeat_seconds_ = absent;
  std::shared_ptr<const asl::TaskTerms> rare_;  // then all of them; null: those above
};
struct Schedule {
  Payload input;
  ScheduledTerms terms;  // never null; may point into the machine, and is valid as long as it
};
struct Worker {
  std::shared_ptr<const std::string> name;  // null when the poller gave none
};
struct Failure {
  std::shared_ptr<const ErrorOutput> error;
};
struct EvaluationFailure {
  std::shared_ptr<const ErrorOutput> error;
  std::shared_ptr<const std::string> location;  // Arguments/FunctionName; null when no single field failed
};
struct Count {  // MapStateStarted: length; MapIteration...: index; ExecutionRedriven: redriveCount
  std::uint32_t value = 0;
};
struct MapRunReference {
  std::shared_ptr<const std::string> arn;
  std::uint32_t redrives = 0;  // MapRunRedriven: redriveCount
};
using EventDetails =
    std::variant<NoDetails, Data, Exit, Schedule, Worker, Failure, Count, MapRunReference, EvaluationFailure>;

/// Returns the error in an event's details; nullptr when the event has none.
[[nodiscard]] const ErrorOutput* error_in(const EventDetails& details);

struct HistoryEvent {
  std::uint32_t id = 0;        // 1-based, contiguous
  std::uint32_t previous = 0;  // previousEventId; 0 is none
  EventType type = EventType::ExecutionStarted;
  asl::StateIndex state = 0;  // the event's state; unused in events of the execution as a whole
  TimePoint at;
  EventDetails details;
};

using History = std::vector<HistoryEvent>;

// Names as GetExecutionHistory spells them: `TaskStateEntered`, `LambdaFunctionScheduled` ...
/// Without the type of the state: "StateEntered".
[[nodiscard]] std::string_view name_of(EventType type);
[[nodiscard]] std::string type_name(const HistoryEvent& event, const StateMachine& state_machine);

/// Renders one event as GetExecutionHistory returns it.
[[nodiscard]] Json render_event(const HistoryEvent& event, const StateMachine& state_machine);

/// Renders all events: the `events` of GetExecutionHistory.
[[nodiscard]] Json render_history(const History& history, const StateMachine& state_machine);

/// Renders one event as a line for people and tests: seconds since the first event, id, previous id, type, subject:
/// `0.000 3<-2 LambdaFunctionScheduled ValidateOrder`
[[nodiscard]] std::string render_line(const HistoryEvent& event, const StateMachine& state_machine, TimePoint origin);
[[nodiscard]] std::string render_text(const History& history, const StateMachine& state_machine);

}  // namespace stepstorm::execution
