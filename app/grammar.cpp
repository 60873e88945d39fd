#include "app/grammar.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "functions/invoke_call.hpp"
#include "launch/functions.hpp"
#include "launch/substitutions.hpp"
#include "terminal/log.hpp"
#include "values/number.hpp"

namespace stepstorm::app {
namespace {

// ---- options that several commands have

/// What an option's text means; throws what the user is told when it means nothing.
std::string meant(const std::string&, const std::string& text, const std::string*) { return text; }
std::filesystem::path meant(const std::string& name, const std::string& text, const std::filesystem::path*) {
  if (text.empty()) throw CLI::ValidationError(name, "expected the name of a file or folder, found ''");
  return text;
}

template <class Value>
CLI::Option* add_optional(CLI::App& command,
                          const std::string& name,
                          const std::string& type,
                          std::optional<Value>& value,
                          const std::string& what) {
  const auto set = [&value, name](const std::string& text) {
    value = meant(name, text, static_cast<const Value*>(nullptr));
  };
  return command.add_option_function<std::string>(name, set, what)->type_name(type);
}

template <class Number>
struct WholeNumber {
  using type = Number;
};
template <class Number>
struct WholeNumber<std::optional<Number>> {
  using type = Number;
};

/// `minimum` to `maximum`, in decimal digits. `number` may be optional; its type holds them.
template <class Number>
void add_whole_number(CLI::App& command,
                      const std::string& name,
                      std::uint64_t minimum,
                      std::uint64_t maximum,
                      Number& number,
                      const std::string& what) {
  const auto set = [&number, name, minimum, maximum](const std::string& text) {
    const auto parsed = parse_whole_number(text);
    if (!parsed || *parsed < minimum || *parsed > maximum)
      throw CLI::ValidationError(name,
                                 "expected a whole number from " + std::to_string(minimum) + " to " +
                                     std::to_string(maximum) + ", found '" + text + "'");
    number = static_cast<typename WholeNumber<Number>::type>(*parsed);
  };
  command.add_option_function<std::string>(name, set, what)->type_name("N");
}

/// `otherwise`: where it comes from when it is not given.
template <class Seed>
void add_seed(CLI::App& command, Seed& seed, const std::string& otherwise = "the settings'") {
  add_whole_number(command,
                   "--seed",
                   0,
                   std::numeric_limits<std::uint64_t>::max(),
                   seed,
                   "What random choices are drawn from (default: " + otherwise + ")");
}

void add_replications(CLI::App& command, std::optional<std::uint32_t>& replications) {
  add_whole_number(command,
                   "--replications",
                   1,
                   1000,
                   replications,
                   "Runs with seeds of their own, on all cores (default: the scenario's)");
}

void add_confidence(CLI::App& command, double& confidence) {
  constexpr double minimum = 0.5, maximum = 0.999999;
  const auto set = [&confidence](const std::string& text) {
    const auto parsed = parse_number(text);
    if (!parsed || *parsed < minimum || *parsed > maximum)
      throw CLI::ValidationError("--confidence", "expected a number from 0.5 to 0.999999, found '" + text + "'");
    confidence = *parsed;
  };
  command
      .add_option_function<std::string>(
          "--confidence", set, "Of all verdicts together, and of each interval (default 0.95)")
      ->type_name("P");
}

/// `2%`, or 0.02
void add_margin(CLI::App& command, double& margin) {
  const auto set = [&margin](const std::string& text) {
    const bool in_percent = text.ends_with('%');
    const auto parsed = parse_number(in_percent ? text.substr(0, text.size() - 1) : text);
    if (!parsed || *parsed < 0 || *parsed > (in_percent ? 100 : 1))
      throw CLI::ValidationError("--margin", "expected a share from 0% to 100%, found '" + text + "'");
    margin = in_percent ? *parsed / 100 : *parsed;
  };
  command
      .add_option_function<std::string>(
          "--margin", set, "Relative differences up to this are as good as none (default 0%)")
      ->type_name("SHARE");
}

void add_substitutions(CLI::App& command, asl::Substitutions& substitutions) {
  const auto add = [&substitutions](const std::vector<std::string>& words) {
    for (const std::string& word : words)
      if (const auto added = add_substitution(word, substitutions); !added)
        throw CLI::ValidationError("--substitute", added.error());
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--substitute", add, "Replaces the mark ${NAME} of SAM or CloudFormation; @FILE: what a JSON object names")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE|@FILE");
}

void add_lambda_endpoint(CLI::App& command, FunctionChoice& functions) {
  const auto set = [&functions](const std::string& url) {
    if (const auto endpoint = functions::parse_endpoint(url); !endpoint)
      throw CLI::ValidationError("--lambda-endpoint", endpoint.error());
    functions.endpoint = url;
  };
  command
      .add_option_function<std::string>(
          "--lambda-endpoint", set, "What answers Lambda's Invoke for functions that the settings' do not name")
      ->type_name("URL");
}

void add_replay(CLI::App& command, FunctionChoice& functions) {
  add_lambda_endpoint(command, functions);
  add_optional(command, "--replay-functions", "FILE", functions.replay, "Functions answer as they did when recorded");
}

void add_functions(CLI::App& command, FunctionChoice& functions) {
  add_replay(command, functions);
  add_optional(command, "--record-functions", "FILE", functions.record, "Write down what functions answer");
}

template <class Value>
using Meanings = std::vector<std::pair<std::string, Value>>;

/// One of a few words.
template <class Value>
void add_choice(CLI::App& command,
                const std::string& name,
                const Meanings<Value>& meanings,
                Value& value,
                const std::string& what) {
  std::string words;
  for (const auto& [word, meaning] : meanings) words += (words.empty() ? "" : "|") + word;
  const auto set = [&value, meanings, words, name](const std::vector<std::string>& given) {
    for (const auto& [word, meaning] : meanings) {
      if (word != given.back()) continue;
      value = meaning;
      return true;
    }
    throw CLI::ValidationError(name, "expected " + words + ", found '" + given.back() + "'");
  };
  command.add_option(name, set, what)->type_name(words)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_side_reports(CLI::App& command, SideReports& side) {
  add_optional(command, "--junit", "FILE", side.junit, "Write what held and what did not as JUnit's XML");
  add_optional(command, "--markdown", "FILE", side.markdown, "Write the same as Markdown");
}

void add_log_level(CLI::App& command, std::string& level) {
  Meanings<std::string> levels;
  for (const std::string& each : log_levels()) levels.emplace_back(each, each);
  add_choice(command, "--log-level", levels, level, "What is logged to standard error (default " + level + ")");
}

/// A command whose options are set while it is parsed, and chosen when it has been.
template <class Options>
std::pair<CLI::App*, Options*> add_command(CLI::App& program,
                                           const std::string& name,
                                           const std::string& what,
                                           Command& chosen) {
  CLI::App* command = program.add_subcommand(name, what)->group("Commands");
  const auto options = std::make_shared<Options>();
  command->callback([options, &chosen] { chosen = *options; });
  return {command, options.get()};
}

void add_budget(CLI::App& command, Budget& budget) {
  const auto set = [&budget](const std::string& text) {
    const auto parsed = parse_budget(text);
    if (!parsed)
      throw CLI::ValidationError("--budget",
                                 "expected a number of runs or a time such as '30 s', found '" + text + "'");
    budget = *parsed;
  };
  command
      .add_option_function<std::string>(
          "--budget", set, "How many runs, or how much time, as in '30 s' (default 1000 runs)")
      ->type_name("RUNS|TIME");
}

// ---- the commands

void describe_run(CLI::App& program, Command& chosen) {
  const auto [command, run] = add_command<RunOptions>(program, "run", "Run a state machine once and watch it", chosen);
  command->add_option("MACHINE", run->machine, "A definition's file, or a name from the settings")
      ->required()
      ->type_name("");
  add_optional(
      *command, "--input", "JSON|@FILE|-", run->input, "The input: JSON text, a file, or standard input (default {})");
  add_optional(*command,
               "--settings",
               "FILE",
               run->settings,
               "Who answers which resource (default: the nearest config/settings.json)");
  add_choice(*command,
             "--history",
             {{"live", HistoryView::Live},
              {"table", HistoryView::Table},
              {"json", HistoryView::Json},
              {"none", HistoryView::None}},
             run->history,
             "How the execution is shown (default live)");
  add_optional(*command,
               "--mocks",
               "FILE",
               run->mocks,
               "Answers for tasks: AWS's MockConfigFile.json; others go to the workers");
  add_optional(*command, "--test-case", "NAME", run->test_case, "Which of the file's test cases is played");
  add_optional(*command,
               "--machine-name",
               "NAME",
               run->machine_name,
               "Its name in mocks, ARNs and $$ (default: the settings' or the file's)");
  add_substitutions(*command, run->substitutions);
  add_functions(*command, run->functions);
  command->add_flag("--strict", run->strict, "Start only when something answers every task");
  add_choice(*command,
             "--clock",
             {{"wall", Clock::Wall}, {"virtual", Clock::Virtual}},
             run->clock,
             "Real time, or time that jumps to what is due next (default wall)");
  add_choice(*command,
             "--type",
             {{"STANDARD", asl::MachineType::STANDARD}, {"EXPRESS", asl::MachineType::EXPRESS}},
             run->type,
             "Which kind of workflow it is (default STANDARD)");
  add_seed(*command, run->seed);
  add_optional(*command, "--name", "NAME", run->name, "The execution's name (default: a UUID drawn from the seed)");
  add_log_level(*command, run->log_level);
  command->footer(R"(
Examples
  stepstorm run OrderProcessingStateMachine --input '{"orderId":"12345"}'
  stepstorm run config/machines/order_fulfilment.asl.json --input @order.json --history table
  echo '{"orderId":"12345"}' | stepstorm run OrderProcessingStateMachine --input - --history json
  stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"1","card":"4000000000000119"}'
      A test card: the payment fails twice, then succeeds. Others are 4000000000000002 (declined),
      4000000000000259 (never answers) and 4000000000000341 (crashes the worker).
  stepstorm run my_machine.asl.json --mocks MockConfigFile.json --test-case HappyPath --clock virtual

A task that nothing answers is a warning before the start. Reached, it ends the execution with States.Runtime, which
neither Retry nor Catch takes: what a run shows never comes from a task that was not there.

--substitute may be repeated: NAME=VALUE, NAME=@FILE for a file's text, or @FILE for all that a JSON object names.

Views
  live    each step as it happens, then status, output and totals
  table   every event a row, then the same
  json    {"status","output","error","cause","events"} as DescribeExecution and GetExecutionHistory return them
  none    only status, output and totals

Exit codes
  0  SUCCEEDED
  1  FAILED, TIMED_OUT or ABORTED; Ctrl-C aborts
  2  wrong use, or a file that is invalid: nothing was started)");
}

void describe_demo(CLI::App& program, Command& chosen) {
  const auto [command, demo] =
      add_command<DemoOptions>(program, "demo", "Watch five orders and what can happen to them", chosen);
  add_optional(*command, "--settings", "FILE", demo->settings, "Other workers than the shipped ones");
  add_seed(*command, demo->seed);
  add_log_level(*command, demo->log_level);
  command->footer(R"(
Exit codes
  0  every order ended as it was announced
  1  one did not, or Ctrl-C
  2  the settings are invalid)");
}

void add_simulation_clock(CLI::App& command, Clock& clock) {
  add_choice(command,
             "--clock",
             {{"virtual", Clock::Virtual}, {"wall", Clock::Wall}},
             clock,
             "Time that jumps to what is due next, or real time on the actors of `run` (default virtual)");
}

void describe_simulate(CLI::App& program, Command& chosen) {
  const auto [command, simulate] =
      add_command<SimulateOptions>(program, "simulate", "Put load on a state machine, in virtual or real time", chosen);
  command->add_option("SCENARIO", simulate->scenario, "What arrives, who works, how long: a scenario file")
      ->required()
      ->type_name("");
  add_seed(*command, simulate->seed);
  add_replications(*command, simulate->replications);
  add_substitutions(*command, simulate->substitutions);
  add_functions(*command, simulate->functions);
  add_simulation_clock(*command, simulate->clock);
  command->add_flag("--verify", simulate->verify, "Run everything again; say where two runs first differ");
  command->add_flag("--shuffle",
                    simulate->shuffle,
                    "What happens at one instant, in an order that the seed draws: other interleavings");
  add_choice(*command,
             "--shell",
             {{"engine", SimulateShell::Engine}, {"actors", SimulateShell::Actors}},
             simulate->shell,
             "What carries the workers: the engine of simulations, or the actors of `run`, slower (default engine)");
  add_choice(*command,
             "--format",
             {{"text", SimulateFormat::Text}, {"json", SimulateFormat::Json}},
             simulate->format,
             "How the report is printed (default text)");
  add_optional(*command, "--out", "FILE", simulate->out, "Write the report as JSON");
  add_side_reports(*command, simulate->side);
  add_optional(*command, "--hgrm", "FILE", simulate->hgrm, "Write response times in HdrHistogram's format");
  command->footer(R"(
Time is virtual: a day takes seconds, and equal scenarios and seeds give equal reports. config/scenarios has scenarios
to start from, config/schemas/scenario.schema.json describes every setting.

With --clock wall the same file runs in real time: executions start on schedule whatever becomes of them, response times
count from when one was meant to start, and the report says how well the schedule was kept. Such a run cannot be
repeated exactly; replications run one after the other. Ctrl-C ends in a report of what was measured, a second one at
once.

Examples
  stepstorm simulate config/scenarios/day_of_orders.json
  stepstorm simulate config/scenarios/tandem.json --replications 10 --out report.json
  stepstorm simulate my_scenario.json --seed 7 --verify
  stepstorm simulate my_scenario.json --shell actors     the same hash, by the actors
  stepstorm simulate my_scenario.json --clock wall       in real time

Exit codes
  0  done
  1  interrupted (the report is partial), or two runs differ
  99 a threshold does not hold
  2  wrong use, or a scenario that is invalid: every finding is listed with its place)");
}

void describe_experiment(CLI::App& program, Command& chosen) {
  const auto [command, experiment] = add_command<ExperimentOptions>(
      program, "experiment", "Let things go wrong under load, and see what holds", chosen);
  command->add_option("FILE", experiment->file, "An experiment: a scenario, and what goes wrong in it")
      ->required()
      ->type_name("");
  add_seed(*command, experiment->seed);
  add_replications(*command, experiment->replications);
  add_substitutions(*command, experiment->substitutions);
  add_functions(*command, experiment->functions);
  add_simulation_clock(*command, experiment->clock);
  command->add_flag("--dry-run", experiment->dry_run, "Show the plan as a timeline, run nothing");
  command->add_flag("--no-control", experiment->no_control, "Leave out the run without faults beside it");
  add_choice(*command,
             "--format",
             {{"text", SimulateFormat::Text}, {"json", SimulateFormat::Json}},
             experiment->format,
             "How the report is printed (default text)");
  add_optional(*command, "--out", "FOLDER", experiment->out, "Write report.html, report.json and response.hgrm there");
  add_side_reports(*command, experiment->side);
  command->footer(R"(
The file extends a scenario of `stepstorm simulate` by a `method`: faults, each with a target, a window of time and a
probability. The same seed and arrivals without faults run beside it, as a control. Time is virtual;
with --clock wall it is real, see `stepstorm simulate --help`, and the control runs after the experiment. Ctrl-C ends in
a report of what was measured until then.

Examples
  stepstorm experiment config/experiments/payment_brownout.json
  stepstorm experiment config/experiments/lost_answers.json --out report
  stepstorm experiment my_experiment.json --junit results.xml --markdown summary.md
  stepstorm experiment my_experiment.json --dry-run

Exit codes
  0  it held
  1  wrong use, a file that is invalid, or interrupted while it held: the report is partial
  3  an invariant was violated: the report names the executions, with their histories
  99 a threshold, a guardrail or the steady-state hypothesis failed)");
}

void describe_explore(CLI::App& program, Command& chosen) {
  const auto [command, explore] =
      add_command<ExploreOptions>(program, "explore", "Try an experiment on thousands of seeds", chosen);
  command->add_option("FILE", explore->file, "An experiment, as `stepstorm experiment` takes it")
      ->required()
      ->type_name("");
  add_whole_number(*command, "--seeds", 1, 1'000'000'000, explore->seeds, "How many (default 1000)");
  add_seed(*command, explore->seed, "the file's; it is the first one");
  add_side_reports(*command, explore->side);
  add_substitutions(*command, explore->substitutions);
  add_replay(*command, explore->functions);
  command->footer(R"(
Runs the experiment on one seed after the other, on all cores, and lists what fails on which seeds. Replications and the
control are left out: each seed is one run.

Examples
  stepstorm explore config/experiments/mixed_faults.json
  stepstorm explore my_experiment.json --seeds 10000 --seed 1

Exit codes
  0  it held on all seeds
  1  wrong use, a file that is invalid, or interrupted
  3  an invariant was violated
  99 a threshold, a guardrail or the steady-state hypothesis failed)");
}

void describe_shrink(CLI::App& program, Command& chosen) {
  const auto [command, shrink] = add_command<ShrinkOptions>(
      program, "shrink", "Make a failing experiment as small as it can be and still fail", chosen);
  command->add_option("FILE", shrink->file, "An experiment that fails")->required()->type_name("");
  add_seed(*command, shrink->seed, "the file's");
  add_optional(
      *command, "--out", "FILE", shrink->out, "Where to write the small one (default: FILE.shrunk.json beside FILE)");
  add_budget(*command, shrink->budget);
  add_substitutions(*command, shrink->substitutions);
  add_replay(*command, shrink->functions);
  command->footer(R"(
Leaves out faults, settings and demands, shortens times, takes fewer executions, makes what is probable certain, and
keeps whatever fails in the same way: the same invariant violated, or the same threshold or probe failed. Ctrl-C writes
the smallest found so far.

Examples
  stepstorm shrink config/experiments/lost_answers_without_idempotency.json --out small.json
  stepstorm shrink my_experiment.json --seed 4711 --budget '2 min'

Exit codes
  0  written: `stepstorm experiment` on it fails as FILE does
  1  FILE does not fail, or is invalid, or wrong use: nothing was written)");
}

void describe_sweep(CLI::App& program, Command& chosen) {
  const auto [command, sweep] =
      add_command<SweepOptions>(program, "sweep", "Run an experiment for all combinations of some values", chosen);
  command->add_option("FILE", sweep->file, "An experiment or a scenario")->required()->type_name("");
  command->add_option("--vary", sweep->vary, "What varies, and over which values; may be given several times")
      ->required()
      ->allow_extra_args(false)
      ->type_name("NAME=VALUES");
  add_optional(*command,
               "--metric",
               "[PHASE.]METRIC [AGGREGATION]",
               sweep->metric,
               "What to show (default: success_rate, after the faults if there are any)");
  add_seed(*command, sweep->seed, "the file's");
  add_replications(*command, sweep->replications);
  add_substitutions(*command, sweep->substitutions);
  add_replay(*command, sweep->functions);
  add_optional(
      *command, "--out", "DIR", sweep->out, "Write sweep.html and sweep.json here, and sweep.svg of two values");
  command->add_flag("--json", sweep->json, "Print JSON instead of a table");
  command->footer(R"(
NAME is a JSON pointer, or the end of a value's path when only one value has it: payment.capacity, method.0.duration.
Pointers whose members begin with a capital letter lead into the definition of the state machine, others into FILE.
arrivals.rate is the rate of a constant or Poisson process; retry.MaxAttempts that field of every retrier.
VALUES are ranges and lists: 0..6, 100..2000:100, 5s..40s:5s, FULL,NONE.

METRIC is one that thresholds know (success_rate, response_time_ms ...), goodput_per_s or goodput_kept; AGGREGATION one of
theirs (rate, p(95), count ...); PHASE before, during or after the faults: after.success_rate, 'response_time_ms p(95)'.

Examples
  stepstorm sweep config/experiments/retry_storm.json --vary arrivals.rate=30..90:10 --vary method.0.duration=5s..40s:5s
  stepstorm sweep config/scenarios/slow_payment.json --vary retry.MaxAttempts=0..6 --metric 'response_time_ms p(99)'

Exit codes
  0  all combinations were run, whatever came of them
  1  wrong use, a file or a combination that is invalid, or interrupted: the table shows what was run)");
}

void describe_compare(CLI::App& program, Command& chosen) {
  const auto [command, compare] =
      add_command<CompareOptions>(program, "compare", "Say what is better or worse in another report", chosen);
  command->add_option("A", compare->a, "A report.json of 'experiment' or 'simulate'")->required()->type_name("");
  command->add_option("B", compare->b, "Another one, which is better or worse than the first")
      ->required()
      ->type_name("");
  add_confidence(*command, compare->confidence);
  command->add_option("--metric", compare->metrics, "Judge only this one, first in the table; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  add_margin(*command, compare->margin);
  add_optional(*command, "--html", "FILE", compare->html, "Write the comparison as a page");
  add_side_reports(*command, compare->side);
  command->add_flag("--json", compare->json, "Print JSON instead of a table");
  command->footer(R"(
Means over the runs of each report, metric by metric, and their difference with its confidence interval. Reports whose
runs have the same seeds are compared run by run, by a paired t-test: what is random alike in both falls out, and small
differences show. Others are compared by Welch's t-test. Of a report with one run nothing can be said about
significance: differences are shown, without a verdict.

Many metrics are tested at once. Verdicts hold for all of them together (Holm's method): of two systems that are the
same, one comparison in twenty says that anything differs. Each interval is that of its metric by itself. With --metric
only the named ones are tested, first in the table; 'response_time_ms' stands for all of its aggregations.

Examples
  stepstorm experiment before.json --replications 10 --out before
  stepstorm experiment after.json --replications 10 --out after
  stepstorm compare before/report.json after/report.json
  stepstorm compare a.json b.json --metric 'response_time_ms p(99)' --margin 2%
  stepstorm compare a.json b.json --html comparison.html --junit results.xml

Exit codes
  0  nothing is significantly worse
  1  a file that cannot be read or is no report
  2  wrong use
  99 something is significantly worse)");
}

void describe_selftest(CLI::App& program, Command& chosen) {
  const auto [command, selftest] = add_command<SelftestOptions>(
      program, "selftest", "Hold the simulator against what queueing theory knows exactly", chosen);
  command->add_flag(
      "--quick", selftest->options.quick, "Seconds, for intervals 5 times as wide, and without the rarest events");
  add_optional(*command, "--only", "TEXT", selftest->only, "Only checks with this text in their name or title");
  add_seed(*command, selftest->options.seed, "2026");
  command->add_flag("--json", selftest->json, "Print the figures as JSON");
  command->footer(R"(
Runs systems whose behaviour is known exactly, independent runs of each with seeds of their own, after a warm-up. A check
holds when what is known lies inside the 99.9 % interval (Student's t) of what was measured, and half of that interval
is at most 2 % of it. Figures marked "exact" are whole numbers and have to be equal.

To be that precise about a queue that changes slowly takes more orders than anybody wants to wait for. Simulated orders
are therefore held against a recursion (Lindley; Kiefer and Wolfowitz) on the same random numbers, whose own mean
comes from many more of them; how many orders were equal to the nanosecond is a check of its own.

Equal options give equal figures.

Examples
  stepstorm selftest
  stepstorm selftest --quick --only M/M/
  stepstorm selftest --seed 7 --json

Exit codes
  0  every check holds
  1  one does not, or Ctrl-C
  2  wrong use)");
}

void describe_init(CLI::App& program, Command& chosen) {
  const auto [command, init] = add_command<InitOptions>(
      program, "init", "Write settings, a scenario, an experiment and mocks for a machine of your own", chosen);
  command->add_option("MACHINE", init->machine, "A definition's file")->required()->type_name("");
  command->add_option("--out", init->out, "Where they are to be (default the current folder)")->type_name("FOLDER");
  add_substitutions(*command, init->substitutions);
  command->footer(R"(
Every task gets a row in settings.json, of a worker that answers with its input; comments in the files say what to change. What
is there already is never overwritten. The scenario is run at once.

Examples
  stepstorm init my_machine.asl.json --out load

Exit codes
  0  written, and the scenario ran
  1  interrupted
  2  wrong use, or something could not be read or written)");
}

void describe_completion(CLI::App& program, Command& chosen) {
  const auto [command, completion] = add_command<CompletionOptions>(
      program, "completion", "Print what a shell completes commands and options by", chosen);
  const auto set = [completion = completion](const std::string& shell) {
    if (shell == "bash")
      completion->shell = CompletionShell::Bash;
    else if (shell == "zsh")
      completion->shell = CompletionShell::Zsh;
    else if (shell == "fish")
      completion->shell = CompletionShell::Fish;
    else
      throw CLI::ValidationError("SHELL", "expected bash, zsh or fish, found '" + shell + "'");
  };
  command->add_option_function<std::string>("SHELL", set, "bash, zsh or fish")->required()->type_name("");
  command->footer(R"(
Examples
  source <(stepstorm completion bash)
  stepstorm completion fish > ~/.config/fish/completions/stepstorm.fish

Exit codes
  0  printed
  2  wrong use)");
}

void describe_validate(CLI::App& program, Command& chosen) {
  const auto [command, validate] =
      add_command<ValidateOptions>(program, "validate", "Say everything that is wrong with definitions", chosen);
  command
      ->add_option(
          "FILE", validate->files, "Definitions in JSON or, when called .yaml or .yml, in YAML; - is standard input")
      ->required()
      ->type_name("");
  add_choice(*command,
             "--type",
             {{"STANDARD", asl::MachineType::STANDARD}, {"EXPRESS", asl::MachineType::EXPRESS}},
             validate->type,
             "Which kind of workflow it is to be (default STANDARD)");
  add_substitutions(*command, validate->substitutions);
  add_choice(*command,
             "--format",
             {{"text", ReportFormat::TEXT}, {"json", ReportFormat::JSON}},
             validate->format,
             "How findings are printed (default text)");
  command->add_flag("--warnings-as-errors", validate->warnings_as_errors, "Count warnings too");
  command->footer(R"(
Examples
  stepstorm validate my_machine.asl.json
  stepstorm validate --type EXPRESS --format json machines/*.asl.json

Exit codes
  0  all are valid
  1  something is wrong with one
  2  wrong use, or a file that cannot be read)");
}

void describe_graph(CLI::App& program, Command& chosen) {
  const auto [command, graph] =
      add_command<GraphOptions>(program, "graph", "Draw a machine, and what one execution did", chosen);
  command->add_option("FILE", graph->file, "A definition in JSON or, when called .yaml or .yml, in YAML")
      ->required()
      ->type_name("");
  add_choice(*command,
             "--format",
             {{"svg", PictureFormat::SVG}, {"dot", PictureFormat::DOT}},
             graph->format,
             "What is written (default svg)");
  add_substitutions(*command, graph->substitutions);
  add_optional(*command, "--output", "FILE", graph->output, "Where it is written (default: standard output)");
  add_optional(*command,
               "--history",
               "FILE",
               graph->history,
               "Show what happened: the JSON that 'stepstorm run --history json' printed");
  add_choice(*command,
             "--type",
             {{"STANDARD", asl::MachineType::STANDARD}, {"EXPRESS", asl::MachineType::EXPRESS}},
             graph->type,
             "Which kind of workflow it is (default STANDARD)");
  command->footer(R"(
An SVG opens in every browser; point at a state or an edge to read more about it. DOT is Graphviz's language.

Examples
  stepstorm graph config/machines/order_fulfilment.asl.json --output order.svg
  stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"1"}' --history json > result.json
  stepstorm graph config/machines/order_fulfilment.asl.json --history result.json --output run.svg
  stepstorm graph my_machine.asl.json --format dot | dot -Tpng > my_machine.png

Exit codes
  0  drawn
  1  something is wrong with the definition
  2  wrong use, a file that cannot be read or written, or another machine's history)");
}

void describe_eval(CLI::App& program, Command& chosen) {
  const auto [command, eval] =
      add_command<EvalOptions>(program, "eval", "Evaluate an expression, as state machines hold them", chosen);
  command
      ->add_option_function<std::string>(
          "EXPRESSION",
          [eval = eval](const std::string& text) { eval->expression = text; },
          "The expression, without {% and %}")
      ->type_name("");
  add_optional(
      *command, "--input", "JSON|@FILE|-", eval->input, "What $ stands for (default: nothing; for JSONPath {})");
  add_optional(
      *command, "--bindings", "JSON", eval->bindings, "Variables by name, an object; \"$$\" is JSONPath's context");
  add_choice(*command,
             "--language",
             {{"jsonata", ExpressionLanguage::Jsonata},
              {"jsonpath", ExpressionLanguage::JsonPath},
              {"intrinsic", ExpressionLanguage::Intrinsic}},
             eval->language,
             "What the expression is written in (default jsonata)");
  add_choice(*command,
             "--dialect",
             {{"aws", jsonata::Dialect::Aws}, {"2.2", jsonata::Dialect::V2_2}},
             eval->dialect,
             "Which JSONata: as Step Functions has it (default aws), or 2.2 with ?? and ?:");
  add_seed(*command, eval->seed, "1");
  add_optional(*command, "--suite", "DIR", eval->suite, "Run JSONata's official test suite instead: groups/*/*.json");
  command->footer(R"(
Prints the result as JSON; or the error with its code, and a caret under its place.

Examples
  stepstorm eval '$sum(items.(price * quantity))' --input @order.json
  stepstorm eval '$states.input.total > $limit' --bindings '{"states":{"input":{"total":5}},"limit":3}'
  stepstorm eval '$.items[?(@.price > 10)]' --language jsonpath --input @order.json
  stepstorm eval --dialect 2.2 --suite ../shared/jsonata

Exit codes
  0  there is a result; all cases of the suite pass
  1  the expression fails, or returns nothing or a function; cases fail
  2  wrong use, or text that is no expression)");
}

void add_wait_time_scale(CLI::App& command, double& scale) {
  const auto set = [&scale](const std::string& text) {
    const auto parsed = parse_number(text);
    if (!parsed || *parsed < 0 || *parsed > 1000)
      throw CLI::ValidationError("--wait-time-scale", "expected a number from 0 to 1000, found '" + text + "'");
    scale = *parsed;
  };
  command
      .add_option_function<std::string>(
          "--wait-time-scale", set, "A factor on the time of Wait states and between attempts (default 1)")
      ->envname("WAIT_TIME_SCALE")
      ->type_name("FACTOR");
}

/// An option of AWS Step Functions Local that calls another endpoint.
void refuse_endpoint(CLI::App& command, std::string_view service) {
  const std::string name = "--" + std::string(service) + "-endpoint";
  const auto refuse = [name](const std::string&) {
    throw CLI::ValidationError(name,
                               "not supported: no other endpoint is called; the settings say what answers tasks, mocks "
                               "do besides");
  };
  command.add_option_function<std::string>(name, refuse)->group("");
}

void describe_serve(CLI::App& program, Command& chosen) {
  const auto [command, serve] =
      add_command<ServeOptions>(program, "serve", "Answer as AWS Step Functions does, on a port", chosen);
  command->add_option("--host", serve->host, "The address to listen on (default 127.0.0.1)")->type_name("ADDRESS");
  add_whole_number(*command, "--port", 0, 65'535, serve->port, "The port; 0: any that is free (default 8083)");
  command->add_option("--aws-account", serve->account, "The account's number (default 123456789012)")
      ->envname("AWS_ACCOUNT_ID")
      ->type_name("DIGITS");
  command->add_option("--aws-region", serve->region, "The region (default us-east-1)")
      ->envname("AWS_DEFAULT_REGION")
      ->type_name("NAME");
  add_optional(*command, "--settings", "FILE", serve->settings, "Which workers answer which tasks");
  add_lambda_endpoint(*command, serve->functions);
  add_choice(*command,
             "--clock",
             {{"wall", api::Clock::Wall}, {"virtual", api::Clock::Virtual}},
             serve->clock,
             "Real time (default wall), or time that jumps to what is due next");
  add_optional(*command, "--faults", "PLAN.json", serve->faults, "What goes wrong, in every account");
  add_optional(*command, "--mock-config", "FILE", serve->mocks, "A MockConfigFile.json, for every account")
      ->envname("SFN_MOCK_CONFIG");
  add_wait_time_scale(*command, serve->wait_time_scale);
  add_whole_number(*command,
                   "--definitions-mib",
                   1,
                   1'000'000,
                   serve->definitions_mib,
                   "Memory for an account's state machines, in MiB (default a 64th of what is available)");
  command->add_flag("--allow-remote", serve->allow_remote, "Listen where others reach it; needs --keys");
  add_optional(*command, "--keys", "FILE", serve->keys, "Who may sign requests; all others are refused");
  command->add_option("--allow-host", serve->allowed_hosts, "A name that it is called by; may be repeated")
      ->type_name("NAME");
  for (const auto service : foreign_services) refuse_endpoint(*command, service);
  command->footer(R"(
Prints one line with its URL as soon as it accepts requests, and ends at SIGINT or SIGTERM. Listens on this machine
alone unless --allow-remote says otherwise. Without --keys no key is checked, and an access key id of twelve digits
chooses an account of that number, with state machines, executions and a clock of its own. With --keys every request must
be signed: {"keys": {ID: {"secret": "...", "account": "123456789012"}}}. StartSyncExecution and TestState need the SDK's
host prefix switched off, as with every local endpoint: inject_host_prefix=False in boto3, disableHostPrefix in JavaScript.

On the virtual clock time moves when nothing is left to do and no activity's worker and no holder of a task token is
waited for. GET and POST /_stepstorm/clock show it and move it: {"advance": SECONDS}, {"to": TIMESTAMP}, {"paused": true}.
GET, PUT and DELETE /_stepstorm/faults are about what goes wrong: {"method": [...]}, as in an experiment; /_stepstorm/mocks
about a MockConfigFile.json, whose test case StartExecution chooses by #CASE at the end of the state machine's ARN;
/_stepstorm/buckets about objects for Distributed Maps: {BUCKET: {KEY: TEXT}}. Each is of one account, which the header
X-Stepstorm-Account names. GET /_stepstorm/metrics has figures for Prometheus, POST /_stepstorm/reset empties an account
(and {"now": TIMESTAMP} says when its virtual clock begins).

The options and environment variables of AWS Step Functions Local are known: -account, -region, -waitTimeScale,
-lambdaEndpoint, SFN_MOCK_CONFIG, WAIT_TIME_SCALE, LAMBDA_ENDPOINT. Those that name endpoints of other services are
refused or reported: none is called.

Examples
  stepstorm serve
  aws stepfunctions list-state-machines --endpoint-url http://127.0.0.1:8083

Exit codes
  0  it was asked to end
  2  wrong use, an invalid settings file, or an address that cannot be listened on)");
}

void describe_conform(CLI::App& program, Command& chosen) {
  using conformance::Level;
  const auto [command, conform] =
      add_command<ConformOptions>(program, "conform", "Run recorded cases and compare histories", chosen);
  command->add_option("PATH", conform->paths, "Recorded cases: files, or folders with such files below")
      ->required()
      ->type_name("");
  add_choice(*command,
             "--level",
             {{"outcome", Level::Outcome}, {"causal", Level::Causal}, {"history", Level::History}},
             conform->level,
             "How much has to agree for a case to pass (default history)");
  command->add_flag("--strict", conform->strict, "Compare also what the cases say is to be ignored");
  command->add_option("--area", conform->areas, "Only cases of this area; may be repeated")->type_name("NAME");
  add_optional(*command,
               "--endpoint",
               "URL",
               conform->endpoint,
               "Play the cases through the API there: of stepstorm serve, or of another emulator");
  add_optional(*command,
               "--write-mocks",
               "FILE",
               conform->write_mocks,
               "Write the mocks of all cases for another emulator, as a MockConfigFile.json");
  add_optional(*command, "--out", "DIR", conform->out, "Write each case's result, a JSON document, below this folder");
  add_choice(*command,
             "--format",
             {{"text", ConformFormat::Text}, {"json", ConformFormat::Json}, {"markdown", ConformFormat::Markdown}},
             conform->format,
             "How the report is printed (default text)");
  command->add_flag(
      "--json",
      [conform = conform](std::int64_t) { conform->format = ConformFormat::Json; },
      "Short for --format json");
  command->add_flag("--failed-only", conform->failed_only, "Only the cases that fail, without the table");
  command->add_flag("--verbose", conform->verbose, "Every difference, not only the first of each case");
  command->footer(R"(
Runs each case on a clock of its own, its tasks answered by its mocks, and compares what comes out with what was
recorded. docs/conformance-cases.md describes the files.

With --endpoint the cases are played through an API instead. stepstorm serve (on --clock virtual: waits take no time) is
given a fresh account and each case's mocks and objects. Another emulator must have read what --write-mocks has written
when it began; each case's test case is chosen by #Recorded at the end of its state machine's ARN. --write-mocks alone
only writes.

Levels
  outcome  status, output, error and cause
  causal   the same events, each after the same predecessor, however branches interleave
  history  the whole list of events: order, ids, details

Examples
  stepstorm conform ../shared/conformance/cases
  stepstorm conform my_cases --area orders --failed-only --verbose
  stepstorm conform my_cases --out results --json > report.json
  stepstorm conform my_cases --endpoint http://127.0.0.1:8083

Exit codes
  0  all cases pass
  1  one does not
  2  wrong use, or a file that cannot be read or written)");
}

/// CLI11's, with our words and no empty line too many.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(30);
    label("REQUIRED", "");
    label("SUBCOMMAND", "COMMAND");
    label("Positionals", "Arguments");
  }
  std::string make_footer(const CLI::App* app) const override {
    const std::string footer = CLI::Formatter::make_footer(app);
    return footer.substr(std::min(footer.size(), footer.find_first_not_of('\n')));
  }
};

}  // namespace

void describe_commands(CLI::App& program, Command& chosen) {
  program.name("stepstorm");
  program.description("stepstorm: a proving ground for AWS Step Functions workflows");
  program.require_subcommand(1);
  program.formatter(std::make_shared<HelpFormatter>());
  describe_run(program, chosen);
  describe_init(program, chosen);
  describe_demo(program, chosen);
  describe_simulate(program, chosen);
  describe_experiment(program, chosen);
  describe_explore(program, chosen);
  describe_shrink(program, chosen);
  describe_sweep(program, chosen);
  describe_compare(program, chosen);
  describe_selftest(program, chosen);
  describe_validate(program, chosen);
  describe_graph(program, chosen);
  describe_conform(program, chosen);
  describe_eval(program, chosen);
  describe_serve(program, chosen);
  describe_completion(program, chosen);
  add_command<VersionOptions>(program, "version", "Say which version this is", chosen);
  program.footer(R"(
Examples
  stepstorm demo
      Watch five orders: retries, a timeout, a crash, a declined card.
  stepstorm run OrderProcessingStateMachine --input '{"orderId":"12345"}'
      Run a state machine that the settings know by name.
  stepstorm run my_machine.asl.json --input @order.json
      Run a definition of your own on an input from a file.
  stepstorm validate my_machine.asl.json
      List everything that is wrong with a definition.

'stepstorm COMMAND --help' says more about a command.)");
}

}  // namespace stepstorm::app
