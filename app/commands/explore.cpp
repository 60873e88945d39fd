#include "app/commands/explore.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "app/commands/experiment.hpp"
#include "experiment/run.hpp"
#include "experiment/verdict.hpp"
#include "launch/experiment_input.hpp"
#include "launch/functions.hpp"
#include "launch/interrupt.hpp"
#include "launch/threads.hpp"
#include "report/simulation_report.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/refuse.hpp"
#include "terminal/wall_run.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using experiment::Experiment;
using experiment::Failure;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t seeds_shown = 10;  // seeds shown per failure

/// One failure, the first seed that shows it, and the number of such seeds.
struct FailingSeeds {
  Failure failure;  // as on the first seed
  std::vector<std::uint64_t> seeds;
};

struct Findings {
  std::vector<FailingSeeds> failures;  // invariants first
  std::uint64_t failing = 0;           // seeds
  std::uint64_t orders = 0;
};

/// The result of one seed.
struct SeedResult {
  std::uint64_t seed = 0;
  std::uint64_t orders = 0;
  std::vector<Failure> failures;
};

/// Runs seeds in order, each on the next free core.
class Exploration {
 public:
  Exploration(const Experiment& experiment, std::uint64_t first, std::uint64_t count)
      : experiment_(experiment), first_(first), count_(count) {}

  template <class Watch>
  void run(Watch watch) {
    launch::work_on_threads(
        launch::threads_for(count_), [this] { work(); }, [&] { watch(done_.load(), failing_.load()); });
  }

  std::uint64_t done() const { return done_; }
  bool is_stuck() const { return stuck_; }
  Findings findings();

 private:
  void work() {
    for (auto number = next_++; number < count_ && !launch::interrupted() && !stuck_; number = next_++) {
      const std::uint64_t seed = first_ + number;
      const auto record = experiment::run(
          experiment_, seed, experiment::WithFaults::Yes, [](const auto&) { return !launch::interrupted(); });
      if (!record) {
        if (record.error() == experiment::NoRecord::Stuck) stuck_ = true;
        return;
      }
      add({seed, record->result.all_orders.started, failures(experiment_, *record)});
    }
  }

  void add(SeedResult result) {
    ++done_;
    orders_ += result.orders;
    if (result.failures.empty()) return;
    ++failing_;
    const std::lock_guard lock{mutex_};
    failing_results_.push_back(std::move(result));
  }

  const Experiment& experiment_;
  std::uint64_t first_;
  std::uint64_t count_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> failing_{0};
  std::atomic<std::uint64_t> orders_{0};
  std::atomic<bool> stuck_{false};
  std::mutex mutex_;
  std::vector<SeedResult> failing_results_;  // in order of completion
};

/// Returns the findings in the order of seeds, independent of the cores' speed.
Findings Exploration::findings() {
  const auto by_seed = [](const SeedResult& a, const SeedResult& b) { return a.seed < b.seed; };
  std::sort(failing_results_.begin(), failing_results_.end(), by_seed);
  Findings findings{{}, failing_, orders_};
  for (const SeedResult& result : failing_results_)
    for (const Failure& failure : result.failures) {
      const auto known = std::find_if(findings.failures.begin(), findings.failures.end(), [&](const auto& other) {
        return other.failure.is_like(failure);
      });
      if (known == findings.failures.end())
        findings.failures.push_back({failure, {result.seed}});
      else
        known->seeds.push_back(result.seed);
    }
  std::stable_sort(findings.failures.begin(), findings.failures.end(), [](const auto& a, const auto& b) {
    return a.failure.kind < b.failure.kind;
  });
  return findings;
}

void print(const FailingSeeds& failing, const ExploreOptions& options, std::ostream& out) {
  out << terminal::paint(options.terminal, terminal::Ink::Bad, "✗ ") << on_one_line(failing.failure.name) << ": "
      << counted(failing.seeds.size(), "seed") << ",";
  for (std::size_t index = 0; index < std::min(seeds_shown, failing.seeds.size()); ++index)
    out << ' ' << failing.seeds[index];
  const std::string again = shell_word(options.file.string()) + " --seed " + std::to_string(failing.seeds.front()) +
                            launch::options_text(options.functions);
  out << (failing.seeds.size() > seeds_shown ? " ...\n" : "\n");
  const std::string what = on_one_line("seed " + std::to_string(failing.seeds.front()) + ": " + failing.failure.what);
  for (std::string_view left = what; !left.empty();)
    out << "    " << terminal::take_line(left, std::max<std::size_t>(options.terminal.columns, 24) - 4) << '\n';
  out << "    see it again    stepstorm experiment " << again << '\n'
      << "    make it small   stepstorm shrink " << again << '\n';
}

