// What a simulation needs of that which runs its orders: the engine or the actors in virtual time, or the actors on the
// wall clock, where `now` is how far the schedule has been carried out.
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

/// An attempt leaves for its worker, for which it has waited so long.
using TellTaken = std::function<void(const messages::RunTask&, std::chrono::nanoseconds)>;

/// When virtual time begins unless something else is said.
inline constexpr TimePoint default_epoch = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

struct ShellOptions : orchestration::EngineOptions {
  TimePoint begin() const { return epoch.value_or(default_epoch); }

  std::vector<workers::ResourceOptions> resources;
  std::uint32_t threads = 0;  // on the wall clock; 0: one per core
  bool pinned = false;        // whether each of these keeps to one processor
  /// Messages of one instant to different receivers are delivered in an order that the seed draws, as on threads any
  /// order may come about; between two parties they stay in order. Timers of one instant likewise.
  bool shuffled = false;
  TellTaken tell_taken;  // none: not told; only the engine tells
};

/// What is measured of one resource, from the beginning or since `restart_meters`. Time counts from the epoch.
/// Waiting times are those of the measured orders, whenever they waited.
struct ResourceMeter {
  metrics::TimeWeighted queued;  // attempts that wait for a worker
  metrics::TimeWeighted busy;    // attempts that a worker has
  metrics::Histogram waiting;    // from being asked for to being taken
  std::uint64_t taken = 0;
};

class Shell {
 public:
  virtual ~Shell() = default;

  /// Ids are numbered from 0, in the order of starting.
  virtual void start(messages::StartExecution&& request) = 0;

  virtual TimePoint now() const = 0;
  /// When something is due; never: nothing will happen by itself any more.
  [[nodiscard]] virtual TimePoint next() const = 0;
  /// To an instant at which nothing is due before it; what is due then happens. In virtual time some of it may be left,
  /// when there is much: then `next` is that instant still.
  virtual void advance_to(TimePoint at) = 0;
  /// How much has been done, in whatever costs about a microsecond. It only grows.
  virtual std::uint64_t work() const = 0;

  /// Lets a worker die, as a crash would.
  virtual void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) = 0;

  /// The payment provider's books need no longer hold what was charged before the last time.
  virtual void forget_charges() = 0;

  virtual std::size_t open() const = 0;
  /// Attempts that wait for a worker of this resource.
  virtual std::uint64_t queued(orchestration::ResourceIndex resource) const = 0;
  virtual messages::Counters counters() const = 0;
  virtual const books::Ledger& ledger() const = 0;
  /// Of each fault of the plan, by its place.
  virtual std::vector<faults::FaultInjector::Count> fault_counts() const = 0;
  /// Null: this shell measures no resources.
  virtual const ResourceMeter* meter(orchestration::ResourceIndex resource) const = 0;
  /// How the schedule was kept so far; null: time is virtual, and it is kept exactly.
  virtual const ScheduleResult* schedule() const { return nullptr; }
  /// The end of a warm-up: from now on, orders with this id and later ones are measured.
  virtual void restart_meters(std::uint64_t first_order) = 0;
};

/// The observer must outlive the shell.
using MakeShell = std::function<std::unique_ptr<Shell>(ShellOptions, orchestration::Observer&)>;

}  // namespace stepstorm::simulation
