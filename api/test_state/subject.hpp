// The state that is tested: alone, or one of a state machine at any depth. Source: semantics.md 9.5.
#pragma once

#include <optional>
#include <string>

#include "api/error.hpp"
#include "asl/machine.hpp"

namespace stepstorm::api {

struct Subject {
  asl::MachinePtr machine;
  asl::StateIndex index = 0;

  const asl::State& state() const { return machine->states[index]; }
  /// The name of the state that this index names.
  const std::string& name_of(asl::StateIndex other) const { return machine->states[other].name; }
};

/// What a state without a name of its own is called.
inline constexpr const char* tested_state_name = "StateName";

/// `state_name` empty: the definition is of one state, and the states it goes on to need not exist.
/// Error: InvalidDefinition with places in the definition as given; ValidationException where no state has the name.
[[nodiscard]] tl::expected<Subject, Error> find_subject(const std::string& definition, const std::string& state_name);

}  // namespace stepstorm::api
