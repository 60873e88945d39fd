// Tells the story of one execution in lines for people: each step when it has ended, with its duration, and what
// happens in between. Fed with what an engine tells; writes nothing itself.
//
//   0.05 s  ✓ ValidateOrder      52 ms
//   0.14 s  ✗ ProcessPayment     Payment.ProviderUnavailable after 86 ms: The payment provider is not available.
//           ↻                    retry 1 of 4 in 0.73 s after Payment.ProviderUnavailable
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal.hpp"
#include "app/told.hpp"
#include "app/visits.hpp"

namespace stepstorm::app {

class Narrator {
 public:
  Narrator(execution::StateMachinePtr state_machine, const Terminal& terminal);

  /// What it has to say about this, a line each; often nothing.
  std::vector<std::string> tell(const Recorded& recorded);
  std::vector<std::string> tell(const WorkerDown& down);
  std::vector<std::string> tell(const WorkerUp& up);
  std::vector<std::string> tell(const ResourceDown& down);
  std::vector<std::string> tell(const ResourceRestored& restored);

  /// What is going on, for a line that will be rewritten; nothing when nothing is.
  std::optional<std::string> going_on(TimePoint now) const;

 private:
  /// What a visit is busy with while nothing is recorded.
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

  /// What is known of a visit beyond its place in the history.
  struct Progress {
    int attempts = 0;
    TimePoint attempted_at;
    std::optional<std::string> error;  // that its last attempt ended with
    std::vector<int> retries_by_retrier;
    bool chose = false;  // has been left, for a state that is yet to be told
  };

  void tell(const execution::HistoryEvent& event);
  void tell(const Pause& pause);
  void entered(VisitIndex visit, TimePoint at);
  void scheduled(VisitIndex visit, const execution::HistoryEvent& event);
  void failed(VisitIndex visit, const execution::HistoryEvent& event);
  void exited(VisitIndex visit, TimePoint at);
  void chosen(VisitIndex from, VisitIndex to, TimePoint at);
  std::string retry(VisitIndex visit, const Pause& pause);

  void say(TimePoint at, Ink ink, std::string_view mark, std::string_view name, std::string_view text);
  void say_more(Ink ink, std::string_view mark, std::string_view text);
  std::string line(
      std::string_view time, Ink ink, std::string_view mark, std::string_view name, std::string_view text) const;
  std::string name_of(VisitIndex visit) const;
  std::string time_of(TimePoint at) const;

  execution::StateMachinePtr state_machine_;
  Terminal terminal_;
  std::size_t name_columns_;
  Visits visits_;
  std::map<VisitIndex, Progress> progress_;
  std::map<VisitIndex, Busy> busy_;
  std::map<std::string, TimePoint, std::less<>> down_workers_;  // since when
  TimePoint started_at_;
  std::vector<std::string> lines_;  // not taken yet
};

}  // namespace stepstorm::app
