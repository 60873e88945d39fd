// Where states:startExecution finds state machines that may come and go while executions run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "execution/execution.hpp"

namespace stepstorm::orchestration {

struct FoundMachine {
  execution::StateMachinePtr state_machine;   // the execution keeps it, also when it is deleted
  std::string version_arn;                    // that was meant; empty: none
  std::string alias_arn;                      // likewise
  std::shared_ptr<const void> revision = {};  // what the directory wants kept for as long as the execution is known
};

/// Called by orchestrators, from several threads.
class MachineDirectory {
 public:
  virtual ~MachineDirectory() = default;

  /// By its ARN, with or without a version or an alias, which chooses one of its versions. Nothing: there is no such machine.
  virtual std::optional<FoundMachine> find(std::string_view arn) = 0;
  /// The same without choosing.
  virtual bool knows(std::string_view arn) = 0;
};

}  // namespace stepstorm::orchestration
