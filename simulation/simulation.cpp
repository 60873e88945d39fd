#include "simulation/simulation.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "simulation/engine.hpp"
#include "values/overload.hpp"

namespace stepstorm::simulation {
namespace {

/// Charges of ended orders are dropped after this time, not at once: an abandoned worker may still ask for its charge.
/// Short, so that the books stay in the processor's cache.
constexpr world::Duration charges_kept = std::chrono::seconds{10};

constexpr world::Time end_of_time = world::Time::max();

/// Work between two looks at whether to go on.
constexpr std::uint64_t work_between_looks = 50'000;
/// Changes of rate to search, or users to add, in one go.
constexpr std::uint32_t load_steps = 20'000;

ShellOptions shell_options(const Scenario& scenario, std::uint64_t seed, const SimulationOptions& wanted) {
  ShellOptions options = wanted;
  options.seed = seed;
  options.epoch = wanted.begin();
  options.resources = scenario.resources;
  options.history = wanted.tell_end ? orchestration::HistoryPolicy::All : orchestration::HistoryPolicy::None;
  options.live_events = static_cast<bool>(wanted.watch);
  options.state_machines = scenario.state_machines;
  if (scenario.quotas) options.state_transitions = scenario.quotas->state_transition;
  if (scenario.objects) options.objects = scenario.objects();
  options.policies = scenario.policies;
  options.limits = scenario.limits;
  options.threads = scenario.threads;
  options.pinned = scenario.pinned;
  return options;
}

std::unique_ptr<Shell> make_engine(ShellOptions options, orchestration::Observer& observer) {
  return std::make_unique<Engine>(std::move(options), observer);
}

policies::LoadShedder make_shedder(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const auto& resource : scenario.resources) names.push_back(resource.name);
  return {*scenario.policies.load_shedding, names};
}

std::uint64_t memory_of(const execution::Execution& execution) {
  return metrics::express_memory_bytes(execution.machine().definition.size(), to_text(*execution.input).size(), 0);
}

}  // namespace

Simulation::Simulation(const Scenario& scenario, std::uint64_t seed, SimulationOptions options)
    : scenario_(scenario),
      seed_(seed),
      epoch_(options.begin()),
      options_(std::move(options)),
      shell_(
          (options_.shell ? options_.shell : MakeShell{make_engine})(shell_options(scenario, seed, options_), *this)),
      load_(load_state(scenario, seed)),
      inputs_(world::Stream::named(seed, "inputs")),
      end_(scenario.duration) {
  if (scenario.quotas) quotas_.emplace(*scenario.quotas);
  if (scenario.policies.load_shedding) shedder_.emplace(make_shedder(scenario));
  if (const auto* order = std::get_if<world::OrderTemplate>(&scenario.inputs)) pattern_ = Payload{order->pattern()};
}

Simulation::LoadState Simulation::load_state(const Scenario& scenario, std::uint64_t seed) {
  const auto random = world::Stream::named(seed, "arrivals");
  if (const auto* process = std::get_if<world::ArrivalProcess>(&scenario.load)) {
    return OpenLoad{world::Arrivals{*process, random}, {}};
  }
  return ClosedLoad{world::ClosedLoop{std::get<world::ClosedLoopOptions>(scenario.load), random}, {}, {}};
}

/// Returns whether the next start is known; if not, does a portion of the work to find it.
bool Simulation::load_is_known() {
  if (auto* load = std::get_if<OpenLoad>(&load_)) return load->known || starts_no_more() || find_arrival(*load);
  auto& load = std::get<ClosedLoad>(load_);
  return load.appeared == load.loop.users() || cut_ || let_users_appear(load);
}

bool Simulation::find_arrival(OpenLoad& load) {
  const bool found = load.arrivals.search(load_steps);
  if (!found) events_ += load_steps;
  if (!found && load.arrivals.searched() < scenario_.duration) return false;
  load.next = found ? load.arrivals.next() : std::nullopt;
  load.known = true;
  find_next_start();
  return true;
}

bool Simulation::let_users_appear(ClosedLoad& load) {
  const User users = load.loop.users();
  const User until = load.appeared + std::min(users - load.appeared, load_steps);
  events_ += until - load.appeared;
  for (; load.appeared < until; ++load.appeared)
    load.starts.push({load.loop.first_start(load.appeared), load.appeared});
  find_next_start();
  return load.appeared == users;
}

