#include "terminal/live_view.hpp"

#include <chrono>

#include "terminal/output.hpp"
#include "values/overload.hpp"
#include "values/words.hpp"

namespace stepstorm::terminal {
void LiveView::show(const launch::Told& told) {
  print(std::visit(Overload{[&](const launch::Recorded& recorded) { return narrator_.tell(recorded); },
                            [&](const launch::Ended& ended) { return narrator_.tell(ended); },
                            [&](const launch::WorkerIsUp& up) { return narrator_.tell(up); },
                            [&](const launch::WorkerIsDown& down) { return narrator_.tell(down); },
                            [&](const launch::ResourceIsDown& down) { return narrator_.tell(down); },
                            [&](const launch::ResourceIsRestored& restored) { return narrator_.tell(restored); }},
                   told));
}

void LiveView::idle(TimePoint now) {
  if (!terminal_.interactive) return;
  if (const auto line = narrator_.going_on(now)) out_ << erase_line << *line << std::flush;
}

void LiveView::print(const std::vector<std::string>& lines) {
  if (terminal_.interactive) out_ << erase_line;
  for (const std::string& line : lines) out_ << line << '\n';
  out_ << std::flush;
}

std::string waiting_text(std::uint64_t count) {
  return "Waiting for " + counted(count, "asynchronous invocation") + "; Ctrl-C leaves them.";
}

launch::Ending play_live(const launch::Launch& launch, const Terminal& terminal, std::ostream& out) {
  const auto now = [] { return TimePoint{std::chrono::system_clock::now()}; };
  LiveView view(launch.state_machine, terminal, out);
  return launch::play(launch,
                      {.told = [&](const launch::Told& told) { view.show(told); },
                       .idle = [&] { view.idle(now()); },
                       .aborting = [&](const std::string& why) { view.say("Aborting the execution: " + why); },
                       .waiting = [&](std::uint64_t count) { view.say(waiting_text(count)); }});
}

}  // namespace stepstorm::terminal
