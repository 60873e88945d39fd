#include "execution/held_bytes.hpp"

#include "execution/map_run.hpp"
#include "execution/result.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

constexpr std::size_t allocation_bytes = 16;  // what the allocator adds to each

/// Bytes of a list's elements, without the list itself; estimated from a sample.
template <class List, class Measure>
std::size_t sum_of(const List& list, const Measure& measure) {
  constexpr std::size_t looked_at_max = 256;
  if (list.empty()) return 0;
  const std::size_t step = (list.size() + looked_at_max - 1) / looked_at_max;
  std::size_t bytes = 0;
  std::size_t looked_at = 0;
  for (std::size_t at = 0; at < list.size(); at += step, ++looked_at) bytes += measure(list[at]);
  return bytes * list.size() / looked_at;
}

template <class Element>
std::size_t room_of(const std::vector<Element>& list) {
  return list.capacity() > 0 ? list.capacity() * sizeof(Element) + allocation_bytes : 0;
}

template <class Element>
std::size_t room_of(const std::deque<Element>& list) {
  return list.size() * sizeof(Element);
}

std::size_t text_bytes(const std::string& text) {
  return text.capacity() > std::string{}.capacity() ? text.capacity() + allocation_bytes : 0;
}

std::size_t payload_bytes(const Payload& payload) { return payload.held_bytes(); }

std::size_t reason_bytes(const ErrorOutput& reason) {
  return sizeof(ErrorOutput) + text_bytes(reason.error.value_or("")) + text_bytes(reason.cause.value_or(""));
}

std::size_t status_bytes(const Status& status) {
  if (const auto* succeeded = std::get_if<Succeeded>(&status)) return succeeded->output.held_bytes();
  return std::holds_alternative<Failed>(status) ? reason_bytes(reason_of(status)) : 0;
}

std::size_t children_bytes(const RunningChildren& children) {
  return sizeof(RunningChildren) + children.input.held_bytes() + room_of(children.results) +
         sum_of(children.results, payload_bytes) + room_of(children.again) + children.map_input.held_bytes() +
         children.last_input.held_bytes();
}

std::size_t map_run_bytes(const MapRun& map_run) {
  const auto result_bytes = [](const std::optional<ChildResult>& result) -> std::size_t {
    if (!result) return 0;
    return status_bytes(result->status) + text_bytes(result->execution_arn) + result->input.held_bytes();
  };
  return sizeof(MapRun) + (map_run.cursor ? map_run.cursor->held_bytes() : 0) + heap_bytes(map_run.items) +
         (map_run.given ? map_run.given->held_bytes() : 0) + room_of(map_run.selected) +
         sum_of(map_run.selected, heap_bytes) + room_of(map_run.inputs) + sum_of(map_run.inputs, payload_bytes) +
         room_of(map_run.items_in) + room_of(map_run.again) + map_run.succeeded.capacity() / 8 +
         room_of(map_run.results) + sum_of(map_run.results, result_bytes) + heap_bytes(map_run.outputs) +
         room_of(map_run.keys) + sum_of(map_run.keys, text_bytes) + (map_run.files ? map_run.files->bytes() : 0);
}

std::size_t scope_bytes(const Scope& scope);

std::size_t progress_bytes(const Progress& progress) {
  if (const auto* children = std::get_if<std::unique_ptr<RunningChildren>>(&progress))
    return children_bytes(**children);
  if (const auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&progress)) return map_run_bytes(**map_run);
  if (const auto* halted = std::get_if<std::shared_ptr<HaltedChildren>>(&progress))
    return children_bytes((*halted)->children) + room_of((*halted)->scopes) + sum_of((*halted)->scopes, scope_bytes);
  return 0;
}

std::size_t scope_bytes(const Scope& scope) {
  std::size_t bytes = scope.input.held_bytes() + progress_bytes(scope.progress);
  if (scope.retries_by_retrier) bytes += room_of(*scope.retries_by_retrier) + allocation_bytes;
  if (scope.variables)
    for (const auto& [name, value] : *scope.variables)
      bytes += sizeof(Variables::value_type) + text_bytes(name) + value.held_bytes();
  return bytes;
}

std::size_t event_bytes(const HistoryEvent& event) {
  return std::visit(Overload{[](const Data& data) { return data.payload.held_bytes(); },
                             [](const Exit& exit) {
                               return exit.output.held_bytes() + (exit.assigned ? heap_bytes(*exit.assigned) : 0);
                             },
                             [](const Schedule& schedule) { return schedule.input.held_bytes(); },
                             [](const Failure& failure) { return failure.error ? reason_bytes(*failure.error) : 0; },
                             [](const EvaluationFailure& failure) {
                               return reason_bytes(*failure.error) +
                                      (failure.location ? sizeof(std::string) + text_bytes(*failure.location) : 0);
                             },
                             [](const auto&) -> std::size_t { return 0; }},
                    event.details);
}

}  // namespace

std::size_t held_bytes(const Execution& execution) {
  std::size_t bytes = execution.input.held_bytes();
  if (execution.given_name) bytes += sizeof(std::string) + text_bytes(*execution.given_name) + allocation_bytes;
  if (execution.scopes.size() > 1) bytes += execution.scopes.size() * sizeof(Scope) + allocation_bytes;
  for (std::uint32_t number = 0; number < execution.scopes.size(); ++number)
    bytes += scope_bytes(execution.scopes[ScopeSlot{number}]);
  return bytes;
}

std::size_t held_bytes(const History& history) { return room_of(history) + sum_of(history, event_bytes); }

}  // namespace stepstorm::execution
