#include "app/commands/selftest.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "launch/interrupt.hpp"
#include "launch/threads.hpp"
#include "report/selftest_report.hpp"
#include "selftest/selftest.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "values/json_lines.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using selftest::Experiment;
using selftest::Piece;
using Clock = std::chrono::steady_clock;

/// Runs the pieces of all experiments on all cores, in their order.
class Workshop {
 public:
  explicit Workshop(const std::vector<Experiment>& experiments) {
    for (const Experiment& experiment : experiments) {
      results_.emplace_back(experiment.pieces.size());
      for (std::size_t piece = 0; piece < experiment.pieces.size(); ++piece)
        jobs_.push_back({&experiment, piece, &results_.back()[piece]});
    }
  }

  /// Returns false when interrupted. `watch` is called with the number of finished pieces, of all pieces, and the
  /// current experiment.
  template <class Watch>
  bool work(Watch watch) {
    launch::work_on_threads(
        launch::threads_for(jobs_.size()),
        [this] { take_jobs(); },
        [&] {
          const std::size_t begun = std::min(next_.load(), jobs_.size());
          watch(begun, jobs_.size(), jobs_[begun == 0 ? 0 : begun - 1].experiment->title);
        });
    return done_ == jobs_.size();
  }

  /// Returns the results by experiment.
  const std::vector<std::vector<Piece>>& results() const { return results_; }

 private:
  struct Job {
    const Experiment* experiment;
    std::size_t piece;
    Piece* result;
  };

  void take_jobs() {
    for (std::size_t mine = next_++; mine < jobs_.size() && !launch::interrupted(); mine = next_++) {
      const Job& job = jobs_[mine];
      *job.result = job.experiment->pieces[job.piece]();
      ++done_;
    }
  }

  std::vector<std::vector<Piece>> results_;
  std::vector<Job> jobs_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
};

std::string progress_line(std::size_t begun, std::size_t all, const std::string& title) {
  return std::to_string(100 * begun / std::max<std::size_t>(1, all)) + " %  " + title;
}

report::SelftestReport report_of(const SelftestOptions& options,
                                 const std::vector<Experiment>& experiments,
                                 const std::vector<std::vector<Piece>>& results) {
  report::SelftestReport report{options.options, {}};
  for (std::size_t index = 0; index < experiments.size(); ++index)
    report.sections.push_back({experiments[index].title, experiments[index].judge(results[index])});
  return report;
}

}  // namespace

int selftest_command(const SelftestOptions& options, std::ostream& out, std::ostream& err) {
  const auto experiments = selftest::chosen(selftest::experiments(options.options), options.only.value_or(""));
  if (experiments.empty()) {
    err << "--only: no check has '" << *options.only << "' in its name" << std::endl;
    return terminal::exit_wrong_use;
  }

  const auto began = Clock::now();
  Workshop workshop{experiments};
  const bool finished = workshop.work([&](std::size_t begun, std::size_t all, const std::string& title) {
    if (options.progress.interactive)
      err << terminal::erase_line << terminal::shortened(progress_line(begun, all, title), options.progress.columns - 1)
          << std::flush;
  });
  if (options.progress.interactive) err << terminal::erase_line << std::flush;
  if (!finished) {
    err << "Interrupted: the selftest was given up." << std::endl;
    return terminal::exit_failed;
  }

  const report::SelftestReport report = report_of(options, experiments, workshop.results());
  if (options.json)
    out << to_lines(report::selftest_json(report), 2) << '\n';
  else
    report::print_selftest(report, options.terminal, out);
  if (options.progress.interactive) err << "In " << in_words(Clock::now() - began) << '.' << std::endl;
  return report::all_hold(report) ? terminal::exit_succeeded : terminal::exit_failed;
}

}  // namespace stepstorm::app
