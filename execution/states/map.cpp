#include <algorithm>
#include <limits>
#include <utility>

#include "asl/quotas.hpp"
#include "execution/run.hpp"

namespace stepstorm::execution {
namespace {

// Iterations of an inline Map that run at the same time at most. Source: semantics.md 1.3, 7.3.
constexpr std::uint32_t inline_concurrency_max = 40;

const asl::MapState& map_of(Run& run, std::uint32_t scope_index) {
  return std::get<asl::MapState>(run.state(scope_index).detail);
}

Evaluated<Payload> items(const asl::MapState& map, const Payload& input, const asl::References& references) {
  auto found = apply(map.items_path, input, references);
  if (!found) return found;
  const auto* path = std::get_if<asl::JsonPath>(&map.items_path);
  if (!(*found)->is_array())
    return evaluation_error("Reference path \"" + (path ? path->text() : "$") + "\" must point to array.");
  return found;
}

/// 0: no limit of the state's own.
Evaluated<std::uint32_t> concurrency(const asl::MapState& map, const Json& input, const asl::References& references) {
  if (!map.max_concurrency) return 0;
  const auto asked = integer(*map.max_concurrency, "MaxConcurrency", input, references);
  if (!asked) return tl::unexpected{asked.error()};
  if (*asked < 0) return evaluation_error("MaxConcurrency cannot be negative.");
  return static_cast<std::uint32_t>(std::min<std::int64_t>(*asked, std::numeric_limits<std::uint32_t>::max()));
}

Evaluated<Payload> iteration_input(Run& run, std::uint32_t scope_index, std::uint32_t position) {
  const auto& selector = map_of(run, scope_index).item_selector;
  RunningChildren& children = run.children(scope_index);
  const Json& item = (*children.input)[position];
  const std::string& name = run.state(scope_index).name;
  if (!selector) return admit(Payload{item}, name);
  const ScopeReferences references{run.execution(), run.scope(scope_index), MapItem{position, &item, nullptr}};
  auto made = apply(selector, children.map_input, references).and_then([&](Payload selected) {
    return admit(std::move(selected), name);
  });
  if (made) children.last_input = *made = shared_if_equal(std::move(*made), children.last_input);
  return made;
}

/// false: the execution has failed while the iteration was being started.
bool start_iteration(Run& run, std::uint32_t scope_index, std::uint32_t previous) {
  const std::uint32_t position = run.children(scope_index).next++;
  const std::uint32_t started =
      run.record_aside(scope_index, previous, EventType::MapIterationStarted, Count{position});
  auto input = iteration_input(run, scope_index, position);
  if (!input) {
    run.fail(scope_index, input.error());
    return false;
  }
  ++run.children(scope_index).open;
  const asl::ScopeIndex processor = map_of(run, scope_index).processor;
  run.make_ready(run.open_child(scope_index, processor, position, std::move(*input), started));
  return true;
}

/// Whether a list of these is surely more than a state may put out, without making it.
bool exceed_payload(const std::vector<Payload>& results) {
  std::size_t bytes = 2;
  for (const Payload& result : results)
    if ((bytes += text_size_at_least(*result, asl::payload_bytes_max) + 1) > asl::payload_bytes_max + 1) return true;
  return false;
}

Flow complete(Run& run, std::uint32_t scope_index, EventType event) {
  auto results = std::move(run.children(scope_index).results);
  run.record_aside(scope_index, run.scope(scope_index).last_event, event);
  if (result_is_output(run.state(scope_index)) && exceed_payload(results))
    return run.fail(scope_index, data_limit_exceeded(run.state(scope_index).name));
  Json list = Json::array();
  for (Payload& result : results) list.push_back(*std::exchange(result, {}));
  return run.leave_with_result(scope_index, Payload{std::move(list)});
}

Flow run_inline_map(
    Run& run, std::uint32_t scope_index, const Payload& input, std::uint32_t at_once, const Payload& list) {
  const auto total = static_cast<std::uint32_t>(list->size());
  const std::uint32_t started = run.record(scope_index, EventType::MapStateStarted, Count{total});
  const bool dropped = result_is_dropped(run.state(scope_index));
  run.scope(scope_index).progress = std::make_unique<RunningChildren>(RunningChildren{
      .input = list, .results = std::vector<Payload>(dropped ? 0 : total), .map_input = input, .total = total});
  if (total == 0) return complete(run, scope_index, EventType::MapStateSucceeded);
  const std::uint32_t limit = at_once == 0 ? inline_concurrency_max : std::min(at_once, inline_concurrency_max);
  for (std::uint32_t wave = std::min(limit, total); wave > 0; --wave)
    if (!start_iteration(run, scope_index, started)) break;
  return Flow::Blocked;
}

}  // namespace

Flow run_map(Run& run, std::uint32_t scope_index) {
  const asl::State& state = run.state(scope_index);
  const asl::MapState& map = map_of(run, scope_index);
  run.renew(scope_index);
  const auto references = run.references(scope_index);
  const auto input = apply(state.input_path, run.scope(scope_index).input, references);
  if (!input) return run.fail(scope_index, input.error());
  const auto at_once = concurrency(map, **input, references);
  if (!at_once) return run.fail(scope_index, at_once.error());
  const auto list = map.item_reader ? Evaluated<Payload>{} : items(map, *input, references);
  if (!list) return run.fail(scope_index, list.error());
  return map.mode == asl::ProcessorMode::DISTRIBUTED ? run_distributed_map(run, scope_index, *input, *at_once, *list)
                                                     : run_inline_map(run, scope_index, *input, *at_once, *list);
}

void child_succeeded(Run& run, std::uint32_t parent, std::uint32_t child, const Payload& output) {
  RunningChildren& children = run.children(parent);
  const bool iteration = std::holds_alternative<asl::MapState>(run.state(parent).detail);
  const std::uint32_t position = run.scope(child).position;
  const std::uint32_t last_event = run.scope(child).last_event;
  if (!children.results.empty()) children.results[position] = output;
  --children.open;
  const std::uint32_t succeeded =
      iteration ? run.record_aside(parent, last_event, EventType::MapIterationSucceeded, Count{position}) : last_event;
  run.execution().scopes.give_back(child);
  if (children.next < children.total) {
    start_iteration(run, parent, last_event);
  } else if (children.open == 0) {
    run.scope(parent).last_event = succeeded;
    const auto event = iteration ? EventType::MapStateSucceeded : EventType::ParallelStateSucceeded;
    if (complete(run, parent, event) == Flow::Onward) run.make_ready(parent);
  }
}

}  // namespace stepstorm::execution
