#include "app/commands/shrink.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "app/commands/experiment.hpp"
#include "config/comments.hpp"
#include "config/duration.hpp"
#include "config/settings.hpp"
#include "config/text_file.hpp"
#include "experiment/run.hpp"
#include "experiment/verdict.hpp"
#include "launch/experiment_input.hpp"
#include "launch/functions.hpp"
#include "launch/interrupt.hpp"
#include "launch/replications.hpp"
#include "launch/write_file.hpp"
#include "report/simulation_report.hpp"
#include "search/shrinking/readable.hpp"
#include "search/shrinking/shrink.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/refuse.hpp"
#include "values/number.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace fs = std::filesystem;
namespace {

using experiment::Experiment;
using experiment::Failure;
using shrinking::Trial;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t file_bytes_max = 16u << 20;

// ---- failures

/// Returns the failure of the same kind; null when there is none.
const Failure* find_like(const std::vector<Failure>& found, const Failure& wanted) {
  const auto same =
      std::find_if(found.begin(), found.end(), [&](const Failure& failure) { return failure.is_like(wanted); });
  return same == found.end() ? nullptr : &*same;
}

struct FoundFailure {
  std::uint64_t seed = 0;
  Failure failure;              // the most severe
  bool without_faults = false;  // whether the run also fails without faults
};

bool until_interrupted(const simulation::Simulation&) { return !launch::interrupted(); }

bool fails_without_faults(const Experiment& experiment, std::uint64_t seed, const FoundFailure& finding) {
  const auto control = experiment::run(experiment, seed, experiment::WithFaults::No, until_interrupted);
  return control && find_like(failures(experiment, *control), finding.failure) != nullptr;
}

constexpr std::string_view interrupted_text = "Interrupted before it had failed: nothing was written.";

/// Finds the first replication that fails. The error says why there is none.
tl::expected<FoundFailure, std::string> find_failure(const Experiment& experiment, const ShrinkOptions& options) {
  const std::uint64_t seed = options.seed.value_or(experiment.scenario.seed);
  for (std::uint32_t number = 0; number < experiment.scenario.replications; ++number) {
    const std::uint64_t own = launch::seed_of(seed, number);
    const auto run = experiment::run(experiment, own, experiment::WithFaults::Yes, until_interrupted);
    if (!run)
      return tl::unexpected{
          std::string{run.error() == experiment::NoRecord::Stuck ? report::stuck_text : interrupted_text}};
    const auto found = failures(experiment, *run);
    if (found.empty()) continue;
    FoundFailure finding{own, found.front()};
    finding.without_faults = fails_without_faults(experiment, own, finding);
    if (launch::interrupted()) return tl::unexpected{std::string{interrupted_text}};
    return finding;
  }
  return tl::unexpected{options.file.string() + " holds on seed " + std::to_string(seed) +
                        ": there is nothing to shrink"};
}

// ---- trying documents

/// Reads and runs documents one after the other, within the budget.
class Trials {
 public:
  Trials(const ShrinkOptions& options,
         fs::path file,
         FoundFailure finding,
         const launch::RunningFunctions& functions,
         std::ostream& err)
      : options_(options), file_(std::move(file)), finding_(std::move(finding)), functions_(functions), err_(err) {}

  Trial operator()(const Json& document) {
    if (is_over()) return Trial::Stop;
    auto experiment = launch::read_ready_experiment(to_text(document), file_, {}, options_.functions.endpoint);
    if (!experiment) return Trial::Unreadable;
    functions_.answer(experiment->scenario.resources);
    const std::uint64_t missing = functions_.missing();
    ++runs_;
    show(document);
    const auto run =
        experiment::run(*experiment, experiment->scenario.seed, experiment::WithFaults::Yes, [this](const auto&) {
          return !is_out_of_time();
        });
    if (!run) return run.error() == experiment::NoRecord::Stuck ? Trial::Holds : Trial::Stop;
    if (functions_.missing() > missing) return Trial::Holds;  // calls functions without a recorded answer
    const auto found = failures(*experiment, *run);
    const Failure* same = find_like(found, finding_.failure);
    const bool worse = same && found.front().kind != same->kind;
    if (!same || worse) return Trial::Holds;
    if (!finding_.without_faults && fails_without_faults(*experiment, experiment->scenario.seed, finding_))
      return Trial::Holds;
    if (launch::interrupted()) return Trial::Stop;  // possibly during the run without faults
    smallest_ = shrinking::size_of(document);
    orders_ = run->result.all_orders.started;
    noun_ = run->result.noun;
    showed_ = same->what;
    return Trial::Fails;
  }