// ---- time

bool Simulation::run_until(world::Time until) {
  Reached reached = run(until);
  while (reached == Reached::Work) reached = run(until);
  return reached == Reached::Time;
}

Simulation::Reached Simulation::run(world::Time until) {
  const std::uint64_t enough = work() + work_between_looks;
  while (work() < enough) {
    if (!load_is_known()) continue;
    const world::Time at = next_event();
    if (at == end_of_time) {
      pass(std::max(now(), end_));
      return Reached::End;
    }
    if (at > until) {
      pass(until);
      return Reached::Time;
    }
    ++events_;
    pass(at);
    if (next_start_ == at && shell_->next() > shell_->now()) start_next();
  }
  return Reached::Work;
}

world::Time Simulation::next_event() const {
  const TimePoint due = shell_->next();
  return due == never ? next_start_ : std::min(next_start_, due - epoch_);
}

/// Measurement begins and ends between two events.
void Simulation::pass(world::Time until) {
  if (!warm_ && until >= scenario_.warm_up) end_warm_up();
  if (!closed_ && until >= end_) close_measurement();
  shell_->advance_to(epoch_ + until);
}

void Simulation::end_warm_up() {
  warm_ = true;
  shell_->advance_to(epoch_ + scenario_.warm_up);
  shell_->restart_meters(next_id_);
  open_.restart(scenario_.warm_up);
}

void Simulation::close_measurement() {
  closed_ = true;
  shell_->advance_to(epoch_ + end_);
  open_mean_ = open_.mean(end_);
  open_max_ = open_.max();
  open_at_end_ = open_.value();
  for (orchestration::ResourceIndex index = 0; index < scenario_.resources.size(); ++index)
    if (const ResourceMeter* meter = shell_->meter(index))
      resources_.push_back(measured(scenario_.resources[index], *meter));
}

ResourceResult Simulation::measured(const workers::ResourceOptions& resource, const ResourceMeter& meter) const {
  const std::uint64_t servers = std::uint64_t{resource.actors} * resource.capacity;
  const double busy = meter.busy.mean(end_);
  return {.name = resource.name,
          .servers = servers,
          .taken = meter.taken,
          .utilisation = servers > 0 ? busy / static_cast<double>(servers) : 0,
          .busy_mean = busy,
          .queued_mean = meter.queued.mean(end_),
          .queued_max = meter.queued.max(),
          .waiting = meter.waiting};
}

void Simulation::cut_short() {
  cut_ = true;
  next_start_ = end_of_time;
  if (closed_) return;
  end_ = now();
  if (!warm_) shell_->restart_meters(next_id_), open_.restart(end_);
  warm_ = true;
  close_measurement();
}

Areas Simulation::areas() const {
  Areas areas{.open = open_.area(now()), .resources = {}};
  for (orchestration::ResourceIndex index = 0; index < scenario_.resources.size(); ++index)
    if (const ResourceMeter* meter = shell_->meter(index))
      areas.resources.push_back(
          {.waited = meter->waiting.sum(), .queued = meter->queued.area(now()), .busy = meter->busy.area(now())});
  return areas;
}

// ---- starting orders

/// No order starts after the scenario's duration or beyond its number of orders.
void Simulation::find_next_start() {
  const auto next =
      std::visit(Overload{[](const OpenLoad& load) { return load.next; },
                          [](const ClosedLoad& load) {
                            return load.starts.empty() ? std::nullopt : std::optional{load.starts.top().at};
                          }},
                 load_);
  next_start_ = next && *next < scenario_.duration && !starts_no_more() ? *next : end_of_time;
}

bool Simulation::starts_no_more() const {
  return cut_ || (scenario_.orders && sequence_ >= *scenario_.orders) || stuck();
}

void Simulation::start_next() {
  starts_of_instant_ = now() == last_start_ ? starts_of_instant_ + 1 : 1;
  last_start_ = now();
  std::visit(Overload{[this](OpenLoad& load) {
                        load.known = false;
                        start_order({});
                      },
                      [this](ClosedLoad& load) {
                        const User user = load.starts.top().user;
                        load.starts.pop();
                        start_order(user);
                      }},
             load_);
  find_next_start();
}

