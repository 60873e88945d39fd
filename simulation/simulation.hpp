// One run of a scenario: orders start as the load says, go through the engine or the actors, and are measured.
// The measured time goes from the end of the warm-up to the end of the scenario's duration. Counts, response times and
// waiting times are of the orders that start in it, which are run to their end; throughput, utilisation, queues and open
// orders are of the measured time itself. In virtual time, equal scenarios and seeds give equal results, to the byte.
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

/// What a resource did during the measured time.
struct ResourceResult {
  std::string name;
  std::uint64_t servers = 0;  // attempts that its workers can have at once
  std::uint64_t taken = 0;    // attempts that a worker has taken
  double utilisation = 0;     // of the servers, 0 to 1
  double busy_mean = 0;       // servers
  double queued_mean = 0;     // attempts
  std::int64_t queued_max = 0;
  metrics::Histogram waiting;  // of the measured orders' attempts, whenever a worker took them
};

/// Value times nanoseconds, from the end of the warm-up until everything is over: exact, so that without a warm-up
/// Little's law holds without tolerance.
struct Areas {
  struct Resource {
    metrics::WideSum waited = 0;  // the waiting times of attempts that a worker took
    metrics::WideSum queued = 0;  // attempts that wait, over time
    metrics::WideSum busy = 0;    // attempts that a worker has, over time
  };
  metrics::WideSum open = 0;  // orders, over time
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
  std::uint64_t shed = 0;            // refused by the policy of load shedding
  friend bool operator==(const OrderCounts&, const OrderCounts&) = default;
};

/// What the policies have done with all orders; what is off is absent.
struct PolicyResult {
  struct Circuit {
    std::string resource;
    std::uint64_t openings = 0;
    std::uint64_t refused = 0;     // attempts
    world::Duration open_time{0};  // in which it let no attempt pass
  };
  std::optional<std::uint64_t> retries_refused;  // by the retry budget
  std::vector<Circuit> circuits;                 // by resource, in the order of the scenario's
  std::optional<std::uint64_t> orders_shed;
};

struct SimulationResult {
  std::string noun = "order";  // what one of what runs is called
  std::uint64_t seed = 0;
  world::Duration measured{0};                  // how long orders were measured
  world::Time ended_at{0};                      // when the last order ended
  OrderCounts orders;                           // measured
  OrderCounts late;                             // of these, those that ended after the measured time
  OrderCounts early;                            // started before the measured time, ended in it
  OrderCounts all_orders;                       // with those of the warm-up
  std::map<std::string, std::uint64_t> errors;  // measured orders that failed, by error name
  metrics::Histogram response;                  // of measured orders, from start to end
  double open_mean = 0;                         // executions, during the measured time
  std::int64_t open_max = 0;
  std::int64_t open_at_end = 0;  // of the measured time
  std::vector<ResourceResult> resources;
  Areas areas;
  messages::Counters counters;             // of all orders
  double dollars = 0;                      // of all orders, by AWS's price model: cost.all()
  metrics::Cost cost;                      // Lambda's part without the warm-up
  std::string region = "us-east-1";        // whose prices these are
  world::Duration load_time{0};            // in which orders started
  std::uint64_t hash = 0;                  // of (time, who, what) of all that happened, in its order
  bool partial = false;                    // it was cut short
  bool stuck = false;                      // it was given up: its users start orders, and no time passes
  std::uint64_t unended = 0;               // orders that were still open when it was over
  std::optional<PolicyResult> policies;    // absent: the scenario has none
  std::optional<ScheduleResult> schedule;  // how the wall clock's generator kept it

  /// Orders that have succeeded within the measured time, whenever they started.
  std::uint64_t served() const { return orders.succeeded - late.succeeded + early.succeeded; }
  /// These, a second.
  double throughput_per_s() const;
};

/// A watcher is told all events of all orders, as they happen.
using Watch = std::function<void(const execution::Execution&, std::span<const execution::HistoryEvent>)>;

/// Told of each execution's end, with its whole history; those that other executions have started included.
using TellEnd = std::function<void(const orchestration::EndedExecution&)>;

/// Beside what the scenario says: resources, state machines, quotas, policies, limits, threads are the scenario's.
struct SimulationOptions : ShellOptions {
  MakeShell shell;   // none: the engine
  Watch watch;       // none: no watching
  TellEnd tell_end;  // none: histories are not kept
  /// No closed loop means so many, nor four of each user: without think time, and with orders that take no time, it would
  /// go on for ever.
  std::uint64_t starts_of_one_instant_max = 1'000'000;
};

class Simulation final : private orchestration::Observer {
 public:
  /// The scenario must outlive the simulation.
  Simulation(const Scenario& scenario, std::uint64_t seed, SimulationOptions options = {});

  enum class Reached { Time, End, Work };
  /// Lets virtual time pass up to this instant, until everything is over, or until so much was done that the caller should
  /// look whether to go on (some tens of milliseconds): then it goes on where it is.
  Reached run(world::Time until);
  /// The same without anybody looking. false: it is over.
  bool run_until(world::Time until);
  /// When something happens next; the end of time: nothing will.
  world::Time next_event() const;
  /// How much has been done, in whatever costs about a microsecond.
  std::uint64_t work() const { return events_ + shell_->work(); }

  world::Time now() const { return shell_->now() - epoch_; }
  const OrderCounts& so_far() const { return all_orders_; }
  /// Of all that has happened so far.
  std::uint64_t hash() const { return shell_->counters().trace; }
  std::size_t open() const { return shell_->open(); }
  const Shell& shell() const { return *shell_; }

  /// Lets a worker die now, as a crash would.
  void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) {
    shell_->kill_worker(resource, worker, std::move(reason));
  }

  /// Users start orders again and again, and no time passes: nothing more is started.
  bool stuck() const;

  /// No more orders start, and what is measured ends here. To be called once.
  void cut_short();

  /// Of what has been measured so far; resources are in it once the measurement is over.
  [[nodiscard]] SimulationResult result() const;

 private:
  /// Who has an order open: of a closed loop.
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
    bool known = false;  // whether `next` has been found
  };
  struct ClosedLoad {
    world::ClosedLoop loop;
    std::priority_queue<UserStart, std::vector<UserStart>, std::greater<>> starts;
    std::map<std::uint64_t, User> users;  // by execution
    User appeared = 0;                    // of all users, those whose first start is known
  };
  using LoadState = std::variant<OpenLoad, ClosedLoad>;

  static LoadState load_state(const Scenario& scenario, std::uint64_t seed);
  /// false: it takes longer.
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
  world::Time next_start_{0};   // of an order; the end of time: no more start
  std::uint64_t sequence_ = 0;  // orders asked for
  std::uint64_t next_id_ = 0;
  std::uint64_t events_ = 0;  // instants that were passed and orders that were asked for
  world::Time last_start_{-1};
  std::uint64_t starts_of_instant_ = 0;
  struct {
    std::uint64_t before = 0;  // orders with smaller ids
    std::size_t open = 0;      // of those
    world::Time next{0};
  } forgetting_;  // of charges
  bool warm_ = false;
  bool closed_ = false;  // measurement is over
  world::Time end_;      // of the measurement
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
