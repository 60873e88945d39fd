#include "app/commands/run.hpp"

#include <string>
#include <utility>

#include "asl/checks/names.hpp"
#include "launch/functions.hpp"
#include "launch/input.hpp"
#include "launch/play.hpp"
#include "launch/preparation.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/live_view.hpp"
#include "terminal/outcome.hpp"
#include "values/utf8.hpp"

namespace stepstorm::app {
namespace {

launch::Ending play_unseen(const launch::Launch& launch, std::ostream& err) {
  return launch::play(
      launch,
      {.told = [](const launch::Told&) {},
       .idle = [] {},
       .aborting = [&](const std::string& why) { err << "Aborting the execution: " << why << std::endl; },
       .waiting = [&](std::uint64_t count) { err << terminal::waiting_text(count) << std::endl; }});
}

launch::Ending play_and_print(const launch::Launch& launch,
                              const RunOptions& options,
                              std::ostream& out,
                              std::ostream& err) {
  if (options.history == HistoryView::Live) {
    out << terminal::paint(options.terminal, terminal::Ink::Bold, launch.state_machine->name)
        << terminal::paint(options.terminal, terminal::Ink::Dim, ", seed " + std::to_string(launch.seed)) << '\n';
    launch::Ending ending = terminal::play_live(launch, options.terminal, out);
    terminal::print_outcome(ending, options.terminal, out);
    return ending;
  }
  launch::Ending ending = play_unseen(launch, err);
  if (options.history == HistoryView::Json) {
    terminal::print_json(ending, out);
    return ending;
  }
  if (options.history == HistoryView::Table) terminal::print_table(ending, options.terminal, out);
  terminal::print_outcome(ending, options.terminal, out);
  return ending;
}

launch::PrepareRequest request_of(const RunOptions& options) {
  launch::PrepareRequest request{.machine = options.machine,
                                 .settings = options.settings,
                                 .type = options.type,
                                 .mocks = {},
                                 .machine_name = options.machine_name,
                                 .strict = options.strict,
                                 .substitutions = options.substitutions,
                                 .lambda_endpoint = options.functions.endpoint};
  if (options.mocks) request.mocks = launch::MockChoice{*options.mocks, *options.test_case};
  return request;
}

int refuse(std::ostream& err, const launch::Complaints& complaints) {
  for (const std::string& complaint : complaints) err << on_one_line(complaint) << '\n';
  err << std::flush;
  return terminal::exit_wrong_use;
}

}  // namespace

int run_command(const RunOptions& options, std::istream& in, std::ostream& out, std::ostream& err) {
  for (const auto& [option, name] :
       {std::pair{"--name", &options.name}, std::pair{"--machine-name", &options.machine_name}})
    if (*name && !asl::is_valid_name(**name))
      return refuse(err, {std::string(option) + ": expected " + std::string(asl::valid_name)});
  if (options.mocks.has_value() != options.test_case.has_value())
    return refuse(err, {"--mocks and --test-case go together: a file, and the name of one of its test cases"});
  auto prepared = launch::prepare(request_of(options));
  if (!prepared) return refuse(err, prepared.error());
  auto input = launch::read_input(options.input, in);
  if (!input) return refuse(err, {input.error()});
  for (const std::string& warning : prepared->warnings) err << on_one_line(warning) << '\n';

  launch::Launch& launch = prepared->launch;
  launch.seed = options.seed.value_or(launch.seed);
  launch.input = std::move(*input);
  launch.name = options.name;
  launch.clock = options.clock;
  const auto functions = launch::RunningFunctions::start(launch.resources, launch.clock, options.functions);
  if (!functions) return refuse(err, {functions.error()});
  const launch::Ending ending = play_and_print(launch, options, out, err);
  functions->print(err);
  launch::print_events(ending.counters, err);
  if (const auto complaint = functions->finish(); !complaint.empty()) return refuse(err, {complaint});
  return terminal::exit_code_of(ending);
}

}  // namespace stepstorm::app
