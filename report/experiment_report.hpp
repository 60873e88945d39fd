// Results of an experiment as a terminal page and as JSON.
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
  std::vector<experiment::RunRecord> runs;      // one for each replication, at least one
  std::vector<experiment::RunRecord> controls;  // the same seeds without faults; empty when no control was wanted
  std::string command;                          // that repeats the experiment
  Json configuration;                           // the experiment file, as read
  launch::Clock clock = launch::Clock::Virtual;
  std::string cut;          // why the experiment ended early; empty when it did not
  std::size_t planned = 1;  // runs, controls included
};

/// Prints a page: the verdict, the invariants, the faults, and the experiment beside its control.
void print_report(const ExperimentReport& report, const terminal::Terminal& terminal, std::ostream& out);

/// Returns the report as JSON, version 1, with time series and the stories of single orders. Equal experiments and
/// seeds give equal bytes.
[[nodiscard]] Json report_json(const ExperimentReport& report);

/// Prints the fault plan as a timeline.
void print_plan(const experiment::Experiment& experiment, const terminal::Terminal& terminal, std::ostream& out);

/// The most severe verdict over all runs, those of the control included.
enum class Verdict { Held, DemandFailed, InvariantViolated };
[[nodiscard]] Verdict verdict_of(const ExperimentReport& report);
[[nodiscard]] int exit_code_of(Verdict verdict);
/// Returns exit_unusable for an experiment that was cut short before anything failed.
[[nodiscard]] int exit_code_of(const ExperimentReport& report);

}  // namespace stepstorm::report
