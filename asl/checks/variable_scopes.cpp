#include "asl/checks/variable_scopes.hpp"

#include <string>
#include <unordered_set>

#include "asl/checks/definition_walk.hpp"
#include "asl/checks/field_checks.hpp"
#include "asl/checks/map_schema.hpp"

namespace stepstorm::asl {
namespace {

/// The names that one scope assigns, and the scopes around it.
struct Assigned {
  const Assigned* outer = nullptr;
  std::unordered_set<std::string_view> names;
};

bool is_assigned_around(const Assigned& scope, std::string_view name) {
  for (const auto* outer = scope.outer; outer; outer = outer->outer) {
    if (outer->names.contains(name)) return true;
  }
  return false;
}

void check_assign(const Json& assign, const Place& place, Assigned& scope, FindingList& errors) {
  for (const auto& [member_name, value] : assign.get_ref<const Json::object_t&>()) {
    const auto name = result_name(member_name);
    scope.names.insert(name);
    if (!is_assigned_around(scope, name)) continue;
    errors.add(Severity::ERROR,
               code::schema_validation_failed,
               "The variable name '" + std::string(name) + "' was already defined in a parent scope.",
               place);
  }
}

/// Child executions do not see the variables around the Map that starts them.
bool is_child_execution(const Json& scope) { return processor_mode(scope) == ProcessorMode::DISTRIBUTED; }

void check_scope(const Json& scope, const Place& place, const Assigned* outer, FindingList& errors) {
  Assigned assigned{.outer = outer, .names = {}};
  for_each_state(scope, place, [&](std::string_view, const Json& state, const Place& state_place) {
    for_each_assign(state, state_place, [&](const Json& assign, const Place& assign_place) {
      check_assign(assign, assign_place, assigned, errors);
    });
  });
  for_each_state(scope, place, [&](std::string_view, const Json& state, const Place& state_place) {
    for_each_inner_scope(state, state_place, [&](const Json& inner, const Place& inner_place) {
      check_scope(inner, inner_place, is_child_execution(inner) ? nullptr : &assigned, errors);
    });
  });
}

}  // namespace

void check_variable_scopes(const Json& definition, FindingList& errors) {
  check_scope(definition, Place(), nullptr, errors);
}

}  // namespace stepstorm::asl
