// What the world outside gets to know of orchestrators and supervisors, under any clock.
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

/// Marks the ids of executions that another execution has started, by a Distributed Map or states:startExecution; those
/// are numbered by their orchestrator.
inline constexpr std::uint64_t child_id = std::uint64_t{1} << 63;

struct EndedExecution {
  execution::Execution execution;  // with its scopes, where it can be redriven
  execution::History history;      // empty when the policy keeps none of it
};

/// With several orchestrators, calls come from several threads, and only those about one execution or one orchestrator
/// in order. Called in the middle of an orchestrator's work: an observer must return soon and not call back.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Events of an execution as they happen. Only when live events are asked for.
  virtual void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
    static_cast<void>(execution), static_cast<void>(events);
  }
  /// A Distributed Map starts this execution as one of its children; its events follow. Only when live events are asked for.
  virtual void child_started(const execution::Execution& child, const execution::StartChild& as) {
    static_cast<void>(child), static_cast<void>(as);
  }
  /// states:startExecution starts this execution of a machine of the directory; its events follow. Only when live events are
  /// asked for.
  virtual void nested_started(const execution::Execution& nested, const FoundMachine& of) {
    static_cast<void>(nested), static_cast<void>(of);
  }
  /// How a map run of this execution stands. Only when executions are kept for redrives.
  virtual void map_run_reported(const execution::Execution& execution, execution::ReportMapRun&& report) {
    static_cast<void>(execution), static_cast<void>(report);
  }
  /// Each execution that was started, once, and again each time that it was redriven.
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
