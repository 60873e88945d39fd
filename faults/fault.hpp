// Planned faults. A fault selects attempts by state machine, state, resource, worker, attempt number and input, by a
// window of time and by probability, and does one thing to each of them. Workers ask twice, so that both clocks have
// the same faults: when the message with the task leaves, and when the attempt begins.
// Draws come from a stream named after the fault and the attempt: a fault changes no other draw.
// Times count from the beginning of the run.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/paths/json_path.hpp"
#include "messages/messages.hpp"
#include "values/timestamp.hpp"
#include "world/distribution.hpp"
#include "world/stream.hpp"

namespace stepstorm::faults {

// ---- what a fault does to an attempt

/// When within an attempt: AtOnce when the worker takes it; Before: after the service time, instead of the work; After:
/// after the work, whose side effects remain.
enum class FaultMoment { AtOnce, Before, After };

struct InjectError {
  std::string error;
  std::string cause;
  FaultMoment moment = FaultMoment::Before;
};
/// Before: the service time is longer by `time`. After: the answer arrives later by `time`.
struct InjectDelay {
  world::Distribution time;
  FaultMoment moment = FaultMoment::Before;
};
struct InjectHang {};  // no work, no answer
struct LoseTask {};    // the message with the task gets lost: no work, no answer; the worker is free
struct LoseAnswer {};  // the message with the answer gets lost: the work is done; the worker is free
struct DuplicateAnswer {};
struct GarbageAnswer {
  std::string text;
};
struct OversizedAnswer {};  // larger than a payload may be
struct LoseHeartbeats {};
struct CrashWorker {
  std::string reason;
  FaultMoment moment = FaultMoment::Before;
};
struct DelayTask {  // the message with the task arrives later by `time`; work and heartbeats begin then
  world::Distribution time;
};
/// Holds the message until `behind` later messages in the same direction between its worker and its orchestrator have
/// arrived, but no longer than `at_most`.
struct ReorderMessage {
  enum class Which { Task, Answer };
  Which which = Which::Task;
  std::uint32_t behind = 1;
  std::chrono::nanoseconds at_most = std::chrono::seconds{1};
};
/// The worker's own clock jumps after the attempt has begun. Forward: timers within the jump go off at once, each once.
/// Backward: all timers go off later by the jump. Messages on their way are not affected.
struct JumpClock {
  std::chrono::nanoseconds by{0};
};
using FaultAction = std::variant<InjectError,
                                 InjectDelay,
                                 InjectHang,
                                 LoseTask,
                                 LoseAnswer,
                                 DuplicateAnswer,
                                 GarbageAnswer,
                                 OversizedAnswer,
                                 LoseHeartbeats,
                                 CrashWorker,
                                 DelayTask,
                                 ReorderMessage,
                                 JumpClock>;

/// "error before", "delay", "crash" ...
[[nodiscard]] std::string_view kind_name(const FaultAction& action);

// ---- target and window

/// Compares the value of a JSONPath in the task's input with `value`.
struct InputTest {
  asl::JsonPath path;
  Json value;
};

struct FaultTarget {
  std::optional<std::string> state_machine;
  std::optional<std::string> state;
  std::optional<std::string> resource;
  std::vector<std::uint32_t> workers;  // by number within the resource; empty: all
  std::uint32_t first_attempt = 1;
  std::optional<std::uint32_t> last_attempt;
  std::vector<InputTest> matching;  // all must hold
};

struct FaultWindow {
  std::chrono::nanoseconds begin{0};
  std::optional<std::chrono::nanoseconds> duration;  // absent: to the end of the run

  /// Repeats within the window: active for `on` at the beginning of each `period`.
  struct Periodic {
    std::chrono::nanoseconds period{1};
    std::chrono::nanoseconds on{1};
  };
  std::optional<Periodic> periodic;
  bool ramps = false;  // the probability grows linearly from 0 at the beginning to its full value at the end

