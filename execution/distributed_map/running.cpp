#include <algorithm>
#include <utility>

#include "execution/distributed_map/phases.hpp"

namespace stepstorm::execution::distributed_map {
namespace {

// Children that run at the same time at most. Source: semantics.md 1.3.
constexpr std::uint32_t children_at_once_max = 10'000;

void start_child(Run& run, ScopeSlot slot, std::uint32_t index) {
  MapRun& map_run = map_run_of(run, slot);
  Payload input = map_run.inputs[index];
  const bool wanted_again = shows_children(map_of(run, slot)) || run.keeps_frontier();
  if (!wanted_again) map_run.inputs[index] = {};
  run.command(StartChild{
      attempt_of(run, slot), index, map_run.children_of, std::move(input), map_run.arn, map_run.items_in[index]});
}

bool has_more(const MapRun& map_run) { return !map_run.again.empty() || map_run.next < map_run.inputs.size(); }

/// A STANDARD child goes on where it stood, an EXPRESS one begins anew. Source: semantics.md 8.4.
void redrive_child(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  const std::uint32_t index = map_run.again.back();
  map_run.again.pop_back();
  if (map_run.children_of->type == asl::MachineType::STANDARD)
    run.command(RedriveChild{attempt_of(run, slot), index, map_run.arn});
  else
    start_child(run, slot, index);
}

/// As many as may run at the same time.
void start_children(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  for (; map_run.open < map_run.concurrency && has_more(map_run); ++map_run.open) {
    if (!run.take_work()) {
      if (!std::exchange(map_run.starting, true)) run.make_ready(slot);
      return;
    }
    if (map_run.again.empty())
      start_child(run, slot, map_run.next++);
    else
      redrive_child(run, slot);
  }
}

bool too_many_failed(const MapRun& map_run) {
  if (map_run.failed_items == 0) return false;
  if (!map_run.tolerated_count && !map_run.tolerated_percentage) return true;
  if (map_run.tolerated_count && map_run.failed_items > static_cast<std::uint64_t>(*map_run.tolerated_count))
    return true;
  return map_run.tolerated_percentage && 100.0 * static_cast<double>(map_run.failed_items) >
                                             *map_run.tolerated_percentage * static_cast<double>(map_run.all_items);
}

Flow fail_by_threshold(Run& run, ScopeSlot slot) {
  return fail_run(
      run, slot, "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded");
}

/// As UpdateMapRun says it: 0 states nothing.
template <class Number>
std::optional<Number> stated(Number number) {
  return number == 0 ? std::nullopt : std::optional{number};
}

}  // namespace

std::uint32_t children_at_once(std::uint32_t asked) {
  return asked == 0 ? children_at_once_max : std::min(asked, children_at_once_max);
}

void report(Run& run, ScopeSlot slot, std::vector<std::uint32_t> items) {
  if (!run.keeps_frontier()) return;
  const MapRun& map_run = map_run_of(run, slot);
  run.command(ReportMapRun{map_run.arn,
                           map_run.children_of->type,
                           map_run.max_concurrency,
                           map_run.tolerated_count.value_or(0),
                           map_run.tolerated_percentage.value_or(0),
                           std::move(items)});
}

Flow run_children(Run& run, ScopeSlot slot) {
  start_children(run, slot);
  const MapRun& map_run = map_run_of(run, slot);
  return map_run.open == 0 && !has_more(map_run) ? begin_collecting(run, slot) : Flow::Blocked;
}

Flow redrive_children(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  ++map_run.redrives;
  run.record(slot, EventType::MapRunRedriven, MapRunReference{map_run.arn, map_run.redrives});
  map_run.phase = MapRun::Phase::Running;
  map_run.open = 0;
  map_run.starting = false;
  map_run.failed_items = 0;
  map_run.outputs = Json::array();
  map_run.files.reset();
  map_run.again.clear();
  for (std::uint32_t index = map_run.next; index-- > 0;)
    if (!map_run.succeeded[index]) map_run.again.push_back(index);
  report(run, slot);
  return run_children(run, slot);
}

Flow told(Run& run, const ChildEnded& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, slot);
  if (!map_run.results.empty())
    map_run.results[notice.index] = ChildResult{
        notice.status, notice.execution_arn, map_run.inputs[notice.index], notice.started_at, notice.ended_at};
  --map_run.open;
  const bool succeeded = std::holds_alternative<Succeeded>(notice.status);
  map_run.succeeded[notice.index] = succeeded;
  if (!succeeded) map_run.failed_items += map_run.items_in[notice.index];
  if (too_many_failed(map_run)) return fail_by_threshold(run, slot);
  return run_children(run, slot);
}

Flow update(Run& run, ScopeSlot slot, const MapRunUpdated& notice) {
  MapRun& map_run = map_run_of(run, slot);
  if (notice.max_concurrency) map_run.max_concurrency = *notice.max_concurrency;
  map_run.concurrency = children_at_once(map_run.max_concurrency);
  if (notice.tolerated_count) map_run.tolerated_count = stated(*notice.tolerated_count);
  if (notice.tolerated_percentage) map_run.tolerated_percentage = stated(*notice.tolerated_percentage);
  report(run, slot);
  if (map_run.phase != MapRun::Phase::Running) return Flow::Blocked;
  if (too_many_failed(map_run)) return fail_by_threshold(run, slot);
  return run_children(run, slot);
}

}  // namespace stepstorm::execution::distributed_map
