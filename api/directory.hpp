// The machines of an account's registry, as states:startExecution finds them.
#pragma once

#include "api/registry.hpp"
#include "orchestration/machine_directory.hpp"
#include "world/stream.hpp"

namespace stepstorm::api {

/// The state machine that an ARN names, with its version or alias.
struct FoundStateMachine {
  StateMachineEntry* machine = nullptr;
  RevisionPtr revision;
  const Version* version = nullptr;  // null: the ARN names no version
  const Alias* alias = nullptr;      // null: the ARN names no alias
};

/// Finds a state machine; an alias selects one of its versions by weight. Errors: InvalidArn, StateMachineDoesNotExist.
[[nodiscard]] tl::expected<FoundStateMachine, Error> find_state_machine(Registry& registry,
                                                                        world::Stream& choices,
                                                                        const std::string& arn);

class Directory final : public orchestration::MachineDirectory {
 public:
  /// Both must outlive it; it holds the registry's mutex while it uses them.
  Directory(Registry& registry, world::Stream& choices) : registry_(registry), choices_(choices) {}

  std::optional<orchestration::FoundMachine> find(std::string_view arn) override;
  bool knows(std::string_view arn) override;

 private:
  Registry& registry_;
  world::Stream& choices_;  // of aliases
};

}  // namespace stepstorm::api
