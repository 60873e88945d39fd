// Faults by plan: what goes wrong with which attempts, when. A fault has a named site: it picks attempts by state machine,
// state, resource, worker, attempt number and input, by a window of time and by chance, and does one thing to each of
// them. It is asked for twice: for the message with the task when that leaves, and for the attempt when it begins; by the
// worker, so that both clocks have the same faults.
// Chance comes from a stream named after the fault and the attempt: no fault moves another, nor anything else.
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

namespace stepstorm::orchestration {

// ---- what a fault does to an attempt

/// Where in an attempt: at once when the worker takes it, before its work and instead of it once the service time is
/// over, or after the work, whose side effects then stay.
enum class FaultMoment { AtOnce, Before, After };

struct InjectError {
  std::string error;
  std::string cause;
  FaultMoment moment = FaultMoment::Before;
};
/// Before: the service takes so much longer. After: the answer arrives so much later.
struct InjectDelay {
  world::Distribution time;
  FaultMoment moment = FaultMoment::Before;
};
struct InjectHang {};  // no work, no answer
struct LoseTask {};    // the message with the task gets lost: no work, no answer, and the worker is free
struct LoseAnswer {};  // the message with the answer gets lost: the work is done, and the worker is free
struct DuplicateAnswer {};
struct GarbageAnswer {
  std::string text;
};
struct OversizedAnswer {};  // more than a payload may have
struct LoseHeartbeats {};
struct CrashWorker {
  std::string reason;
  FaultMoment moment = FaultMoment::Before;
};
struct DelayTask {  // the message with the task takes so much longer; the worker knows nothing of it until then
  world::Distribution time;
};
/// The message is held until so many later ones of the same direction between its worker and its orchestrator have
/// arrived, though no longer than `at_most`.
struct ReorderMessage {
  enum class Which { Task, Answer };
  Which which = Which::Task;
  std::uint32_t behind = 1;
  std::chrono::nanoseconds at_most = std::chrono::seconds{1};
};
/// The worker's own clock jumps once the attempt has begun, and with it all its timers: forward, those that fall within
/// the jump go off at once, each once; backward, they go off so much later. What is on its way has the network's time.
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

// ---- which attempts, when

/// Equality of what a JSONPath finds in the task's input.
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
  std::vector<InputTest> matching;  // all of them
};

struct FaultWindow {
  std::chrono::nanoseconds begin{0};
  std::optional<std::chrono::nanoseconds> duration;  // absent: to the end
  /// Within the window again and again: on for `on` at the beginning of each `period`.
  struct Periodic {
    std::chrono::nanoseconds period{1};
    std::chrono::nanoseconds on{1};
  };
  std::optional<Periodic> periodic;
  bool ramps = false;  // the probability grows from none at the beginning to all of it at the end

  bool holds(std::chrono::nanoseconds at) const;
  /// How much of the probability counts at an instant at which it holds.
  double share(std::chrono::nanoseconds at) const;
};

struct Fault {
  std::string name;  // unique
  FaultTarget target;
  FaultWindow window;
  double probability = 1;
  /// Attempts within such a span of time share their fate; absent: each has its own.
  std::optional<std::chrono::nanoseconds> correlated;
  FaultAction action;
};

/// At most as many faults as a mask has bits.
inline constexpr std::size_t faults_max = 64;

using FaultPlan = std::vector<Fault>;

/// Those that can concern a state of a machine whose task this resource answers: a bit for each, by its place.
[[nodiscard]] std::uint64_t fault_mask(const FaultPlan& plan,
                                       std::string_view state_machine,
                                       std::string_view state,
                                       std::string_view resource);

// ---- asking

/// What is planned for the message that brings a task to its worker.
struct TransitFaults {
  bool loses = false;
  std::chrono::nanoseconds later{0};
  std::optional<ReorderMessage> reordered;

  bool holds() const { return later.count() > 0 || reordered; }
};

/// What is planned for an attempt once its task has arrived.
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

/// One plan at work; shared by all workers, which may ask from several threads. Times count from `begin`.
class FaultInjector {
 public:
  struct Count {
    std::uint64_t offered = 0;  // messages or attempts that it could have hit: all but time and chance agreed
    std::uint64_t fired = 0;
  };

  FaultInjector(FaultPlan plan, std::uint64_t seed, TimePoint begin, std::uint32_t number = 0);

  const FaultPlan& plan() const { return plan_; }
  /// Of the plans of one source.
  std::uint32_t number() const { return number_; }
  /// For a task that leaves now for worker number `worker` of its resource.
  [[nodiscard]] TransitFaults in_transit(const messages::RunTask& task, std::uint32_t worker, TimePoint now);
  /// For an attempt that this worker begins now.
  [[nodiscard]] Injection at_work(const messages::RunTask& task, std::uint32_t worker, TimePoint now);
  /// By place in the plan.
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
  std::uint64_t in_transit_ = 0;  // a bit for each that is done to the message with the task, by its place in the plan
  std::uint64_t at_work_ = 0;     // and for all others
  TimePoint begin_;
  std::uint32_t number_;
  std::vector<world::Stream> chances_;
  std::vector<world::Sampler> delays_;  // of those that delay
  std::unique_ptr<Counter[]> counters_;
};

/// The plan at work in one run. It may be replaced while the run goes on: tasks that have been asked for under another
/// plan then meet no fault. May be used by several threads.
class FaultSource {
 public:
  FaultSource(FaultPlan plan, std::uint64_t seed, TimePoint begin);

  void replace(FaultPlan plan, TimePoint begin);
  [[nodiscard]] std::shared_ptr<FaultInjector> current() const;
  /// Of the current plan.
  std::uint32_t number() const { return number_.load(std::memory_order_acquire); }
  std::vector<FaultInjector::Count> counts() const { return current()->counts(); }

 private:
  const std::uint64_t seed_;
  mutable std::mutex mutex_;  // of current_
  std::shared_ptr<FaultInjector> current_;
  std::atomic<std::uint32_t> number_{0};
};

/// Null where nothing is planned.
[[nodiscard]] std::shared_ptr<FaultSource> make_fault_source(const FaultPlan& plan,
                                                             std::uint64_t seed,
                                                             TimePoint begin);

}  // namespace stepstorm::orchestration