  std::uint64_t runs() const { return runs_; }
  std::uint64_t orders() const { return orders_; }       // of the smallest document
  const std::string& noun() const { return noun_; }      // the word for one order
  const std::string& showed() const { return showed_; }  // how the smallest document fails

 private:
  bool is_out_of_time() const {
    return launch::interrupted() || (options_.budget.time && SteadyClock::now() - begin_ >= *options_.budget.time);
  }
  bool is_over() const { return is_out_of_time() || (options_.budget.runs && runs_ >= *options_.budget.runs); }

  void show(const Json& document) {
    if (!options_.progress.interactive) return;
    err_ << terminal::erase_line << counted(runs_, "run") << ", smallest so far " << smallest_ << " values and "
         << counted(orders_, noun_) << "; trying " << shrinking::size_of(document) << std::flush;
  }

  const ShrinkOptions& options_;
  fs::path file_;  // the file name under which documents are read
  FoundFailure finding_;
  const launch::RunningFunctions& functions_;
  std::ostream& err_;
  SteadyClock::time_point begin_ = SteadyClock::now();
  std::uint64_t runs_ = 0;
  std::size_t smallest_ = 0;
  std::uint64_t orders_ = 0;
  std::string noun_ = "order";
  std::string showed_;
};

// ---- the document

/// Makes paths absolute: they are relative to the document's folder, and the result may go to another.
void make_paths_whole(Json& value, const fs::path& folder) {
  constexpr std::array members{"machine", "settings", "inputs", "trace", "empirical"};
  if (value.is_array())
    for (Json& element : value) make_paths_whole(element, folder);
  if (!value.is_object()) return;
  for (auto& [name, member] : value.items()) {
    std::error_code error;
    const bool is_path = std::find(members.begin(), members.end(), name) != members.end() && member.is_string();
    if (is_path && fs::exists(folder / member.get<std::string>(), error))
      member = fs::weakly_canonical(folder / member.get<std::string>(), error).string();
    else
      make_paths_whole(member, folder);
  }
}

void move_to(Json& document, const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::equivalent(from, to, error)) return;
  document.erase("$schema");
  make_paths_whole(document, from);
  if (document.contains("settings")) return;
  if (const auto settings = config::find_settings({from})) document["settings"] = settings->string();
}

/// Sets the failing seed and a description, and moves the document's paths to its new folder.
Json prepared(Json document, const ShrinkOptions& options, const fs::path& out, const FoundFailure& finding) {
  move_to(document, fs::absolute(config::folder_of(options.file)), fs::absolute(config::folder_of(out)));
  document["seed"] = finding.seed;
  document.erase("replications");
  document["description"] = "What was left of " + options.file.filename().string() +
                            " when it was shrunk: what fails is " + finding.failure.name + '.';
  return document;
}

fs::path out_file(const ShrinkOptions& options) {
  if (options.out) return *options.out;
  return options.file.parent_path() / (options.file.stem().string() + ".shrunk.json");
}

/// Returns why the file cannot be written; empty when it can.
std::string why_not_to(const fs::path& out, const ShrinkOptions& options) {
  std::error_code error;
  if (!options.out && !fs::is_regular_file(options.file, error))
    return options.file.string() + " is no regular file: say with --out where to write";
  if (fs::equivalent(out, options.file, error)) return "--out: " + out.string() + " would be overwritten";
  const fs::path folder = fs::absolute(config::folder_of(out));
  if (!fs::is_directory(folder, error)) return "--out: there is no folder " + folder.string();
  const auto tried = launch::try_file(out);
  return tried ? "" : "--out: " + tried.error();
}

