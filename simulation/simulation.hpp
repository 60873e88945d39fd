// Simulation: one run of a scenario. Starts orders according to the load, runs them on a shell and measures them.
// The measured time goes from the end of the warm-up to the end of the scenario's duration. Counts, response times and
// waiting times are of the orders that start in it, which are run to their end. Throughput, utilisation, queues and
// open orders are of the measured time itself. In virtual time, equal scenarios and seeds give equal results, to the
// byte.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "metrics/histogram.hpp"
#include "metrics/price.hpp"
#include "metrics/time_weighted.hpp"
#include "orchestration/policies/load_shedder.hpp"
#include "simulation/scenario.hpp"
#include "simulation/shell.hpp"
#include "world/arrivals.hpp"

namespace stepstorm::simulation {

/// One resource during the measured time.
struct ResourceResult {
  std::string name;
  std::uint64_t servers = 0;  // attempts that its workers can have at once
  std::uint64_t taken = 0;    // attempts taken by workers
  double utilisation = 0;     // of the servers, 0 to 1
  double busy_mean = 0;       // servers
  double queued_mean = 0;     // attempts
  std::int64_t queued_max = 0;
  metrics::Histogram waiting;  // of the measured orders' attempts, including attempts taken after the measured time
};

/// Integrals over time (value times nanoseconds), from the end of the warm-up until the last order has ended. Exact, so
/// that without a warm-up Little's law holds without tolerance.
struct Areas {
  struct Resource {
    metrics::WideSum waited = 0;  // sum of the waiting times of taken attempts
    metrics::WideSum queued = 0;  // waiting attempts, over time
    metrics::WideSum busy = 0;    // attempts at a worker, over time
  };
  metrics::WideSum open = 0;  // open orders, over time
  std::vector<Resource> resources;
};

struct OrderCounts {
  std::uint64_t started = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t aborted = 0;
  std::uint64_t throttled = 0;       // refused by the StartExecution quota
  std::uint64_t limit_exceeded = 0;  // refused because too many executions were open
  std::uint64_t shed = 0;            // refused by the load shedding policy
  friend bool operator==(const OrderCounts&, const OrderCounts&) = default;
};

/// The policies' effect on all orders; members of policies that are off are absent.
struct PolicyResult {
  struct Circuit {
    std::string resource;
    std::uint64_t openings = 0;
    std::uint64_t refused = 0;     // attempts
    world::Duration open_time{0};  // time in which it let no attempt pass
  };
  std::optional<std::uint64_t> retries_refused;  // by the retry budget
  std::vector<Circuit> circuits;                 // in the order of the scenario's resources
  std::optional<std::uint64_t> orders_shed;
};

struct SimulationResult {
  std::string noun = "order";  // the name for one execution
  std::uint64_t seed = 0;
  world::Duration measured{0};                  // length of the measured time
  world::Time ended_at{0};                      // end of the last order
  OrderCounts orders;                           // measured orders
  OrderCounts late;                             // measured orders that ended after the measured time
  OrderCounts early;                            // orders that started before the measured time and ended in it
  OrderCounts all_orders;                       // including the warm-up
  std::map<std::string, std::uint64_t> errors;  // measured orders that failed, by error name
  metrics::Histogram response;                  // of measured orders, from start to end
  double open_mean = 0;                         // open executions during the measured time
  std::int64_t open_max = 0;                    // likewise
  std::int64_t open_at_end = 0;                 // at the end of the measured time
  std::vector<ResourceResult> resources;
  Areas areas;
  messages::Counters counters;             // of all orders
  double dollars = 0;                      // of all orders, by AWS's price model: cost.all()
  metrics::Cost cost;                      // Lambda's part excludes the warm-up
  std::string region = "us-east-1";        // of the prices
  world::Duration load_time{0};            // length of the time in which orders started
  std::uint64_t hash = 0;                  // over (time, execution, event) of the whole run, in order
  bool partial = false;                    // the run was cut short
  bool stuck = false;                      // the run was given up: users start orders but no time passes
  std::uint64_t unended = 0;               // orders still open at the end of the run
  std::optional<PolicyResult> policies;    // absent: the scenario has no policies
  std::optional<ScheduleResult> schedule;  // of the load generator; absent in virtual time

  /// Returns the number of orders that succeeded within the measured time, whenever they started.
  std::uint64_t served() const { return orders.succeeded - late.succeeded + early.succeeded; }
  /// Returns served() per second of the measured time.
  double throughput_per_s() const;
};

/// Called with all events of all orders, as they happen.
using Watch = std::function<void(const execution::Execution&, std::span<const execution::HistoryEvent>)>;

/// Called at each execution's end, with its whole history; includes executions that other executions started.
using TellEnd = std::function<void(const orchestration::EndedExecution&)>;

/// Options of a run in addition to the scenario, which sets resources, state machines, quotas, policies, limits,
/// threads.
struct SimulationOptions : ShellOptions {
  MakeShell shell;   // empty: uses Engine
  Watch watch;       // empty: not called
  TellEnd tell_end;  // empty: histories are not kept
  /// A closed loop is stuck once it has started this many orders at one instant, and at least four for each user:
  /// without think time and with orders that take no time it would never end.
  std::uint64_t starts_of_one_instant_max = 1'000'000;
};

class Simulation final : private orchestration::Observer {
 public:
  /// `scenario` must outlive the simulation.
  Simulation(const Scenario& scenario, std::uint64_t seed, SimulationOptions options = {});

