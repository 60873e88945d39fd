#include "app/completion.hpp"

#include <algorithm>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/grammar.hpp"

namespace stepstorm::app {
namespace {

struct Word {
  std::string name;  // a command, or an option with its dashes
  std::string what;
  bool takes_value = false;
};
struct Completed {
  Word command;
  std::vector<Word> options;
};

/// Returns the first line, without characters that shells interpret.
std::string one_line(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  std::erase_if(line, [](char c) { return c == '\'' || c == '[' || c == ']' || c == '\\' || c == '`'; });
  std::replace(line.begin(), line.end(), ':', ';');
  return line;
}

std::vector<Completed> commands_of(const CLI::App& program) {
  std::vector<Completed> all;
  for (const CLI::App* command : program.get_subcommands({})) {
    Completed completed{{command->get_name(), one_line(command->get_description())}, {}};
    for (const CLI::Option* option : command->get_options())
      for (const std::string& name : option->get_lnames())
        completed.options.push_back({"--" + name, one_line(option->get_description()), option->get_expected_max() > 0});
    all.push_back(std::move(completed));
  }
  return all;
}

std::string names_of(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += (text.empty() ? "" : " ") + word.name;
  return text;
}

std::string bash_script(const std::vector<Completed>& commands) {
  std::vector<Word> names;
  std::string cases;
  for (const Completed& each : commands) {
    names.push_back(each.command);
    cases += "    " + each.command.name + ") words='" + names_of(each.options) + "' ;;\n";
  }
  return "_stepstorm() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n  COMPREPLY=()\n"
         "  if ((COMP_CWORD == 1)); then\n    words='" +
         names_of(names) + "'\n  elif [[ $word == -* ]]; then\n    case ${COMP_WORDS[1]} in\n" + cases +
         "    esac\n  fi\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n}\n"
         "complete -o default -F _stepstorm stepstorm\n";
}

std::string zsh_script(const std::vector<Completed>& commands) {
  std::string names;
  std::string cases;
  for (const Completed& each : commands) {
    names += "    '" + each.command.name + ':' + each.command.what + "'\n";
    cases += "    " + each.command.name + ") _arguments '*:file:_files'";
    for (const Word& option : each.options)
      cases += " '" + option.name + '[' + option.what + ']' + (option.takes_value ? ":value:_files" : "") + "'";
    cases += " ;;\n";
  }
  return "#compdef stepstorm\n_stepstorm() {\n  local -a commands\n  commands=(\n" + names +
         "  )\n  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n"
         "  local command=$words[2]\n  shift words\n  ((CURRENT--))\n  case $command in\n" +
         cases + "  esac\n}\ncompdef _stepstorm stepstorm\n";
}

std::string fish_script(const std::vector<Completed>& commands) {
  std::string text;
  for (const Completed& each : commands) {
    text +=
        "complete -c stepstorm -n __fish_use_subcommand -a " + each.command.name + " -d '" + each.command.what + "'\n";
    for (const Word& option : each.options)
      text += "complete -c stepstorm -n '__fish_seen_subcommand_from " + each.command.name + "' -l " +
              option.name.substr(2) + (option.takes_value ? " -r" : "") + " -d '" + option.what + "'\n";
  }
  return text;
}

}  // namespace

std::string completion_script(CompletionShell shell) {
  Command chosen;
  CLI::App program;
  describe_commands(program, chosen);
  const auto commands = commands_of(program);
  switch (shell) {
    case CompletionShell::Bash: return bash_script(commands);
    case CompletionShell::Zsh: return zsh_script(commands);
    case CompletionShell::Fish: return fish_script(commands);
  }
  return {};
}

}  // namespace stepstorm::app
