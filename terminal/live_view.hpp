// Shows an execution while it runs: the narrator's lines, and on a terminal a status line.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "launch/play.hpp"
#include "launch/told.hpp"
#include "terminal/narrator.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::terminal {

class LiveView {
 public:
  LiveView(execution::StateMachinePtr state_machine, const Terminal& terminal, std::ostream& out)
      : narrator_(std::move(state_machine), terminal), terminal_(terminal), out_(out) {}

  void show(const launch::Told& told);
  /// Updates the status line; called when no notification arrives for a moment.
  void idle(TimePoint now);
  void say(const std::string& line) { print({line}); }

 private:
  void print(const std::vector<std::string>& lines);

  Narrator narrator_;
  Terminal terminal_;
  std::ostream& out_;
};

/// Returns the message shown while asynchronous invocations are awaited.
[[nodiscard]] std::string waiting_text(std::uint64_t count);

/// Runs an execution and shows it.
[[nodiscard]] launch::Ending play_live(const launch::Launch& launch, const Terminal& terminal, std::ostream& out);

}  // namespace stepstorm::terminal
