// MachineDirectory: looks up state machines for states:startExecution. They may come and go while executions run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "execution/execution.hpp"

namespace stepstorm::orchestration {

struct FoundMachine {
  execution::StateMachinePtr state_machine;   // kept by the execution even when it is deleted
  std::string version_arn;                    // the version that runs; empty: none
  std::string alias_arn;                      // the alias that was named; empty: none
  std::shared_ptr<const void> revision = {};  // kept as long as the execution is known; null: nothing
};

/// Thread-safe: called by several orchestrators.
class MachineDirectory {
 public:
  virtual ~MachineDirectory() = default;

  /// Finds a machine by its ARN, which may name a version, or an alias that then chooses a version. Returns nullopt
  /// when there is no such machine.
  virtual std::optional<FoundMachine> find(std::string_view arn) = 0;
  /// Returns whether find() would find it, without letting an alias choose.
  virtual bool knows(std::string_view arn) = 0;
};

}  // namespace stepstorm::orchestration
