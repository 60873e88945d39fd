// Bugs planted into the engine, each breaking one rule: the invariants and the grammar of histories see each of them
// under mixed faults, and see nothing where there is none. This program has files of the engine compiled once more,
// with the bugs in them; see execution/planted_bug.hpp.
#include <filesystem>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "config/experiment_file.hpp"
#include "config/source_folder.hpp"
#include "execution/planted_bug.hpp"
#include "experiment/run.hpp"

namespace stepstorm {
namespace {

using experiment::Experiment;
using experiment::Invariant;
using experiment::InvariantResult;

constexpr std::uint64_t seeds_max = 1'000;

const Experiment& mixed_faults() {
  static const Experiment experiment =
      config::load_experiment(config::source_folder() / "config/experiments/mixed_faults.json").value();
  return experiment;
}

/// The first thing that is wrong with a run on this seed: of one invariant, or of any.
std::optional<std::string> violation_on(std::uint64_t seed, std::optional<Invariant> of = std::nullopt) {
  const auto record =
      experiment::run(mixed_faults(), seed, experiment::WithFaults::Yes, [](const auto&) { return true; });
  for (const InvariantResult& result : record->invariants)
    if (result.violations > 0 && (!of || name_of(*of) == result.name))
      return result.name + ": order " + std::to_string(result.examples.front().order.order) + ' ' +
             result.examples.front().what;
  return std::nullopt;
}

struct Caught {
  std::uint64_t seed = 0;
  std::string what;
};

std::optional<Caught> explore(PlantedBug bug, std::uint64_t seeds, std::optional<Invariant> of = std::nullopt) {
  planted_bug = bug;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    if (auto what = violation_on(seed, of)) return Caught{seed, std::move(*what)};
  return std::nullopt;
}

}  // namespace

TEST_CASE("every planted bug is caught within 1,000 seeds", "[planted]") {
  struct Row {
    PlantedBug bug;
    std::string name;
  };
  const auto row = GENERATE(values<Row>({{PlantedBug::AnswerAcceptedTwice, "an answer accepted twice"},
                                         {PlantedBug::TimerLost, "a timer lost"},
                                         {PlantedBug::RetryCounterNotReset, "a retry counter not reset"},
                                         {PlantedBug::ChargeWithoutKey, "a charge without key"}}));
  CAPTURE(row.name);
  const auto caught = explore(row.bug, seeds_max);
  REQUIRE(caught);
  WARN(row.name << " is caught on seed " << caught->seed << ": " << caught->what);
}

TEST_CASE("the grammar of histories does not believe what the interpreter believes, nor the other way round",
          "[planted]") {
  struct Row {
    PlantedBug bug;
    std::string name;
  };
  const auto row = GENERATE(values<Row>({{PlantedBug::TimeoutNotInAll, "a reserved name that the interpreter misreads"},
                                         {PlantedBug::TimeoutNotInTable, "a reserved name that the grammar misreads"},
                                         {PlantedBug::BackoffGrowsTwice, "a back-off that grows too fast"}}));
  CAPTURE(row.name);
  const auto caught = explore(row.bug, seeds_max, Invariant::HistoriesWellFormed);
  REQUIRE(caught);
  WARN(row.name << " is caught on seed " << caught->seed << ": " << caught->what);
}

TEST_CASE("without a planted bug nothing is caught", "[planted]") {
  const auto caught = explore(PlantedBug::None, 200);
  INFO((caught ? "seed " + std::to_string(caught->seed) + ": " + caught->what : ""));
  CHECK_FALSE(caught);
}

}  // namespace stepstorm
