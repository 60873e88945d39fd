#include "selftest/backoff_contest.hpp"

#include <array>
#include <cmath>
#include <string>

#include "selftest/optimistic_writers.hpp"
#include "world/stream.hpp"

namespace stepstorm::selftest {
namespace {

/// Means over 100 runs of AWS's simulator, run again by us.
struct Row {
  Backoff backoff;
  double lasted;
  double half_width_95;  // of `lasted`
  double writes;
};
struct Published {
  int clients;
  std::array<Row, 5> rows;
};
constexpr int published_runs = 100;
constexpr std::array<Published, 3> published_contests{{
    {50,
     {{{Backoff::None, 1141, 8, 690},
       {Backoff::Exponential, 36258, 685, 620},
       {Backoff::EqualJitter, 4290, 112, 348},
       {Backoff::FullJitter, 2966, 108, 333},
       {Backoff::Decorrelated, 2258, 115, 374}}}},
    {100,
     {{{Backoff::None, 2024, 7, 2419},
       {Backoff::Exponential, 63085, 745, 1853},
       {Backoff::EqualJitter, 6669, 122, 813},
       {Backoff::FullJitter, 4897, 110, 796},
       {Backoff::Decorrelated, 4709, 162, 1004}}}},
    {190,
     {{{Backoff::None, 3535, 9, 8004},
       {Backoff::Exponential, 100907, 819, 5163},
       {Backoff::EqualJitter, 9420, 134, 1760},
       {Backoff::FullJitter, 7346, 89, 1775},
       {Backoff::Decorrelated, 7869, 173, 2447}}}},
}};

/// Runs one contest of each kind; returns their durations and numbers of writes, in turn.
Piece contests(const Published& known, const world::Stream& random) {
  Piece piece;
  for (const Row& row : known.rows) {
    const auto [lasted, writes] =
        contest(known.clients, row.backoff, random.of(static_cast<std::uint64_t>(row.backoff)));
    piece.simulated.push_back(lasted);
    piece.simulated.push_back(static_cast<double>(writes));
  }
  return piece;
}

/// Estimates the published writes, for which AWS's simulator gives no interval: uses the variance of our runs, plus
/// the rounding.
Estimate published_writes(double mean, const Estimate& ours) {
  constexpr double rounding = 1 / 12.0;
  const double runs = ours.degrees_of_freedom + 1;
  return {mean, ours.variance * runs / published_runs + rounding, ours.degrees_of_freedom};
}

std::string lasted_name(const Row& row) { return std::string{name_of(row.backoff)} + ": until all are done"; }
std::string writes_name(const Row& row) { return std::string{name_of(row.backoff)} + ": calls"; }

std::vector<Check> judged(const Published& known, const std::vector<Piece>& pieces) {
  std::vector<Check> checks;
  std::size_t place = 0;
  const auto next = [&] { return estimate(column(pieces, &Piece::simulated, place++, 0, pieces.size())); };
  for (const Row& row : known.rows) {
    checks.push_back(
        {lasted_name(row), "ms", Comparison{published(row.lasted, row.half_width_95, published_runs), next()}});
    const Estimate writes = next();
    checks.push_back({writes_name(row), "", Comparison{published_writes(row.writes, writes), writes}});
  }
  return checks;
}

Experiment backoff_contest(const Published& known, const Options& options) {
  Experiment experiment{.title = "AWS's back-off comparison, " + std::to_string(known.clients) + " clients",
                        .checks = {},
                        .pieces = {},
                        .judge = [&known](const std::vector<Piece>& pieces) { return judged(known, pieces); }};
  for (const Row& row : known.rows) {
    experiment.checks.push_back(lasted_name(row));
    experiment.checks.push_back(writes_name(row));
  }
  const auto random = world::Stream::named(options.seed, "selftest:" + experiment.title);
  const std::uint64_t runs = options.quick ? 20 : published_runs;
  for (std::uint64_t run = 0; run < runs; ++run)
    experiment.pieces.emplace_back([&known, mine = random.of(run)] { return contests(known, mine); });
  return experiment;
}

}  // namespace

std::vector<Experiment> backoff_contests(const Options& options) {
  std::vector<Experiment> experiments;
  for (const Published& known : published_contests) experiments.push_back(backoff_contest(known, options));
  return experiments;
}

}  // namespace stepstorm::selftest
