#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

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

}  // namespace stepstorm::app
