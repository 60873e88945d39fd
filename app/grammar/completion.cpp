#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

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

}  // namespace stepstorm::app
