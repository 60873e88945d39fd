#include <algorithm>
#include <limits>
#include <utility>

#include "asl/quotas.hpp"
#include "execution/run.hpp"

namespace stepstorm::execution {
namespace {

// Iterations of an inline Map that run at the same time at most. Source: semantics.md 1.3, 7.3.
constexpr std::uint32_t inline_concurrency_max = 40;

/// 0: no limit of the state's own.
Evaluated<std::uint32_t> concurrency(const asl::MapState& map, const Json& input, const asl::References& references) {
  if (!map.max_concurrency) return 0;
  const auto asked = integer(*map.max_concurrency, "MaxConcurrency", input, references);
  if (!asked) return tl::unexpected{asked.error()};
  if (*asked < 0) return invalid(*map.max_concurrency, "MaxConcurrency cannot be negative.");
  return static_cast<std::uint32_t>(std::min<std::int64_t>(*asked, std::numeric_limits<std::uint32_t>::max()));
}

Evaluated<Payload> iteration_input(Run& run, ScopeSlot slot, std::uint32_t position) {
  const auto& selector = map_of(run, slot).item_selector;
  RunningChildren& children = run.children(slot);
  const Json& item = (*children.input)[position];
  const std::string& name = run.state(slot).name;
  if (!selector) return admit(Payload{item}, name);
  const auto references = run.references(slot, MapItem{.index = position, .value = &item});
  auto made = evaluate(*selector, {.input = &*children.map_input}, references).and_then([&](Json selected) {
    return admit(Payload{std::move(selected)}, name);
  });
  if (made) children.last_input = *made = shared_if_equal(std::move(*made), children.last_input);
  return made;
}

bool has_more(const RunningChildren& children) { return children.next < children.total || !children.again.empty(); }

std::uint32_t take_position(RunningChildren& children) {
  if (children.again.empty()) return children.next++;
  const std::uint32_t position = children.again.back();
  children.again.pop_back();
  return position;
}

/// false: the Map has failed while the iteration was being started, and may have been caught or begin anew.
bool start_iteration(Run& run, ScopeSlot slot, std::uint32_t previous) {
  const std::uint32_t position = take_position(run.children(slot));
  const std::uint32_t started = run.record_aside(slot, previous, EventType::MapIterationStarted, Count{position});
  const asl::ScopeIndex processor = map_of(run, slot).processor;
  auto input = iteration_input(run, slot, position);
  if (!input) {
    run.fail_child(run.open_child(slot, processor, position, {}, started), input.error());
    return false;
  }
  ++run.children(slot).open;
  run.make_ready(run.open_child(slot, processor, position, std::move(*input), started));
  return true;
}

/// Whether a list of these is surely more than a state may put out, without making it.
bool exceed_payload(const std::vector<Payload>& results) {
  std::size_t bytes = 2;
  for (const Payload& result : results)
    if ((bytes += text_size_at_least(*result, asl::payload_bytes_max) + 1) > asl::payload_bytes_max + 1) return true;
  return false;
}

Flow complete(Run& run, ScopeSlot slot, EventType event) {
  auto& known = run.children(slot).results;
  auto results = run.keeps_frontier() ? known : std::move(known);
  run.record_aside(slot, run.scope(slot).last_event, event);
  if (result_is_output(run.state(slot)) && exceed_payload(results)) return run.fail_too_large(slot);
  Json list = Json::array();
  for (Payload& result : results) list.push_back(*std::exchange(result, {}));
  return run.leave_with_result(slot, Payload{std::move(list)});
}

std::uint32_t run_at_once(std::uint32_t asked) {
  return asked == 0 ? inline_concurrency_max : std::min(asked, inline_concurrency_max);
}

Flow run_inline_map(Run& run, ScopeSlot slot, const Payload& input, std::uint32_t at_once, const Payload& list) {
  const auto total = static_cast<std::uint32_t>(list->size());
  const std::uint32_t started = run.record(slot, EventType::MapStateStarted, Count{total});
  const bool dropped = result_is_dropped(run.state(slot));
  run.scope(slot).progress = std::make_unique<RunningChildren>(RunningChildren{
      .input = list, .results = std::vector<Payload>(dropped ? 0 : total), .map_input = input, .total = total});
  if (total == 0) return complete(run, slot, EventType::MapStateSucceeded);
  const std::uint32_t limit = run_at_once(at_once);
  for (std::uint32_t wave = std::min(limit, total); wave > 0; --wave)
    if (!start_iteration(run, slot, started)) break;
  return Flow::Blocked;
}

}  // namespace

Flow run_map(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const asl::MapState& map = map_of(run, slot);
  run.renew(slot);
  const auto references = run.references(slot);
  const auto input = visible_input(state, run.scope(slot).input, references);
  if (!input) return run.fail(slot, input.error());
  const auto at_once = concurrency(map, **input, references);
  if (!at_once) return run.fail(slot, at_once.error());
  const auto items = map.item_reader ? Evaluated<MapItems>{} : map_items(state, *input, references);
  if (!items) return run.fail(slot, items.error());
  return map.mode == asl::ProcessorMode::DISTRIBUTED ? run_distributed_map(run, slot, *input, *at_once, *items)
                                                     : run_inline_map(run, slot, *input, *at_once, items->list);
}

void child_succeeded(Run& run, ScopeSlot parent, ScopeSlot child, const Payload& output) {
  RunningChildren& children = run.children(parent);
  const bool iteration = std::holds_alternative<asl::MapState>(run.state(parent).detail);
  const std::uint32_t position = run.scope(child).position;
  const std::uint32_t last_event = run.scope(child).last_event;
  if (!children.results.empty()) children.results[position] = output;
  --children.open;
  const std::uint32_t succeeded =
      iteration ? run.record_aside(parent, last_event, EventType::MapIterationSucceeded, Count{position}) : last_event;
  run.execution().scopes.give_back(child);
  if (has_more(children)) {
    start_iteration(run, parent, last_event);
  } else if (children.open == 0) {
    run.scope(parent).last_event = succeeded;
    const auto event = iteration ? EventType::MapStateSucceeded : EventType::ParallelStateSucceeded;
    if (complete(run, parent, event) == Flow::Onward) run.make_ready(parent);
  }
}

Flow children_revived(Run& run, ScopeSlot slot) {
  const RunningChildren& children = run.children(slot);
  const auto* map = std::get_if<asl::MapState>(&run.state(slot).detail);
  if (!has_more(children)) {
    if (children.open > 0) return Flow::Blocked;
    return complete(run, slot, map ? EventType::MapStateSucceeded : EventType::ParallelStateSucceeded);
  }
  const auto at_once = concurrency(*map, *children.map_input, run.references(slot));
  if (!at_once) return run.fail(slot, at_once.error());
  const std::uint32_t before = run.scope(slot).last_event;
  for (std::uint32_t open = children.open; open < run_at_once(*at_once) && has_more(run.children(slot)); ++open)
    if (!start_iteration(run, slot, before)) break;
  return Flow::Blocked;
}

}  // namespace stepstorm::execution
