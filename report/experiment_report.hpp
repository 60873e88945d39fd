// What an experiment found, for people and for programs.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "experiment/experiment.hpp"
#include "experiment/run.hpp"
#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::report {

struct ExperimentReport {
  const experiment::Experiment* experiment = nullptr;
  std::vector<experiment::RunRecord> runs;      // one for each replication; at least one
  std::vector<experiment::RunRecord> controls;  // the same seeds without faults; none when no control was wanted
  std::string command;                          // that repeats it
  Json configuration;                           // the file, as it was read
  launch::Clock clock = launch::Clock::Virtual;
  std::string cut;          // why it ended early; empty: it did not
  std::size_t planned = 1;  // runs, those of the control included
};

/// A page: the verdict, the invariants, the faults, and the experiment beside its control.
void print_report(const ExperimentReport& report, const terminal::Terminal& terminal, std::ostream& out);

/// The same as JSON, version 1, with time series and the stories of single orders. Equal experiments and seeds give equal
/// bytes.
[[nodiscard]] Json report_json(const ExperimentReport& report);

/// What is planned, as a timeline.
void print_plan(const experiment::Experiment& experiment, const terminal::Terminal& terminal, std::ostream& out);

/// The worst that is to be said of it. Invariants are those of all runs, those of the control included.
enum class Verdict { Held, DemandFailed, InvariantViolated };
[[nodiscard]] Verdict verdict_of(const ExperimentReport& report);
[[nodiscard]] int exit_code_of(Verdict verdict);
/// Of one that ended early, holding until then, it is not known whether it holds: exit_unusable.
[[nodiscard]] int exit_code_of(const ExperimentReport& report);

}  // namespace stepstorm::report
