#include "selftest/model.hpp"

#include <memory>
#include <utility>

#include "simulation/simulation.hpp"
#include "world/stream.hpp"

namespace stepstorm::selftest {
namespace {

constexpr double widening = 5;       // allowed factor of the intervals in a quick selftest
constexpr std::uint64_t share = 16;  // divisor of the work in a quick selftest; makes intervals 4 times as wide

Period period_of(const Runs& runs, double orders_per_second) {
  const auto lasts = [&](std::uint64_t orders) {
    return world::rounded(static_cast<double>(orders) / orders_per_second * 1e9);
  };
  return {lasts(runs.warm_up), lasts(runs.warm_up + runs.orders)};
}

/// The number of simulated runs: paired with the recursion, they add almost nothing to the interval, so that few
/// suffice.
Effort fitted(Effort effort, const Model& model, const Options& options) {
  if (!model.recursion) effort.recursed.count = 0;
  if (!options.quick) return effort;
  const std::uint64_t simulated_share = model.recursion ? 4 * share : share;
  effort.simulated.orders /= simulated_share;
  effort.simulated.warm_up /= simulated_share;
  effort.recursed.orders /= share;
  return effort;
}

Observation simulated(const Model& model, const Period& period, std::uint64_t seed) {
  const simulation::Scenario scenario = model.scenario(period);
  simulation::Simulation simulation{scenario, seed};
  simulation.run_until(world::Time::max());
  const simulation::SimulationResult result = simulation.result();
  Observation seen{.started = result.orders.started,
                   .failed = result.orders.failed,
                   .attempts = result.counters.attempts,
                   .open_mean = result.open_mean,
                   .response = result.response,
                   .waiting = {}};
  for (const auto& resource : result.resources) seen.waiting.push_back(resource.waiting);
  return seen;
}

std::vector<double> figures(const Model& model, const Observation& seen) {
  std::vector<double> figures;
  for (const Quantity& quantity : model.quantities) figures.push_back(quantity.of(seen));
  return figures;
}

Piece simulated_piece(const Model& model, const Period& period, std::uint64_t seed) {
  const Observation seen = simulated(model, period, seed);
  if (!model.recursion) return {.simulated = figures(model, seen), .recursed = {}, .exact = {}};
  const Observation predicted = model.recursion(period, seed);
  return {.simulated = figures(model, seen),
          .recursed = figures(model, predicted),
          .exact = {{predicted.started, seen == predicted ? seen.started : 0}}};
}

Piece recursed_piece(const Model& model, const Period& period, std::uint64_t seed) {
  return {.simulated = {}, .recursed = figures(model, model.recursion(period, seed)), .exact = {}};
}

/// Estimates the simulator's mean: the first `simulated` pieces are pairs, the others have only the recursion.
Estimate estimate_at(std::size_t place, const std::vector<Piece>& pieces, std::size_t simulated) {
  auto values = column(pieces, &Piece::simulated, place, 0, simulated);
  if (simulated == pieces.size()) return estimate(values);
  const auto recursed = column(pieces, &Piece::recursed, place, 0, simulated);
  for (std::size_t run = 0; run < simulated; ++run) values[run] -= recursed[run];
  return estimate(values) + estimate(column(pieces, &Piece::recursed, place, simulated, pieces.size()));
}

Exact sum_of_exact(const std::vector<Piece>& pieces) {
  Exact sum;
  for (const Piece& piece : pieces)
    for (const Exact& exact : piece.exact) {
      sum.expected += exact.expected;
      sum.measured += exact.measured;
    }
  return sum;
}

constexpr auto alike = "orders as the recursion has them";

std::vector<Check> judged(const Model& model,
                          const Options& options,
                          std::size_t simulated,
                          const std::vector<Piece>& pieces) {
  const double precision = Statistical{}.precision * (options.quick ? widening : 1);
  std::vector<Check> checks;
  for (std::size_t place = 0; place < model.quantities.size(); ++place) {
    const Quantity& quantity = model.quantities[place];
    checks.push_back({quantity.name,
                      quantity.unit,
                      Statistical{quantity.expected, estimate_at(place, pieces, simulated), precision}});
  }
  if (model.recursion) checks.push_back({alike, "", sum_of_exact(pieces)});
  return checks;
}

}  // namespace

Experiment experiment(Model model, const Effort& wanted, const Options& options) {
  if (options.quick) std::erase_if(model.quantities, [](const Quantity& quantity) { return quantity.rare; });
  const auto shared = std::make_shared<const Model>(std::move(model));
  const Effort effort = fitted(wanted, *shared, options);
  Experiment experiment{.title = shared->title, .checks = {}, .pieces = {}, .judge = {}};
  for (const Quantity& quantity : shared->quantities) experiment.checks.push_back(quantity.name);
  if (shared->recursion) experiment.checks.emplace_back(alike);

  const auto random = world::Stream::named(options.seed, "selftest:" + shared->title);
  std::uint64_t run = 0;
  const auto add = [&](const Runs& runs, auto piece) {
    for (std::size_t count = 0; count < runs.count; ++count)
      experiment.pieces.emplace_back(
          [shared, piece, period = period_of(runs, shared->orders_per_second), seed = random.of(run++).bits()] {
            return piece(*shared, period, seed);
          });
  };
  add(effort.simulated, simulated_piece);
  add(effort.recursed, recursed_piece);
  experiment.judge = [shared, options, simulated = effort.simulated.count](const std::vector<Piece>& pieces) {
    return judged(*shared, options, simulated, pieces);
  };
  return experiment;
}

}  // namespace stepstorm::selftest