  enum class Reached { Time, End, Work };
  /// Runs up to this instant (Time), until the run is over (End), or until some tens of milliseconds of work are done
  /// (Work): the caller may then check whether to go on, and call again.
  Reached run(world::Time until);
  /// The same without stopping for Work. Returns false when the run is over.
  bool run_until(world::Time until);
  /// Returns when the next event happens; world::Time::max() when none will.
  world::Time next_event() const;
  /// Returns the work done so far, in units of about a microsecond.
  std::uint64_t work() const { return events_ + shell_->work(); }

  world::Time now() const { return shell_->now() - epoch_; }
  const OrderCounts& so_far() const { return all_orders_; }
  /// Returns the hash of the run so far; see SimulationResult::hash.
  std::uint64_t hash() const { return shell_->counters().trace; }
  std::size_t open() const { return shell_->open(); }
  const Shell& shell() const { return *shell_; }

  /// Makes a worker crash now.
  void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) {
    shell_->kill_worker(resource, worker, std::move(reason));
  }

  /// Returns whether users start orders endlessly while no time passes; no further order is started then.
  bool stuck() const;

  /// Starts no more orders and ends the measurement now. Call at most once.
  void cut_short();

  /// Returns the measurements so far; includes resources only once the measurement is over.
  [[nodiscard]] SimulationResult result() const;

 private:
  /// Index of a user of a closed loop.
  using User = std::uint32_t;
  struct UserStart {
    world::Time at;
    User user;
    friend bool operator>(const UserStart& a, const UserStart& b) {
      return a.at != b.at ? a.at > b.at : a.user > b.user;
    }
  };
  struct OpenLoad {
    world::Arrivals arrivals;
    std::optional<world::Time> next;
    bool known = false;  // `next` has been determined
  };
  struct ClosedLoad {
    world::ClosedLoop loop;
    std::priority_queue<UserStart, std::vector<UserStart>, std::greater<>> starts;
    std::map<std::uint64_t, User> users;  // by execution
    User appeared = 0;                    // number of users whose first start is known
  };
  using LoadState = std::variant<OpenLoad, ClosedLoad>;

  static LoadState load_state(const Scenario& scenario, std::uint64_t seed);
  /// Determines the load's next start. Returns false when that needs another call.
  bool load_is_known();
  bool find_arrival(OpenLoad& load);
  bool let_users_appear(ClosedLoad& load);
  bool starts_no_more() const;
  void find_next_start();
  void start_next();
  void start_order(std::optional<User> user);
  void forget_charges();
  Payload next_input();
  Payload draw_input(const world::OrderTemplate& order, std::uint64_t sequence);
  bool admits();
  bool refuse(std::uint64_t OrderCounts::*reason);
  std::optional<PolicyResult> policies(const messages::Counters& counters) const;
  bool is_measured(world::Time started_at) const;
  void end_warm_up();
  void close_measurement();
  Areas areas() const;
  metrics::Cost cost(const messages::Counters& counters) const;
  std::vector<ResourceResult> resources() const;
  ResourceResult measured(const workers::ResourceOptions& resource, const ResourceMeter& meter) const;
  void pass(world::Time until);

  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override {
    options_.watch(execution, events);
  }
  void ended(orchestration::EndedExecution&& ended) override;
  void count(OrderCounts& counts, const execution::Status& status);

  const Scenario& scenario_;
  std::uint64_t seed_;
  TimePoint epoch_;
  SimulationOptions options_;
  std::unique_ptr<Shell> shell_;
  LoadState load_;
  std::optional<world::QuotaGate> quotas_;
  std::optional<policies::LoadShedder> shedder_;
  world::Stream inputs_;
  Payload pattern_;             // of the template that orders are drawn from
  world::Time next_start_{0};   // of an order; world::Time::max(): no order starts any more
  std::uint64_t sequence_ = 0;  // orders requested so far
  std::uint64_t next_id_ = 0;
  std::uint64_t events_ = 0;  // instants passed plus orders requested
  world::Time last_start_{-1};
  std::uint64_t starts_of_instant_ = 0;
  struct {
    std::uint64_t before = 0;  // charges of orders with smaller ids can be dropped once these have ended
    std::size_t open = 0;      // open orders with smaller ids
    world::Time next{0};
  } forgetting_;  // drops old charges from the books
  bool warm_ = false;
  bool closed_ = false;  // the measurement is over
  world::Time end_;      // of the measured time
  bool cut_ = false;
  metrics::TimeWeighted open_;
  OrderCounts orders_;
  OrderCounts late_;
  OrderCounts early_;
  OrderCounts all_orders_;
  std::map<std::string, std::uint64_t> errors_;
  metrics::Histogram response_;
  metrics::ExpressUsage express_;
  world::Time last_end_{0};
  std::vector<ResourceResult> resources_;
  double open_mean_ = 0;
  std::int64_t open_max_ = 0;
  std::int64_t open_at_end_ = 0;
};

}  // namespace stepstorm::simulation