std::vector<std::string> resource_names(const Experiment& experiment) {
  std::vector<std::string> names;
  for (const auto& resource : experiment.scenario.resources) names.push_back(resource.name);
  return names;
}

// ---- telling

std::string why_unfinished(const Trials& trials, const ShrinkOptions& options) {
  if (launch::interrupted()) return "interrupted: there may be a smaller one";
  const std::string limit = options.budget.runs ? counted(*options.budget.runs, "run") : in_words(*options.budget.time);
  return "the budget of " + limit + " is used up after " + counted(trials.runs(), "run") +
         ": there may be a smaller one";
}

void print_result(const shrinking::Shrunk& shrunk,
                  const Json& start,
                  const FoundFailure& finding,
                  const Trials& trials,
                  const ShrinkOptions& options,
                  std::ostream& out) {
  out << terminal::paint(options.terminal, terminal::Ink::Bold, finding.failure.name) << " with "
      << counted(trials.orders(), trials.noun()) << ": " << on_one_line(trials.showed()) << '\n'
      << shrinking::size_of(start) << " values became " << shrinking::size_of(shrunk.document) << ", by "
      << counted(trials.runs(), "run") << '\n';
  for (const std::string& line : shrinking::differences(start, shrunk.document))
    out << "  " << on_one_line(line) << '\n';
  if (finding.without_faults) out << "It fails without faults too.\n";
  if (!shrunk.finished) out << why_unfinished(trials, options) << '\n';
  const int exit_code =
      finding.failure.kind == Failure::Kind::Invariant ? terminal::exit_violated : terminal::exit_demand_failed;
  out << "\nstepstorm experiment " << shell_word(out_file(options).string()) << launch::options_text(options.functions)
      << "    fails with exit code " << exit_code << std::endl;
}

}  // namespace

std::optional<Budget> parse_budget(const std::string& text) {
  if (const auto runs = parse_whole_number(text); runs && *runs > 0) return Budget{*runs, std::nullopt};
  const auto time = config::parse_duration(text);
  if (time && time->count() > 0) return Budget{std::nullopt, *time};
  return std::nullopt;
}

int shrink_command(const ShrinkOptions& options, std::ostream& out, std::ostream& err) {
  const auto text = config::read_text_file(options.file, file_bytes_max);
  auto experiment = launch::load_ready_experiment(options.file, options.substitutions, options.functions.endpoint);
  if (!experiment) {
    err << experiment.error() << std::flush;
    return terminal::exit_unusable;
  }
  if (const auto complaint = launch::refuse_functions(experiment->scenario.resources, "shrink", options.functions);
      !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_unusable);
  const auto functions =
      launch::RunningFunctions::start(experiment->scenario.resources, launch::Clock::Virtual, options.functions);
  if (!functions) return terminal::refuse(err, functions.error(), terminal::exit_unusable);
  const fs::path file = out_file(options);
  if (const std::string complaint = why_not_to(file, options); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_unusable);
  const auto finding = find_failure(*experiment, options);
  if (const auto complaint = functions->finish(); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_unusable);
  if (!finding) return terminal::refuse(err, finding.error(), terminal::exit_unusable);

  err << options.file.string() << " fails on seed " << finding->seed << ": " << on_one_line(finding->failure.name)
      << std::endl;
  const Json start =
      prepared(launch::with_substitutions(parse_json(config::without_comments(*text)).value(), options.substitutions),
               options,
               file,
               *finding);
  Trials trials{options, file, *finding, *functions, err};
  const Trial first = trials(start);
  if (first == Trial::Unreadable || first == Trial::Holds)
    return terminal::refuse(err,
                            options.file.string() + " is not the same experiment when it is read from " + file.string(),
                            terminal::exit_unusable);
  const auto shrunk = shrinking::shrink(start, resource_names(*experiment), std::ref(trials));
  if (options.progress.interactive) err << terminal::erase_line << std::flush;
  if (const auto written = launch::write_file(file, shrinking::readable(shrunk.document)); !written)
    return terminal::refuse(err, "--out: " + written.error(), terminal::exit_unusable);
  print_result(shrunk, start, *finding, trials, options, out);
  return terminal::exit_held;
}

}  // namespace stepstorm::app