bool Simulation::stuck() const {
  const auto* users = std::get_if<world::ClosedLoopOptions>(&scenario_.load);
  return users && starts_of_instant_ >= std::max(options_.starts_of_one_instant_max, std::uint64_t{4} * users->users);
}

void Simulation::start_order(std::optional<User> user) {
  Payload input = next_input();
  auto* closed = std::get_if<ClosedLoad>(&load_);
  if (!admits()) {
    if (user) closed->starts.push({closed->loop.next_start(*user, now()), *user});
    return;
  }
  ++all_orders_.started;
  if (is_measured(now())) ++orders_.started;
  open_.add(now(), 1);
  forget_charges();
  const std::uint64_t id = next_id_++;
  if (user) closed->users.emplace(id, *user);
  shell_->start({id, scenario_.state_machine, std::nullopt, std::move(input)});
}

/// Drops old charges once all orders that were open at the last call have ended. Keeps memory constant over a long run.
void Simulation::forget_charges() {
  if (options_.books_by_order || forgetting_.open > 0 || now() < forgetting_.next) return;
  forgetting_ = {.before = next_id_, .open = open(), .next = now() + charges_kept};
  shell_->forget_charges();
}

Payload Simulation::next_input() {
  const std::uint64_t sequence = sequence_++;
  return std::visit(
      Overload{[&](const world::OrderTemplate& order) { return draw_input(order, sequence); },
               [&](const ListedInputs& listed) { return listed.inputs[sequence % listed.inputs.size()]; }},
      scenario_.inputs);
}

/// All orders of a flat template share their constant parts.
Payload Simulation::draw_input(const world::OrderTemplate& order, std::uint64_t sequence) {
  auto random = inputs_.of(sequence);
  if (!order.is_flat()) return Payload{order.draw(sequence + 1, random)};
  Members drawn;
  order.draw_members(sequence + 1, random, [&](std::string_view name, const world::OrderTemplate::Value& value) {
    std::visit(Overload{[&](std::string_view text) { drawn.text(name, text); },
                        [&](std::int64_t integer) { drawn.integer(name, integer); },
                        [&](double number) { drawn.number(name, number); }},
               value);
  });
  return pattern_.with_members(drawn);
}

/// Shed orders never reach the service and take no tokens of its quotas.
bool Simulation::admits() {
  const auto queued = [&](orchestration::ResourceIndex resource) { return shell_->queued(resource); };
  if (shedder_ && !shedder_->admits(static_cast<std::uint64_t>(open_.value()), queued))
    return refuse(&OrderCounts::shed);
  if (!quotas_) return true;
  switch (quotas_->start(now())) {
    case world::QuotaGate::Start::allowed: return true;
    case world::QuotaGate::Start::throttled: return refuse(&OrderCounts::throttled);
    case world::QuotaGate::Start::limit_exceeded: return refuse(&OrderCounts::limit_exceeded);
  }
  return true;
}

bool Simulation::refuse(std::uint64_t OrderCounts::*reason) {
  ++(all_orders_.*reason);
  if (is_measured(now())) ++(orders_.*reason);
  return false;
}

bool Simulation::is_measured(world::Time started_at) const { return started_at >= scenario_.warm_up; }

// ---- ending orders

void Simulation::ended(orchestration::EndedExecution&& told) {
  if (options_.tell_end) options_.tell_end(told);
  const execution::Execution& ended = told.execution;
  if (ended.id >= orchestration::child_id) return;
  last_end_ = now();
  if (ended.id < forgetting_.before) --forgetting_.open;
  open_.add(now(), -1);
  if (quotas_) quotas_->ended();
  const auto response = ended.ended_at - ended.started_at;
  if (ended.state_machine->type == asl::MachineType::EXPRESS) express_.record(response, memory_of(ended));
  count(all_orders_, ended.status);
  const bool in_measured_time = warm_ && !closed_;
  const bool measured = is_measured(ended.started_at - epoch_);
  if (measured != in_measured_time) count(measured ? late_ : early_, ended.status);
  if (measured) {
    count(orders_, ended.status);
    response_.record(response);
    if (const auto* failed = std::get_if<execution::Failed>(&ended.status))
      ++errors_[failed->reason->error.value_or("(no name)")];
  }
  if (auto* closed = std::get_if<ClosedLoad>(&load_)) {
    const auto user = closed->users.extract(ended.id);
    closed->starts.push({closed->loop.next_start(user.mapped(), now()), user.mapped()});
    find_next_start();
  }
}