/// Returns one check per failure, and one that all seeds hold.
report::CheckList checks_of(const Findings& findings,
                            const Exploration& exploration,
                            const Experiment& experiment,
                            const ExploreOptions& options,
                            std::uint64_t first) {
  const bool clean = findings.failing == 0;
  const std::string command = "stepstorm explore " + shell_word(options.file.string()) + " --seeds " +
                              std::to_string(options.seeds) + " --seed " + std::to_string(first);
  report::CheckList list{.title = experiment.scenario.title,
                         .held = clean,
                         .verdict = clean ? "all seeds hold" : counted(findings.failing, "seed") + " failing",
                         .command = command,
                         .partial = exploration.done() == options.seeds ? "" : "not all seeds were explored",
                         .checks = {}};
  list.checks.push_back({"seeds",
                         grouped(exploration.done()) + " seeds from " + std::to_string(first),
                         clean ? report::Check::Result::Held : report::Check::Result::Failed,
                         list.verdict,
                         {}});
  for (const FailingSeeds& failing : findings.failures)
    list.checks.push_back({failing.failure.kind == Failure::Kind::Invariant ? "invariants" : "demands",
                           failing.failure.name,
                           report::Check::Result::Failed,
                           "fails on " + counted(failing.seeds.size(), "seed"),
                           {"seed " + std::to_string(failing.seeds.front()) + ": " + failing.failure.what}});
  return list;
}

/// Returns the progress, and the remaining time at this pace.
std::string progress_text(std::uint64_t done,
                          std::uint64_t failing,
                          std::uint64_t seeds,
                          SteadyClock::duration passed) {
  std::string text = grouped(done) + " of " + counted(seeds, "seed") + ", " + grouped(failing) + " failing";
  if (done > 0 && done < seeds)
    text +=
        ", " + in_words(passed / static_cast<std::int64_t>(done) * static_cast<std::int64_t>(seeds - done)) + " left";
  return text;
}

int exit_code_of(const Findings& findings) {
  if (findings.failures.empty()) return terminal::exit_held;
  return findings.failures.front().failure.kind == Failure::Kind::Invariant ? terminal::exit_violated
                                                                            : terminal::exit_demand_failed;
}

}  // namespace

int explore_command(const ExploreOptions& options, std::ostream& out, std::ostream& err) {
  auto experiment = launch::load_ready_experiment(options.file, options.substitutions, options.functions.endpoint);
  if (!experiment) {
    err << experiment.error() << std::flush;
    return terminal::exit_unusable;
  }
  if (const auto complaint = launch::refuse_functions(experiment->scenario.resources, "explore", options.functions);
      !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_unusable);
  const auto functions =
      launch::RunningFunctions::start(experiment->scenario.resources, launch::Clock::Virtual, options.functions);
  if (!functions) return terminal::refuse(err, functions.error(), terminal::exit_unusable);
  if (const auto tried = report::try_side_reports(options.side); !tried)
    return terminal::refuse(err, tried.error(), terminal::exit_unusable);
  const std::uint64_t first = options.seed.value_or(experiment->scenario.seed);
  const auto begin = SteadyClock::now();
  Exploration exploration{*experiment, first, options.seeds};
  terminal::ProgressLine line{options.progress, err};
  exploration.run([&](std::uint64_t done, std::uint64_t failing) {
    line.show(progress_text(done, failing, options.seeds, SteadyClock::now() - begin));
  });
  line.clear();

  if (exploration.is_stuck()) {
    err << report::stuck_text << std::endl;
    return terminal::exit_unusable;
  }
  if (const auto complaint = functions->finish(); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_unusable);
  const Findings findings = exploration.findings();
  out << terminal::paint(options.terminal, terminal::Ink::Bold, experiment->scenario.title) << '\n';
  for (const FailingSeeds& failing : findings.failures) print(failing, options, out);
  const bool clean = findings.failing == 0;
  out << terminal::paint(options.terminal, clean ? terminal::Ink::Good : terminal::Ink::Bad, clean ? "✓ " : "✗ ")
      << grouped(exploration.done()) << " seeds from " << first << ", " << grouped(findings.orders) << ' '
      << plural(noun_of(experiment->scenario)) << ": "
      << (clean ? "all hold" : counted(findings.failing, "seed") + " failing") << '\n'
      << "in " << in_words(SteadyClock::now() - begin) << std::endl;
  const report::CheckList checks = checks_of(findings, exploration, *experiment, options, first);
  if (const auto written = report::write_side_reports(options.side, checks); !written)
    return terminal::refuse(err, written.error(), terminal::exit_unusable);
  if (exploration.done() == options.seeds) return exit_code_of(findings);
  err << "Interrupted: not all seeds were explored." << std::endl;
  return clean ? terminal::exit_unusable : exit_code_of(findings);
}

}  // namespace stepstorm::app