  bool holds(std::chrono::nanoseconds at) const;
  /// Returns the factor on the probability, from 0 to 1, at an instant within the window.
  double share(std::chrono::nanoseconds at) const;
};

struct Fault {
  std::string name;  // unique
  FaultTarget target;
  FaultWindow window;
  double probability = 1;
  /// Attempts within one span of this length are hit together or not at all; absent: each has its own draw.
  std::optional<std::chrono::nanoseconds> correlated;
  FaultAction action;
};

/// The most faults of a plan: the bits of a mask.
inline constexpr std::size_t faults_max = 64;

using FaultPlan = std::vector<Fault>;

/// Returns the faults of the plan that can hit tasks of this state and resource: a bit for each, by index.
[[nodiscard]] std::uint64_t fault_mask(const FaultPlan& plan,
                                       std::string_view state_machine,
                                       std::string_view state,
                                       std::string_view resource);

// ---- the faults of one attempt

/// The faults of the message that brings a task to its worker.
struct TransitFaults {
  bool loses = false;
  std::chrono::nanoseconds later{0};
  std::optional<ReorderMessage> reordered;

  bool holds() const { return later.count() > 0 || reordered; }
};

/// The faults of an attempt after its task has arrived.
struct Injection {
  const InjectError* error = nullptr;
  const CrashWorker* crash = nullptr;
  const GarbageAnswer* garbage = nullptr;
  const ReorderMessage* reordered_answer = nullptr;
  std::chrono::nanoseconds longer_service{0};
  std::chrono::nanoseconds later_answer{0};
  std::chrono::nanoseconds clock_jump{0};
  bool hangs = false;
  bool loses_answer = false;
  bool duplicates = false;
  bool oversized = false;
  bool loses_heartbeats = false;

  bool is_refused() const { return error && error->moment == FaultMoment::AtOnce; }
};

/// One plan in use, shared by all workers. Safe for concurrent use. Times count from `begin`.
class FaultInjector {
 public:
  struct Count {
    std::uint64_t offered = 0;  // messages or attempts that match its target, without regard to time and probability
    std::uint64_t fired = 0;
  };

  FaultInjector(FaultPlan plan, std::uint64_t seed, TimePoint begin, std::uint32_t number = 0);

  const FaultPlan& plan() const { return plan_; }
  /// Number of the plan within its FaultSource.
  std::uint32_t number() const { return number_; }
  /// Draws the faults of a task that leaves now for worker number `worker` of its resource.
  [[nodiscard]] TransitFaults in_transit(const messages::RunTask& task, std::uint32_t worker, TimePoint now);
  /// Draws the faults of an attempt that this worker begins now.
  [[nodiscard]] Injection at_work(const messages::RunTask& task, std::uint32_t worker, TimePoint now);
  /// By index in the plan.
  std::vector<Count> counts() const;

 private:
  struct Counter {
    std::atomic<std::uint64_t> offered{0};
    std::atomic<std::uint64_t> fired{0};
  };

  template <class Add>
  void each_that_fires(
      std::uint64_t mask, const messages::RunTask& task, std::uint32_t worker, TimePoint now, Add&& add);
  bool fires(std::size_t index, const messages::RunTask& task, std::chrono::nanoseconds at);

  FaultPlan plan_;
  std::uint64_t in_transit_ = 0;  // a bit for each fault of the message with the task, by index in the plan
  std::uint64_t at_work_ = 0;     // a bit for each other fault
  TimePoint begin_;
  std::uint32_t number_;
  std::vector<world::Stream> chances_;
  std::vector<world::Sampler> delays_;  // of faults that delay
  std::unique_ptr<Counter[]> counters_;
};

/// The current plan of a run. It may be replaced during the run; tasks that were asked for under an earlier plan then
/// meet no fault. Safe for concurrent use.
class FaultSource {
 public:
  FaultSource(FaultPlan plan, std::uint64_t seed, TimePoint begin);

  void replace(FaultPlan plan, TimePoint begin);
  [[nodiscard]] std::shared_ptr<FaultInjector> current() const;
  /// Number of the current plan.
  std::uint32_t number() const { return number_.load(std::memory_order_acquire); }
  std::vector<FaultInjector::Count> counts() const { return current()->counts(); }

 private:
  const std::uint64_t seed_;
  mutable std::mutex mutex_;  // of current_
  std::shared_ptr<FaultInjector> current_;
  std::atomic<std::uint32_t> number_{0};
};

/// Returns nullptr for an empty plan.
[[nodiscard]] std::shared_ptr<FaultSource> make_fault_source(const FaultPlan& plan,
                                                             std::uint64_t seed,
                                                             TimePoint begin);

}  // namespace stepstorm::faults
