// Formats the events of one execution as lines for readers: each step when it has ended, with its duration, and
// attempts and failures in between. Executions that it starts are indented below it: with a line that names the
// machine for states:startExecution, with their number for a Distributed Map. Takes notifications and returns lines;
// writes nothing.
//
//   0.05 s  ✓ ValidateOrder      52 ms
//   0.14 s  ✗ ProcessPayment     Payment.ProviderUnavailable after 86 ms: The payment provider is not available.
//           ↻                    retry 1 of 4 in 0.73 s after Payment.ProviderUnavailable
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "execution/visits.hpp"
#include "launch/told.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::terminal {

class Narrator {
 public:
  Narrator(execution::StateMachinePtr state_machine, const Terminal& terminal);

  /// Returns the lines for a notification; often none.
  std::vector<std::string> tell(const launch::Recorded& recorded);
  std::vector<std::string> tell(const launch::Ended& ended);
  std::vector<std::string> tell(const launch::WorkerIsDown& down);
  std::vector<std::string> tell(const launch::WorkerIsUp& up);
  std::vector<std::string> tell(const launch::ResourceIsDown& down);
  std::vector<std::string> tell(const launch::ResourceIsRestored& restored);

  /// Returns the current activity, for a status line that is rewritten; nullopt when there is none.
  std::optional<std::string> going_on(TimePoint now) const;

 private:
  /// The current activity of a visit between two recorded events.
  struct Attempting {
    TimePoint since;
    std::optional<std::int64_t> timeout_seconds;
  };
  struct Waiting {
    TimePoint until;
  };
  struct BackingOff {
    TimePoint until;
  };
  using Busy = std::variant<Attempting, Waiting, BackingOff>;

  /// The state of a visit beyond its place in the history.
  struct Progress {
    int attempts = 0;
    TimePoint attempted_at;
    std::optional<std::string> error;  // error of the last attempt
    std::vector<int> retries_by_retrier;
    bool chose = false;  // left, and the next state not yet reported
  };

  /// One execution, with the machine that names its states.
  struct Course {
    enum class Role { Watched, Nested, MapChild };
    Course(Role as, std::uint32_t among, execution::StateMachinePtr of)
        : role(as), number(among), state_machine(std::move(of)), visits(state_machine) {}

    Role role;
    std::uint32_t number;  // index among the executions of its state machine, by start, from 0
    execution::StateMachinePtr state_machine;
    execution::Visits visits;
    std::map<execution::VisitIndex, Progress> progress;
    std::map<execution::VisitIndex, Busy> busy;
  };

  Course& course_of(const launch::Recorded& recorded);
  void tell(Course& course, const execution::HistoryEvent& event);
  void tell(Course& course, const launch::Pause& pause);
  void entered(Course& course, execution::VisitIndex visit, TimePoint at);
  void scheduled(Course& course, execution::VisitIndex visit, const execution::HistoryEvent& event);
  void not_evaluated(Course& course, execution::VisitIndex visit, const execution::HistoryEvent& event);
  void failed(Course& course, execution::VisitIndex visit, const execution::HistoryEvent& event);
  void exited(Course& course, execution::VisitIndex visit, TimePoint at);
  void chosen(Course& course, execution::VisitIndex from, execution::VisitIndex to, TimePoint at);
  static std::string retry(Course& course, execution::VisitIndex visit, const launch::Pause& pause);

  void say(TimePoint at, Ink ink, std::string_view mark, std::string_view name, std::string_view text);
  void say_more(Ink ink, std::string_view mark, std::string_view text);
  std::string line(
      std::string_view time, Ink ink, std::string_view mark, std::string_view name, std::string_view text) const;
  static std::string name_of(const Course& course, execution::VisitIndex visit);
  static std::string heading_of(const Course& course);
  std::string time_of(TimePoint at) const;

  execution::StateMachinePtr state_machine_;  // of the watched execution
  Terminal terminal_;
  std::size_t name_columns_;
  std::map<std::uint64_t, Course> courses_;                      // of running executions
  std::map<execution::StateMachinePtr, std::uint32_t> started_;  // number of executions of each; never iterated
  std::map<std::string, TimePoint, std::less<>> down_workers_;   // since this time
  TimePoint started_at_;
  std::vector<std::string> lines_;  // not yet returned
};

}  // namespace stepstorm::terminal
