// The tested state: a single state, or a state of a state machine at any depth. Source: semantics.md 9.5.
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
  /// Returns the name of the state with this index.
  const std::string& name_of(asl::StateIndex other) const { return machine->states[other].name; }
};

/// The name of a single state.
inline constexpr const char* tested_state_name = "StateName";

/// Empty `state_name`: the definition is a single state, and its next states need not exist.
/// Errors: InvalidDefinition with places in the definition as given; ValidationException when no state has the name.
[[nodiscard]] tl::expected<Subject, Error> find_subject(const std::string& definition, const std::string& state_name);

}  // namespace stepstorm::api
