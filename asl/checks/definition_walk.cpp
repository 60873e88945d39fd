#include "asl/checks/definition_walk.hpp"

#include <string>

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {
namespace {

using Visit = std::function<void(const Json& value, const Place& place)>;

void visit_member(const Json& object, const Place& place, std::string_view name, const Visit& visit) {
  if (const auto* value = member(object, name)) visit(*value, place.member(name));
}

void visit_elements(const Json& object, const Place& place, std::string_view name, const Visit& visit) {
  visit_member(object, place, name, [&](const Json& array, const Place& array_place) {
    if (!array.is_array()) return;
    for (std::size_t i = 0; i < array.size(); ++i) visit(array[i], array_place.element(i));
  });
}

/// Visits the member with this name of a state, its choice rules and its catchers, in document order.
void visit_state_and_its_exits(const Json& state, const Place& place, std::string_view name, const Visit& visit) {
  const auto visit_exit = [&](const Json& exit, const Place& exit_place) {
    visit_member(exit, exit_place, name, visit);
  };
  if (!state.is_object()) return;
  for (const auto& [key, value] : state.get_ref<const Json::object_t&>()) {
    if (key == name) visit(value, place.member(key));
    if (key == "Choices" || key == "Catch") visit_elements(state, place, key, visit_exit);
  }
}

}  // namespace

void for_each_state(const Json& scope,
                    const Place& place,
                    const std::function<void(std::string_view, const Json&, const Place&)>& visit) {
  visit_member(scope, place, "States", [&](const Json& states, const Place& states_place) {
    if (!states.is_object()) return;
    for (const auto& [name, state] : states.get_ref<const Json::object_t&>())
      visit(name, state, states_place.member(name));
  });
}

void for_each_inner_scope(const Json& state, const Place& place, const Visit& visit) {
  visit_elements(state, place, "Branches", visit);
  visit_member(state, place, "ItemProcessor", visit);
  visit_member(state, place, "Iterator", visit);
}

void for_each_target(const Json& state,
                     const Place& place,
                     const std::function<void(std::string_view, const Place&)>& visit) {
  const Visit visit_text = [&](const Json& target, const Place& target_place) {
    if (target.is_string()) visit(target.get_ref<const std::string&>(), target_place);
  };
  visit_state_and_its_exits(state, place, "Next", visit_text);
  visit_member(state, place, "Default", visit_text);
}

void for_each_assign(const Json& state, const Place& place, const Visit& visit) {
  visit_state_and_its_exits(state, place, "Assign", [&](const Json& assign, const Place& assign_place) {
    if (assign.is_object()) visit(assign, assign_place);
  });
}

}  // namespace stepstorm::asl
