// Faults by plan: what goes wrong with which attempts, when. A fault has a named site: it picks attempts by state machine,
// state, resource, worker, attempt number and input, by a window of time and by chance, and does one thing to each of
// them. Workers ask for what is planned when they begin an attempt, so that both clocks have the same faults.
// Chance comes from a stream named after the fault and the attempt: no fault moves another, nor anything else.
// Times count from the beginning of the run.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/json_path.hpp"
#include "asl/timestamp.hpp"
#include "messages/messages.hpp"
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
using FaultAction = std::variant<InjectError,
                                 InjectDelay,
                                 InjectHang,
                                 LoseTask,
                                 LoseAnswer,
                                 DuplicateAnswer,
                                 GarbageAnswer,
                                 OversizedAnswer,
                                 LoseHeartbeats,
                                 CrashWorker>;

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

/// All that is planned for one attempt.
struct Injection {
  const InjectError* error = nullptr;
  const CrashWorker* crash = nullptr;
  const GarbageAnswer* garbage = nullptr;
  std::chrono::nanoseconds longer_service{0};
  std::chrono::nanoseconds later_answer{0};
  bool hangs = false;
  bool loses_task = false;
  bool loses_answer = false;
  bool duplicates = false;
  bool oversized = false;
  bool loses_heartbeats = false;

  bool ends_at_once() const { return loses_task || (error && error->moment == FaultMoment::AtOnce); }
};

/// One plan at work in one run; shared by all workers, which may ask from several threads.
class FaultInjector {
 public:
  struct Count {
    std::uint64_t offered = 0;  // attempts that it could have hit: all but time and chance agreed
    std::uint64_t fired = 0;
  };

  FaultInjector(FaultPlan plan, std::uint64_t seed, TimePoint begin);

  const FaultPlan& plan() const { return plan_; }
  /// For an attempt that worker number `worker` of its resource begins now.
  [[nodiscard]] Injection at(const messages::RunTask& task, std::uint32_t worker, TimePoint now);
  /// By place in the plan.
  std::vector<Count> counts() const;

 private:
  struct Counter {
    std::atomic<std::uint64_t> offered{0};
    std::atomic<std::uint64_t> fired{0};
  };

  bool fires(std::size_t index, const messages::RunTask& task, std::chrono::nanoseconds at);

  FaultPlan plan_;
  TimePoint begin_;
  std::vector<world::Stream> chances_;
  std::vector<world::Sampler> delays_;  // of those that delay
  std::unique_ptr<Counter[]> counters_;
};

/// Null where nothing is planned.
[[nodiscard]] std::shared_ptr<FaultInjector> make_injector(const FaultPlan& plan, std::uint64_t seed, TimePoint begin);

}  // namespace stepstorm::orchestration
