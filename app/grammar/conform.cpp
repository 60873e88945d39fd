#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

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

}  // namespace stepstorm::app
