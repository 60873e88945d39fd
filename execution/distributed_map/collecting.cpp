#include "execution/distributed_map/phases.hpp"
#include "execution/result_writer.hpp"

namespace stepstorm::execution::distributed_map {
namespace {

// From then on MapStateExited follows MapRunStarted, as the service has it today; before, it followed MapRunSucceeded.
// Source: semantics.md 8.7 rule 7; the recordings change between 2024-08-19 and 2024-11-13.
constexpr TimePoint exits_follow_the_start_since = std::chrono::sys_days{std::chrono::October / 1 / 2024};

Flow succeed(Run& run, ScopeSlot slot, Payload result) {
  const std::uint32_t started = run.scope(slot).last_event;
  const std::uint32_t succeeded = run.record(slot, EventType::MapRunSucceeded);
  run.record_aside(slot, succeeded, EventType::MapStateSucceeded);
  if (run.now() >= exits_follow_the_start_since) run.scope(slot).last_event = started;
  run.renew(slot);
  return run.leave_with_result(slot, std::move(result));
}

void collect(MapRun& map_run, const asl::MapState& map, const ChildResult& result) {
  if (!map.result_writer || !map.result_writer->resource)
    return collect_output(map_run.outputs, map, names_of(map_run), result);
  if (!map_run.files) map_run.files.emplace();
  map_run.files->add(*map.result_writer, names_of(map_run), result);
}

Flow hand_on(Run& run, ScopeSlot slot) {
  const asl::MapState& map = map_of(run, slot);
  MapRun& map_run = map_run_of(run, slot);
  if (!map.result_writer || !map.result_writer->resource)
    return succeed(run, slot, Payload{std::move(map_run.outputs)});
  const auto place = parameters(run, slot, map.result_writer->parameters);
  if (!place) return fail_run(run, slot, place.error());
  map_run.phase = MapRun::Phase::Writing;
  map_run.results_bucket = text_member(*place, "Bucket");
  map_run.results_prefix = text_member(*place, "Prefix");
  if (!map_run.files) map_run.files.emplace();
  run.command(
      WriteObjects{attempt_of(run, slot),
                   map_run.results_bucket,
                   std::move(*map_run.files)
                       .finish(*map.result_writer, names_of(map_run), map_run.results_bucket, map_run.results_prefix)});
  return Flow::Blocked;
}

}  // namespace

bool keeps_results(Run& run, ScopeSlot slot) {
  const auto& writer = map_of(run, slot).result_writer;
  return (writer && writer->resource) || !result_is_dropped(run.state(slot));
}

Flow begin_collecting(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  map_run.phase = MapRun::Phase::Collecting;
  map_run.handled = 0;
  return collect_results(run, slot);
}

Flow collect_results(Run& run, ScopeSlot slot) {
  const asl::MapState& map = map_of(run, slot);
  MapRun& map_run = map_run_of(run, slot);
  for (; map_run.handled < map_run.results.size(); ++map_run.handled) {
    if (!run.take_work()) return pause(run, slot);
    auto& result = map_run.results[map_run.handled];
    if (!result) continue;
    collect(map_run, map, *result);
    if (!run.keeps_frontier()) result.reset();
  }
  return hand_on(run, slot);
}

Flow told(Run& run, const ObjectsWritten& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  const MapRun& map_run = map_run_of(run, slot);
  return succeed(run,
                 slot,
                 Payload{{{"MapRunArn", *map_run.arn},
                          {"ResultWriterDetails",
                           {{"Bucket", map_run.results_bucket},
                            {"Key", manifest_key(names_of(map_run), map_run.results_prefix)}}}}});
}

}  // namespace stepstorm::execution::distributed_map
