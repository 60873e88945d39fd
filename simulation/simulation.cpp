#include "simulation/simulation.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "asl/overload.hpp"
#include "execution/result.hpp"

namespace stepstorm::simulation {
namespace {

/// More than there are orders between the first and the last attempt at a payment; keeps memory flat over a long day.
constexpr std::size_t remembered_charges = 200'000;

EngineOptions engine_options(const Scenario& scenario, std::uint64_t seed) {
  EngineOptions options;
  options.seed = seed;
  options.resources = scenario.resources;
  options.history = orchestration::HistoryPolicy::None;
  options.remembered_charges = remembered_charges;
  options.state_machines = scenario.state_machines;
  return options;
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) { return world::Stream{hash ^ value}.bits(); }

/// Beginnings and ends of one order as a number. Those of all orders are added up, so that it does not matter which of
/// two that end together is told first.
std::uint64_t hash_of(const execution::Execution& ended) {
  std::uint64_t hash = mixed(0, ended.id);
  hash = mixed(hash, static_cast<std::uint64_t>(ended.started_at.time_since_epoch().count()));
  hash = mixed(hash, static_cast<std::uint64_t>(ended.ended_at.time_since_epoch().count()));
  hash = mixed(hash, ended.status.index());
  hash = mixed(hash, (std::uint64_t{ended.events} << 32) | ended.transitions);
  for (const char c : execution::reason_of(ended.status).error.value_or(""))
    hash = mixed(hash, static_cast<unsigned char>(c));
  return hash;
}

std::uint64_t memory_of(const execution::Execution& execution) {
  return metrics::express_memory_bytes(execution.machine().definition.size(), to_text(*execution.input).size(), 0);
}

}  // namespace

Simulation::Simulation(const Scenario& scenario, std::uint64_t seed)
    : scenario_(scenario),
      seed_(seed),
      epoch_(EngineOptions{}.epoch),
      engine_(engine_options(scenario, seed), *this),
      load_(load_state(scenario, seed)),
      inputs_(world::Stream::named(seed, "inputs")) {
  if (scenario.quotas) quotas_.emplace(*scenario.quotas);
}

Simulation::LoadState Simulation::load_state(const Scenario& scenario, std::uint64_t seed) {
  const auto random = world::Stream::named(seed, "arrivals");
  if (const auto* process = std::get_if<world::ArrivalProcess>(&scenario.load)) {
    OpenLoad load{world::Arrivals{*process, random}, {}};
    load.next = load.arrivals.next();
    return load;
  }
  ClosedLoad load{world::ClosedLoop{std::get<world::ClosedLoopOptions>(scenario.load), random}, {}, {}};
  for (User user = 0; user < load.loop.users(); ++user) load.starts.push({load.loop.first_start(user), user});
  return load;
}

// ---- time

bool Simulation::run_until(world::Time until) {
  for (;;) {
    const auto start = next_start();
    const auto due = engine_.next();
    if (!start && !due) break;
    const world::Time at = std::min(start.value_or(world::Time::max()), due ? *due - epoch_ : world::Time::max());
    if (at > until) {
      pass(until);
      return true;
    }
    pass(at);
    if (start == at) start_next();
  }
  pass(std::max(now(), scenario_.duration));
  return false;
}

/// Measurement begins and ends between two things that happen.
void Simulation::pass(world::Time until) {
  if (!warm_ && until >= scenario_.warm_up) end_warm_up();
  if (!closed_ && until >= scenario_.duration) close_measurement();
  engine_.advance_to(epoch_ + until);
}

void Simulation::end_warm_up() {
  warm_ = true;
  engine_.advance_to(epoch_ + scenario_.warm_up);
  engine_.restart_meters();
  open_.restart(scenario_.warm_up);
}

void Simulation::close_measurement() {
  closed_ = true;
  engine_.advance_to(epoch_ + scenario_.duration);
  open_mean_ = open_.mean(scenario_.duration);
  open_max_ = open_.max();
  const auto& resources = engine_.resources();
  for (orchestration::ResourceIndex index = 0; index < resources.size(); ++index) {
    const ResourceMeter& meter = engine_.meter(index);
    const std::uint64_t servers = std::uint64_t{resources[index].actors} * resources[index].capacity;
    const double busy = meter.busy.mean(scenario_.duration);
    resources_.push_back({.name = resources[index].name,
                          .servers = servers,
                          .taken = meter.taken,
                          .utilisation = servers > 0 ? busy / static_cast<double>(servers) : 0,
                          .busy_mean = busy,
                          .queued_mean = meter.queued.mean(scenario_.duration),
                          .queued_max = meter.queued.max(),
                          .waiting = meter.waiting});
  }
}

Areas Simulation::areas() const {
  Areas areas{.open = open_.area(now()), .resources = {}};
  for (orchestration::ResourceIndex index = 0; index < engine_.resources().size(); ++index) {
    const ResourceMeter& meter = engine_.meter(index);
    areas.resources.push_back(
        {.waited = meter.waiting.sum(), .queued = meter.queued.area(now()), .busy = meter.busy.area(now())});
  }
  return areas;
}

// ---- orders begin

/// Nothing starts after the scenario's duration, nor beyond its number of orders.
std::optional<world::Time> Simulation::next_start() const {
  if (scenario_.orders && sequence_ >= *scenario_.orders) return std::nullopt;
  const auto next =
      std::visit(Overload{[](const OpenLoad& load) { return load.next; },
                          [](const ClosedLoad& load) {
                            return load.starts.empty() ? std::nullopt : std::optional{load.starts.top().at};
                          }},
                 load_);
  return next && *next < scenario_.duration ? next : std::nullopt;
}

void Simulation::start_next() {
  std::visit(Overload{[this](OpenLoad& load) {
                        load.next = load.arrivals.next();
                        start_order({});
                      },
                      [this](ClosedLoad& load) {
                        const User user = load.starts.top().user;
                        load.starts.pop();
                        start_order(user);
                      }},
             load_);
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
  const std::uint64_t id = next_id_++;
  if (user) closed->users.emplace(id, *user);
  engine_.start({id, scenario_.state_machine, std::nullopt, std::move(input)});
}

Payload Simulation::next_input() {
  const std::uint64_t sequence = sequence_++;
  return std::visit(
      Overload{[&](const world::OrderTemplate& order) {
                 auto random = inputs_.of(sequence);
                 return Payload{order.draw(sequence + 1, random)};
               },
               [&](const ListedInputs& listed) { return listed.inputs[sequence % listed.inputs.size()]; }},
      scenario_.inputs);
}

bool Simulation::admits() {
  if (!quotas_) return true;
  const auto verdict = quotas_->start(now());
  if (verdict == world::QuotaGate::Start::allowed) return true;
  const auto refused =
      verdict == world::QuotaGate::Start::throttled ? &OrderCounts::throttled : &OrderCounts::limit_exceeded;
  ++(all_orders_.*refused);
  if (is_measured(now())) ++(orders_.*refused);
  return false;
}

bool Simulation::is_measured(world::Time started_at) const { return started_at >= scenario_.warm_up; }

// ---- orders end

void Simulation::ended(orchestration::EndedExecution&& told) {
  const execution::Execution& ended = told.execution;
  if (ended.id >= orchestration::child_id) return;
  last_end_ = now();
  open_.add(now(), -1);
  if (quotas_) quotas_->ended();
  hash_ += hash_of(ended);
  const auto response = ended.ended_at - ended.started_at;
  if (ended.state_machine->type == asl::MachineType::EXPRESS) express_.record(response, memory_of(ended));
  count(all_orders_, ended.status);
  if (is_measured(ended.started_at - epoch_)) {
    count(orders_, ended.status);
    response_.record(response);
    if (const auto* failed = std::get_if<execution::Failed>(&ended.status))
      ++errors_[failed->reason.error.value_or("(no name)")];
  }
  if (auto* closed = std::get_if<ClosedLoad>(&load_)) {
    const auto user = closed->users.extract(ended.id);
    closed->starts.push({closed->loop.next_start(user.mapped(), now()), user.mapped()});
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

SimulationResult Simulation::result() const {
  const messages::Counters& counters = engine_.counters();
  const bool express = scenario_.state_machine->type == asl::MachineType::EXPRESS;
  return {.seed = seed_,
          .measured = scenario_.duration - scenario_.warm_up,
          .ended_at = last_end_,
          .orders = orders_,
          .all_orders = all_orders_,
          .errors = errors_,
          .response = response_,
          .open_mean = open_mean_,
          .open_max = open_max_,
          .resources = resources_,
          .areas = areas(),
          .counters = counters,
          .dollars = express ? metrics::express_cost(express_) : metrics::standard_cost(counters.transitions),
          .hash = hash_};
}

}  // namespace stepstorm::simulation
