// Shell: the interface of what runs a simulation's orders: the engine or the actors in virtual time, or the actors on
// the wall clock. On the wall clock, `now` is the time up to which the schedule has been carried out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "metrics/histogram.hpp"
#include "metrics/time_weighted.hpp"
#include "orchestration/engine_options.hpp"
#include "orchestration/observer.hpp"
#include "simulation/schedule_meter.hpp"
#include "workers/resource.hpp"

namespace stepstorm::simulation {

/// Called when an attempt is sent to its worker, with the time it has waited for one.
using TellTaken = std::function<void(const messages::RunTask&, std::chrono::nanoseconds)>;

/// The default start of virtual time.
inline constexpr TimePoint default_epoch = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

struct ShellOptions : orchestration::EngineOptions {
  TimePoint begin() const { return epoch.value_or(default_epoch); }

  std::vector<workers::ResourceOptions> resources;
  std::uint32_t threads = 0;  // on the wall clock; 0: one per core
  bool pinned = false;        // pin each thread to one processor
  /// Deliver messages of one instant to different receivers in an order drawn from the seed, since threads allow any
  /// order; messages between two parties stay in order. Timers of one instant likewise.
  bool shuffled = false;
  TellTaken tell_taken;  // empty: not called; only the engine calls it
};

/// Measurements of one resource, from the beginning or since restart_meters(). Time counts from the epoch.
/// Waiting times are of the measured orders' attempts, whenever they waited.
struct ResourceMeter {
  metrics::TimeWeighted queued;  // attempts that wait for a worker
  metrics::TimeWeighted busy;    // attempts at a worker
  metrics::Histogram waiting;    // from an attempt's request until a worker takes it
  std::uint64_t taken = 0;
};

class Shell {
 public:
  virtual ~Shell() = default;

  /// Starts an execution. Ids must count from 0, in the order of the calls.
  virtual void start(messages::StartExecution&& request) = 0;

  virtual TimePoint now() const = 0;
  /// Returns when the next event is due; `never` when no further event will happen by itself.
  [[nodiscard]] virtual TimePoint next() const = 0;
  /// Advances to `at` and handles the events due then; requires that none is due earlier. In virtual time, a call
  /// handles a bounded number: if events are left, next() still returns `at`.
  virtual void advance_to(TimePoint at) = 0;
  /// Returns the work done so far, in units of about a microsecond. Never decreases.
  virtual std::uint64_t work() const = 0;

  /// Makes a worker crash.
  virtual void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) = 0;

  /// Lets the payment provider's books drop the charges made before the previous call.
  virtual void forget_charges() = 0;

  virtual std::size_t open() const = 0;
  /// Returns the number of attempts that wait for a worker of this resource.
  virtual std::uint64_t queued(orchestration::ResourceIndex resource) const = 0;
  virtual messages::Counters counters() const = 0;
  virtual const books::Ledger& ledger() const = 0;
  /// Returns the counts of each fault, in the order of the plan.
  virtual std::vector<faults::FaultInjector::Count> fault_counts() const = 0;
  /// Returns the resource's measurements; null when this shell measures no resources.
  virtual const ResourceMeter* meter(orchestration::ResourceIndex resource) const = 0;
  /// Returns how the schedule was kept so far; null in virtual time, where it is kept exactly.
  virtual const ScheduleResult* schedule() const { return nullptr; }
  /// Ends the warm-up: from now on, orders with this id or a higher one are measured.
  virtual void restart_meters(std::uint64_t first_order) = 0;
};

/// Makes a shell; the observer must outlive it.
using MakeShell = std::function<std::unique_ptr<Shell>(ShellOptions, orchestration::Observer&)>;

}  // namespace stepstorm::simulation
