#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

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
             {{"wall", launch::Clock::Wall}, {"virtual", launch::Clock::Virtual}},
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

}  // namespace stepstorm::app