void Simulation::count(OrderCounts& counts, const execution::Status& status) {
  std::visit(Overload{[&](const execution::Succeeded&) { ++counts.succeeded; },
                      [&](const execution::Failed&) { ++counts.failed; },
                      [&](const execution::TimedOut&) { ++counts.timed_out; },
                      [&](const execution::Aborted&) { ++counts.aborted; },
                      [](const execution::Running&) { assert(false); }},
             status);
}

std::optional<PolicyResult> Simulation::policies(const messages::Counters& counters) const {
  const policies::Policies& policies = scenario_.policies;
  if (!policies.any()) return std::nullopt;
  PolicyResult result;
  if (policies.retry_budget) result.retries_refused = counters.retries_refused;
  for (const messages::CircuitCounts& circuit : counters.circuits)
    result.circuits.push_back(
        {scenario_.resources[circuit.resource].name, circuit.openings, circuit.refused, circuit.open_time});
  if (policies.load_shedding) result.orders_shed = all_orders_.shed;
  return result;
}

double SimulationResult::throughput_per_s() const {
  return measured.count() == 0 ? 0 : static_cast<double>(served()) * 1e9 / world::ns(measured);
}

/// Takes the waiting times anew: orders that were open at the end of the measured time may have waited since then.
std::vector<ResourceResult> Simulation::resources() const {
  std::vector<ResourceResult> resources = resources_;
  for (orchestration::ResourceIndex index = 0; index < resources.size(); ++index)
    resources[index].waiting = shell_->meter(index)->waiting;
  return resources;
}

metrics::Cost Simulation::cost(const messages::Counters& counters) const {
  const metrics::Prices& prices = scenario_.prices;
  metrics::Cost cost;
  if (scenario_.state_machine->type == asl::MachineType::EXPRESS) {
    cost.requests = static_cast<double>(express_.requests()) * prices.express.dollars_per_request;
    cost.duration = metrics::express_duration_cost(express_, prices.express);
  } else {
    cost.transitions = metrics::standard_cost(counters.transitions, prices.standard);
  }
  for (orchestration::ResourceIndex index = 0; index < scenario_.resources.size(); ++index) {
    const auto memory_mib = scenario_.resources[index].memory_mib;
    const ResourceMeter* meter = memory_mib ? shell_->meter(index) : nullptr;
    if (!meter) continue;
    const double busy_s = static_cast<double>(meter->busy.area(now())) / 1e9;
    cost.functions += static_cast<double>(meter->taken) * prices.lambda.dollars_per_request +
                      busy_s * *memory_mib / 1024 * prices.lambda.dollars_per_gigabyte_second;
  }
  return cost;
}

SimulationResult Simulation::result() const {
  const messages::Counters counters = shell_->counters();
  std::optional<ScheduleResult> schedule;
  if (shell_->schedule()) {
    schedule = *shell_->schedule();
    schedule->closed_loop = std::holds_alternative<ClosedLoad>(load_);
  }
  return {.noun = noun_of(scenario_),
          .seed = seed_,
          .measured = std::max((closed_ ? end_ : now()) - scenario_.warm_up, world::Duration{0}),
          .ended_at = last_end_,
          .orders = orders_,
          .late = late_,
          .early = early_,
          .all_orders = all_orders_,
          .errors = errors_,
          .response = response_,
          .open_mean = closed_ ? open_mean_ : open_.mean(now()),
          .open_max = closed_ ? open_max_ : open_.max(),
          .open_at_end = closed_ ? open_at_end_ : open_.value(),
          .resources = resources(),
          .areas = areas(),
          .counters = counters,
          .dollars = cost(counters).all(),
          .cost = cost(counters),
          .region = scenario_.prices.region,
          .load_time = std::min(now(), closed_ ? end_ : scenario_.duration),
          .hash = counters.trace,
          .partial = cut_,
          .stuck = stuck(),
          .unended = open(),
          .policies = policies(counters),
          .schedule = std::move(schedule)};
}

}  // namespace stepstorm::simulation
