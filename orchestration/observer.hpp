// Observer: receives what orchestrators and supervisors report to the outside, under any clock.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "execution/command.hpp"
#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "orchestration/machine_directory.hpp"

namespace stepstorm::orchestration {

/// Bit set in the id of an execution that another execution started, by a Distributed Map or states:startExecution; its
/// orchestrator assigns the id.
inline constexpr std::uint64_t child_id = std::uint64_t{1} << 63;

struct EndedExecution {
  execution::Execution execution;  // includes its scopes if it can be redriven
  execution::History history;      // empty when the history policy does not keep it
};

/// With several orchestrators, calls come from several threads; only calls about one execution or one orchestrator are
/// ordered. Called in the middle of an orchestrator's work: an observer must return soon and must not call back.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Reports an execution's events as they happen. Called only with EngineOptions::live_events.
  virtual void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
    static_cast<void>(execution), static_cast<void>(events);
  }
  /// Reports that a Distributed Map starts this child execution; its events follow. Called only with live_events.
  virtual void child_started(const execution::Execution& child, const execution::StartChild& as) {
    static_cast<void>(child), static_cast<void>(as);
  }
  /// Reports that states:startExecution starts this execution of a machine from the directory; its events follow.
  /// Called only with live_events.
  virtual void nested_started(const execution::Execution& nested, const FoundMachine& of) {
    static_cast<void>(nested), static_cast<void>(of);
  }
  /// Reports the state of a map run of this execution. Called only with EngineOptions::redrivable.
  virtual void map_run_reported(const execution::Execution& execution, execution::ReportMapRun&& report) {
    static_cast<void>(execution), static_cast<void>(report);
  }
  /// Reports the end of an execution: once for its start, and once for each redrive.
  virtual void ended(EndedExecution&& ended) { static_cast<void>(ended); }

  virtual void worker_up(std::string_view worker, TimePoint at) { static_cast<void>(worker), static_cast<void>(at); }
  virtual void worker_down(std::string_view worker, std::string_view reason, TimePoint at) {
    static_cast<void>(worker), static_cast<void>(reason), static_cast<void>(at);
  }
  virtual void resource_down(std::string_view resource, std::string_view cause, TimePoint at) {
    static_cast<void>(resource), static_cast<void>(cause), static_cast<void>(at);
  }
  virtual void resource_restored(std::string_view resource, TimePoint at) {
    static_cast<void>(resource), static_cast<void>(at);
  }
};

}  // namespace stepstorm::orchestration
