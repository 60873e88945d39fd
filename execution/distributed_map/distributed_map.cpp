#include "execution/distributed_map/phases.hpp"

namespace stepstorm::execution::distributed_map {
namespace {

struct Settings {
  std::optional<std::int64_t> tolerated_count;
  std::optional<double> tolerated_percentage;
  std::int64_t max_items = 0;
};

Evaluated<Settings> settings(const asl::MapState& map, const Json& input, const asl::References& references) {
  Settings read;
  if (map.tolerated_failure_count) {
    const auto count = integer(*map.tolerated_failure_count, "ToleratedFailureCount", input, references);
    if (!count) return tl::unexpected{count.error()};
    if (*count < 0) return invalid(*map.tolerated_failure_count, "ToleratedFailureCount cannot be negative.");
    read.tolerated_count = *count;
  }
  if (map.tolerated_failure_percentage) {
    const auto percentage = number(*map.tolerated_failure_percentage, "ToleratedFailurePercentage", input, references);
    if (!percentage) return tl::unexpected{percentage.error()};
    if (!(*percentage >= 0 && *percentage <= 100))
      return invalid(*map.tolerated_failure_percentage, "ToleratedFailurePercentage must be between 0 and 100.");
    read.tolerated_percentage = *percentage;
  }
  if (map.item_reader && map.item_reader->max_items) {
    const auto count = integer(*map.item_reader->max_items, "MaxItems", input, references);
    if (!count) return tl::unexpected{count.error()};
    read.max_items = *count;
  }
  return read;
}

StateMachinePtr machine_of_children(Run& run, ScopeSlot slot, const std::string& label) {
  const asl::MapState& map = map_of(run, slot);
  auto made = std::make_shared<StateMachine>(*run.execution().state_machine);
  made->name += "/" + label;
  made->arn += "/" + label;
  made->root = map.processor;
  made->type = map.execution_type;
  return made;
}

std::shared_ptr<MapRun> new_map_run(Run& run, ScopeSlot slot, const Settings& asked, std::uint32_t at_once) {
  auto made = std::make_shared<MapRun>();
  const asl::MapState& map = map_of(run, slot);
  const std::string label = map.label ? *map.label : run.execution().random.uuid();
  const StateMachine& owner = *run.execution().state_machine;
  made->uuid = run.execution().random.uuid();
  made->arn = std::make_shared<const std::string>("arn:aws:states:" + owner.region + ":" + owner.account +
                                                  ":mapRun:" + owner.name + "/" + label + ":" + made->uuid);
  made->children_of = machine_of_children(run, slot, label);
  made->max_concurrency = at_once;
  made->concurrency = children_at_once(at_once);
  made->max_items = asked.max_items;
  made->tolerated_count = asked.tolerated_count;
  made->tolerated_percentage = asked.tolerated_percentage;
  return made;
}

}  // namespace

Flow fail_run(Run& run, ScopeSlot slot, const StateFailure& failure) {
  run.command(AbandonChildren{attempt_of(run, slot)});
  run.renew(slot);
  run.record(slot, EventType::MapRunFailed, Failure{std::make_shared<const ErrorOutput>(failure.reason)});
  if (!run.keeps_frontier() || !is_worth_redriving(map_run_of(run, slot))) run.scope(slot).progress = Idle{};
  return run.fail(slot, failure);
}

Flow fail_run(Run& run, ScopeSlot slot, std::string error, std::string cause) {
  return fail_run(run, slot, {{std::move(error), std::move(cause)}, StateFailure::Kind::Error});
}

Flow fail_run(Run& run, ScopeSlot slot, const asl::EvaluationError& error) {
  const StateFailure failure = run.evaluation_failed(slot, error);
  return failure.kind == StateFailure::Kind::Runtime ? run.fail(slot, failure) : fail_run(run, slot, failure);
}

std::string text_member(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Evaluated<Json> parameters(Run& run, ScopeSlot slot, const std::optional<asl::Template>& fields) {
  if (!fields) return Json::object();
  const auto references = run.references(slot);
  return visible_input(run.state(slot), run.scope(slot).input, references).and_then([&](const Payload& input) {
    return evaluate(*fields, {.input = &*input}, references);
  });
}

}  // namespace stepstorm::execution::distributed_map

namespace stepstorm::execution {

Flow run_distributed_map(
    Run& run, ScopeSlot slot, const Payload& input, std::uint32_t concurrency, const MapItems& items) {
  const asl::MapState& map = map_of(run, slot);
  const auto length = map.item_reader ? 0u : static_cast<std::uint32_t>(items.list->size());
  run.record(slot, EventType::MapStateStarted, Count{length});
  const auto asked = distributed_map::settings(map, *input, run.references(slot));
  if (!asked) return run.fail(slot, asked.error());
  auto map_run = distributed_map::new_map_run(run, slot, *asked, concurrency);
  run.record(slot, EventType::MapRunStarted, MapRunReference{map_run->arn});
  map_run->input = input;
  if (!map.item_reader) map_run->given = items.list;
  map_run->keyed = items.keyed;
  run.scope(slot).progress = std::move(map_run);
  distributed_map::report(run, slot);
  return map.item_reader ? distributed_map::read_source(run, slot) : distributed_map::begin_selecting(run, slot);
}

Flow map_run_resumed(Run& run, ScopeSlot slot) {
  MapRun& map_run = distributed_map::map_run_of(run, slot);
  switch (map_run.phase) {
    case MapRun::Phase::Reading: return map_run.cursor ? distributed_map::read_items(run, slot) : Flow::Blocked;
    case MapRun::Phase::Selecting: return distributed_map::select_items(run, slot);
    case MapRun::Phase::Batching: return distributed_map::batch_items(run, slot);
    case MapRun::Phase::Admitting: return distributed_map::admit_inputs(run, slot);
    case MapRun::Phase::Running: map_run.starting = false; return distributed_map::run_children(run, slot);
    case MapRun::Phase::Collecting: return distributed_map::collect_results(run, slot);
    case MapRun::Phase::Redriven: return distributed_map::redrive_children(run, slot);
    case MapRun::Phase::Writing: return Flow::Blocked;
  }
  return Flow::Blocked;
}

Flow map_run_told(Run& run, const ObjectRead& notice) { return distributed_map::told(run, notice); }
Flow map_run_told(Run& run, const ObjectsListed& notice) { return distributed_map::told(run, notice); }
Flow map_run_told(Run& run, const ObjectsWritten& notice) { return distributed_map::told(run, notice); }
Flow map_run_told(Run& run, const ChildEnded& notice) { return distributed_map::told(run, notice); }

Flow map_run_told(Run& run, const StoreFailed& notice) {
  const bool writing = distributed_map::map_run_of(run, notice.attempt.scope).phase == MapRun::Phase::Writing;
  return distributed_map::fail_run(
      run, notice.attempt.scope, writing ? "States.ResultWriterFailed" : "States.ItemReaderFailed", notice.cause);
}

Flow map_run_updated(Run& run, ScopeSlot slot, const MapRunUpdated& notice) {
  return distributed_map::update(run, slot, notice);
}

const std::string& arn_of(const MapRun& map_run) { return *map_run.arn; }

bool is_worth_redriving(const MapRun& map_run) {
  using enum MapRun::Phase;
  return map_run.phase == Running || map_run.phase == Collecting || map_run.phase == Writing ||
         map_run.phase == Redriven;
}

void to_be_redriven(MapRun& map_run) { map_run.phase = MapRun::Phase::Redriven; }

}  // namespace stepstorm::execution
