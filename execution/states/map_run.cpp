// A Map state with ProcessorConfig.Mode DISTRIBUTED: reads its items, starts an execution for each (or each batch),
// counts what fails, hands on or writes what came out.
// Source: semantics.md 7.4, 8.7 rule 7.
#include "execution/map_run.hpp"

#include <algorithm>
#include <utility>

#include "asl/quotas.hpp"
#include "execution/item_reader.hpp"
#include "execution/result_writer.hpp"
#include "execution/run.hpp"

namespace stepstorm::execution {
namespace {

// Children that run at the same time at most. Source: semantics.md 1.3.
constexpr std::uint32_t children_at_once_max = 10'000;

const asl::MapState& map_of(Run& run, ScopeSlot scope_index) {
  return std::get<asl::MapState>(run.state(scope_index).detail);
}

MapRun& map_run_of(Run& run, ScopeSlot scope_index) {
  return *std::get<std::shared_ptr<MapRun>>(run.scope(scope_index).progress);
}

AttemptId attempt_of(Run& run, ScopeSlot scope_index) { return {scope_index, run.scope(scope_index).epoch}; }

// ---- the end of a map run that fails

Flow fail_run(Run& run, ScopeSlot scope_index, const StateFailure& failure) {
  run.command(AbandonChildren{attempt_of(run, scope_index)});
  run.renew(scope_index);
  run.record(scope_index, EventType::MapRunFailed, Failure{std::make_shared<const ErrorOutput>(failure.reason)});
  if (!run.keeps_frontier() || !is_worth_redriving(map_run_of(run, scope_index)))
    run.scope(scope_index).progress = Idle{};
  return run.fail(scope_index, failure);
}

Flow fail_run(Run& run, ScopeSlot scope_index, std::string error, std::string cause) {
  return fail_run(run, scope_index, {{std::move(error), std::move(cause)}, StateFailure::Kind::Error});
}

/// A field could not be evaluated while the map run was under way.
Flow fail_run(Run& run, ScopeSlot scope_index, const asl::EvaluationError& error) {
  const StateFailure failure = run.evaluation_failed(scope_index, error);
  return failure.kind == StateFailure::Kind::Runtime ? run.fail(scope_index, failure)
                                                     : fail_run(run, scope_index, failure);
}

// ---- what the state's fields ask for

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

std::string text_member(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Evaluated<Json> parameters(Run& run, ScopeSlot scope_index, const std::optional<asl::Template>& fields) {
  if (!fields) return Json::object();
  const auto references = run.references(scope_index);
  return visible_input(run.state(scope_index), run.scope(scope_index).input, references)
      .and_then([&](const Payload& input) { return evaluate(*fields, {.input = &*input}, references); });
}

// ---- children

Evaluated<BatchLimits> batch_limits(const asl::ItemBatcher& batcher,
                                    const Json& input,
                                    const asl::References& references) {
  BatchLimits limits{.bytes = asl::payload_bytes_max, .input = std::nullopt};
  const auto bound =
      [&](const std::optional<asl::IntegerField>& field, const char* name, std::size_t& limit) -> Evaluated<bool> {
    if (!field) return true;
    const auto value = integer(*field, name, input, references);
    if (!value) return tl::unexpected{value.error()};
    if (*value > 0) limit = static_cast<std::size_t>(*value);
    return true;
  };
  if (const auto read = bound(batcher.max_items_per_batch, "MaxItemsPerBatch", limits.items); !read)
    return tl::unexpected{read.error()};
  if (const auto read = bound(batcher.max_input_bytes_per_batch, "MaxInputBytesPerBatch", limits.bytes); !read)
    return tl::unexpected{read.error()};
  if (!batcher.batch_input) return limits;
  return evaluate(*batcher.batch_input, {.input = &input}, references).map([&](Json value) {
    limits.input = std::move(value);
    return std::move(limits);
  });
}

void add_child(MapRun& map_run, Payload input, std::uint32_t items) {
  const bool any = !map_run.inputs.empty();
  map_run.inputs.push_back(any ? shared_if_equal(std::move(input), map_run.inputs.back()) : std::move(input));
  map_run.items_in.push_back(items);
  map_run.all_items += items;
}

void end_batch(MapRun& map_run, Batching& batching) {
  if (batching.items.empty()) return;
  const auto items = static_cast<std::uint32_t>(batching.items.size());
  Json input = Json::object();
  if (batching.limits.input) input["BatchInput"] = *batching.limits.input;
  input["Items"] = std::exchange(batching.items, Json::array());
  batching.bytes = 0;
  add_child(map_run, Payload{std::move(input)}, items);
}

void add_to_batch(MapRun& map_run, Batching& batching, Json item) {
  const std::size_t bytes = to_text(item).size() + 1;  // and its comma
  const BatchLimits& limits = batching.limits;
  if (batching.items.size() >= limits.items || batching.frame + batching.bytes + bytes > limits.bytes)
    end_batch(map_run, batching);
  batching.items.push_back(std::move(item));
  batching.bytes += bytes;
}

std::size_t item_count(const MapRun& map_run) {
  return map_run.given ? (*map_run.given)->size() : map_run.items.size();
}

MapItem map_item(const MapRun& map_run, std::uint32_t index, const Json& item) {
  if (!map_run.keyed) return {.index = index, .value = &item, .source = &map_run.item_source};
  const auto& key = item["Key"].get_ref<const std::string&>();
  return {.index = index, .value = &item["Value"], .key = &key, .source = &map_run.item_source};
}

/// What the child of one item gets.
Evaluated<Json> selected_item(Run& run, ScopeSlot scope_index, std::uint32_t index) {
  const auto& selector = map_of(run, scope_index).item_selector;
  MapRun& map_run = map_run_of(run, scope_index);
  const Json& item = map_run.given ? (**map_run.given)[index] : map_run.items[index];
  if (!selector && map_run.given) return item;
  if (!selector) return std::move(map_run.items[index]);
  const auto references = run.references(scope_index, map_item(map_run, index, item));
  return evaluate(*selector, {.input = &*map_run.input}, references);
}

Flow select_items(Run& run, ScopeSlot scope_index);
Flow batch_items(Run& run, ScopeSlot scope_index);
Flow admit_inputs(Run& run, ScopeSlot scope_index);
Flow collect_results(Run& run, ScopeSlot scope_index);

/// Others have their turn, then the phase goes on.
Flow pause(Run& run, ScopeSlot scope_index) {
  run.make_ready(scope_index);
  return Flow::Blocked;
}

Flow select_items(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  const bool batches = map_of(run, scope_index).item_batcher.has_value();
  for (; map_run.handled < item_count(map_run); ++map_run.handled) {
    if (!run.may_work()) return pause(run, scope_index);
    run.work();
    auto selected = selected_item(run, scope_index, map_run.handled);
    if (!selected) return fail_run(run, scope_index, selected.error());
    if (batches)
      map_run.selected.push_back(std::move(*selected));
    else
      add_child(map_run, Payload{std::move(*selected)}, 1);
    if (!map_run.given) map_run.items[map_run.handled] = nullptr;
  }
  map_run.items = Json::array();
  map_run.given.reset();
  map_run.handled = 0;
  return batches ? batch_items(run, scope_index) : admit_inputs(run, scope_index);
}

Flow batch_items(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  map_run.phase = MapRun::Phase::Batching;
  if (!map_run.batching) {
    const auto limits =
        batch_limits(*map_of(run, scope_index).item_batcher, *map_run.input, run.references(scope_index));
    if (!limits) return fail_run(run, scope_index, limits.error());
    const Json frame =
        limits->input ? Json{{"BatchInput", *limits->input}, {"Items", Json::array()}} : Json{{"Items", Json::array()}};
    map_run.batching = Batching{.limits = *limits, .frame = to_text(frame).size()};
  }
  for (; map_run.handled < map_run.selected.size(); ++map_run.handled) {
    if (!run.may_work()) return pause(run, scope_index);
    run.work();
    add_to_batch(map_run, *map_run.batching, std::move(map_run.selected[map_run.handled]));
  }
  end_batch(map_run, *map_run.batching);
  map_run.selected = {};
  map_run.batching.reset();
  map_run.handled = 0;
  return admit_inputs(run, scope_index);
}

/// Whether anything is made of how a child ended.
bool keeps_results(Run& run, ScopeSlot scope_index) {
  const auto& writer = map_of(run, scope_index).result_writer;
  return (writer && writer->resource) || !result_is_dropped(run.state(scope_index));
}

void start_child(Run& run, ScopeSlot scope_index, std::uint32_t index) {
  MapRun& map_run = map_run_of(run, scope_index);
  Payload input = map_run.inputs[index];
  const bool wanted_again = shows_children(map_of(run, scope_index)) || run.keeps_frontier();
  if (!wanted_again) map_run.inputs[index] = {};
  run.command(StartChild{attempt_of(run, scope_index),
                         index,
                         map_run.children_of,
                         std::move(input),
                         map_run.arn,
                         map_run.items_in[index]});
}

/// Tells how it stands; `items` of its children only once.
void report(Run& run, ScopeSlot scope_index, std::vector<std::uint32_t> items = {}) {
  if (!run.keeps_frontier()) return;
  const MapRun& map_run = map_run_of(run, scope_index);
  run.command(ReportMapRun{map_run.arn,
                           map_run.children_of->type,
                           map_run.max_concurrency,
                           map_run.tolerated_count.value_or(0),
                           map_run.tolerated_percentage.value_or(0),
                           std::move(items)});
}

bool has_more(const MapRun& map_run) { return !map_run.again.empty() || map_run.next < map_run.inputs.size(); }

/// A STANDARD child goes on where it stood, an EXPRESS one begins anew. Source: semantics.md 8.4.
void redrive_child(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  const std::uint32_t index = map_run.again.back();
  map_run.again.pop_back();
  if (map_run.children_of->type == asl::MachineType::STANDARD)
    run.command(RedriveChild{attempt_of(run, scope_index), index, map_run.arn});
  else
    start_child(run, scope_index, index);
}

/// As many as may run at the same time.
void start_children(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  for (; map_run.open < map_run.concurrency && has_more(map_run); ++map_run.open) {
    if (!run.may_work()) {
      if (!std::exchange(map_run.starting, true)) run.make_ready(scope_index);
      return;
    }
    run.work();
    if (map_run.again.empty())
      start_child(run, scope_index, map_run.next++);
    else
      redrive_child(run, scope_index);
  }
}

// ---- the end of a map run

// From then on MapStateExited follows MapRunStarted, as the service has it today; before, it followed MapRunSucceeded.
// Source: semantics.md 8.7 rule 7; the recordings change between 2024-08-19 and 2024-11-13.
constexpr TimePoint exits_follow_the_start_since = std::chrono::sys_days{std::chrono::October / 1 / 2024};

Flow succeed(Run& run, ScopeSlot scope_index, Payload result) {
  const std::uint32_t started = run.scope(scope_index).last_event;
  const std::uint32_t succeeded = run.record(scope_index, EventType::MapRunSucceeded);
  run.record_aside(scope_index, succeeded, EventType::MapStateSucceeded);
  if (run.now() >= exits_follow_the_start_since) run.scope(scope_index).last_event = started;
  run.renew(scope_index);
  return run.leave_with_result(scope_index, std::move(result));
}

MapRunNames names_of(const MapRun& map_run) { return {*map_run.arn, map_run.uuid, map_run.children_of->arn}; }

Flow complete(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  map_run.phase = MapRun::Phase::Collecting;
  map_run.handled = 0;
  return collect_results(run, scope_index);
}

Flow hand_on(Run& run, ScopeSlot scope_index) {
  const asl::MapState& map = map_of(run, scope_index);
  MapRun& map_run = map_run_of(run, scope_index);
  if (!map.result_writer || !map.result_writer->resource)
    return succeed(run, scope_index, Payload{std::move(map_run.outputs)});
  const auto place = parameters(run, scope_index, map.result_writer->parameters);
  if (!place) return fail_run(run, scope_index, place.error());
  map_run.phase = MapRun::Phase::Writing;
  map_run.results_bucket = text_member(*place, "Bucket");
  map_run.results_prefix = text_member(*place, "Prefix");
  if (!map_run.files) map_run.files.emplace();
  run.command(
      WriteObjects{attempt_of(run, scope_index),
                   map_run.results_bucket,
                   std::move(*map_run.files)
                       .finish(*map.result_writer, names_of(map_run), map_run.results_bucket, map_run.results_prefix)});
  return Flow::Blocked;
}

void collect(MapRun& map_run, const asl::MapState& map, const ChildResult& result) {
  if (!map.result_writer || !map.result_writer->resource)
    return collect_output(map_run.outputs, map, names_of(map_run), result);
  if (!map_run.files) map_run.files.emplace();
  map_run.files->add(*map.result_writer, names_of(map_run), result);
}

Flow collect_results(Run& run, ScopeSlot scope_index) {
  const asl::MapState& map = map_of(run, scope_index);
  MapRun& map_run = map_run_of(run, scope_index);
  for (; map_run.handled < map_run.results.size(); ++map_run.handled) {
    if (!run.may_work()) return pause(run, scope_index);
    run.work();
    auto& result = map_run.results[map_run.handled];
    if (!result) continue;
    collect(map_run, map, *result);
    if (!run.keeps_frontier()) result.reset();
  }
  return hand_on(run, scope_index);
}

Flow begin_children(Run& run, ScopeSlot scope_index) {
  map_run_of(run, scope_index).phase = MapRun::Phase::Selecting;
  return select_items(run, scope_index);
}

Flow run_children(Run& run, ScopeSlot scope_index) {
  start_children(run, scope_index);
  const MapRun& map_run = map_run_of(run, scope_index);
  return map_run.open == 0 && !has_more(map_run) ? complete(run, scope_index) : Flow::Blocked;
}

Flow admit_inputs(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  map_run.phase = MapRun::Phase::Admitting;
  const bool keeps = keeps_results(run, scope_index);
  for (; map_run.handled < map_run.inputs.size(); ++map_run.handled) {
    if (!run.may_work()) return pause(run, scope_index);
    run.work();
    const auto admitted = admit(map_run.inputs[map_run.handled], run.state(scope_index).name);
    if (!admitted) return run.fail(scope_index, admitted.error());
    if (keeps) map_run.results.emplace_back();
  }
  map_run.phase = MapRun::Phase::Running;
  map_run.succeeded.resize(map_run.inputs.size());
  report(run, scope_index, map_run.items_in);
  return run_children(run, scope_index);
}

bool too_many_failed(const MapRun& map_run) {
  if (map_run.failed_items == 0) return false;
  if (!map_run.tolerated_count && !map_run.tolerated_percentage) return true;
  if (map_run.tolerated_count && map_run.failed_items > static_cast<std::uint64_t>(*map_run.tolerated_count))
    return true;
  return map_run.tolerated_percentage && 100.0 * static_cast<double>(map_run.failed_items) >
                                             *map_run.tolerated_percentage * static_cast<double>(map_run.all_items);
}

Flow fail_by_threshold(Run& run, ScopeSlot scope_index) {
  return fail_run(run,
                  scope_index,
                  "States.ExceedToleratedFailureThreshold",
                  "The specified tolerated failure threshold was exceeded");
}

/// Its children that did not succeed, those that were aborted among them, are to succeed now.
Flow redrive_children(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  ++map_run.redrives;
  run.record(scope_index, EventType::MapRunRedriven, MapRunReference{map_run.arn, map_run.redrives});
  map_run.phase = MapRun::Phase::Running;
  map_run.open = 0;
  map_run.starting = false;
  map_run.failed_items = 0;
  map_run.outputs = Json::array();
  map_run.files.reset();
  map_run.again.clear();
  for (std::uint32_t index = map_run.next; index-- > 0;)
    if (!map_run.succeeded[index]) map_run.again.push_back(index);
  report(run, scope_index);
  return run_children(run, scope_index);
}

// ---- reading

Flow read_source(Run& run, ScopeSlot scope_index) {
  const asl::ItemReader& reader = *map_of(run, scope_index).item_reader;
  const auto place = parameters(run, scope_index, reader.parameters);
  if (!place) return fail_run(run, scope_index, place.error());
  MapRun& map_run = map_run_of(run, scope_index);
  if (map_run.max_items < 0)
    return fail_run(run, scope_index, "States.ItemReaderFailed", "field MaxItems must be positive");
  const std::string bucket = text_member(*place, "Bucket");
  if (reader.resource.ends_with(":s3:listObjectsV2")) {
    map_run.item_source = "S3://" + bucket;
    run.command(ListObjects{attempt_of(run, scope_index), bucket, text_member(*place, "Prefix")});
  } else {
    const std::string key = text_member(*place, "Key");
    map_run.item_source = "S3://" + bucket + "/" + key;
    run.command(ReadObject{attempt_of(run, scope_index), bucket, key});
  }
  return Flow::Blocked;
}

std::string bucket_of(const std::string& item_source) {
  const std::string rest = item_source.substr(5);
  return rest.substr(0, rest.find('/'));
}

Flow read_next_file(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  const bool enough = map_run.max_items > 0 && static_cast<std::int64_t>(map_run.items.size()) >= map_run.max_items;
  if (map_run.read == map_run.keys.size() || enough) return begin_children(run, scope_index);
  run.command(ReadObject{attempt_of(run, scope_index), bucket_of(map_run.item_source), map_run.keys[map_run.read]});
  return Flow::Blocked;
}

std::int64_t still_wanted(const MapRun& map_run) {
  return map_run.max_items == 0 ? 0 : map_run.max_items - static_cast<std::int64_t>(map_run.items.size());
}

Flow read_items(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  for (bool over = false; !over;) {
    if (!run.may_work()) return pause(run, scope_index);
    run.work();
    auto step = map_run.cursor->next();
    if (!step) return fail_run(run, scope_index, "States.ItemReaderFailed", step.error());
    if (step->item) map_run.items.push_back(std::move(*step->item));
    over = step->over;
  }
  map_run.cursor.reset();
  if (map_run.keys.empty()) return begin_children(run, scope_index);
  ++map_run.read;
  return read_next_file(run, scope_index);
}

Flow follow_manifest(Run& run, ScopeSlot scope_index, const std::string& text) {
  auto manifest = read_manifest(*map_of(run, scope_index).item_reader, text);
  if (!manifest) return fail_run(run, scope_index, "States.ItemReaderFailed", manifest.error());
  MapRun& map_run = map_run_of(run, scope_index);
  map_run.keys = std::move(manifest->keys);
  map_run.headers = std::move(manifest->headers);
  return read_next_file(run, scope_index);
}

StateMachinePtr machine_of_children(Run& run, ScopeSlot scope_index, const std::string& label) {
  const asl::MapState& map = map_of(run, scope_index);
  auto made = std::make_shared<StateMachine>(*run.execution().state_machine);
  made->name += "/" + label;
  made->arn += "/" + label;
  made->root = map.processor;
  made->type = map.execution_type;
  return made;
}

std::uint32_t children_at_once(std::uint32_t asked) {
  return asked == 0 ? children_at_once_max : std::min(asked, children_at_once_max);
}

/// As UpdateMapRun says it: 0 states nothing.
template <class Number>
std::optional<Number> stated(Number number) {
  return number == 0 ? std::nullopt : std::optional{number};
}

std::shared_ptr<MapRun> new_map_run(Run& run, ScopeSlot scope_index, const Settings& asked, std::uint32_t at_once) {
  auto made = std::make_shared<MapRun>();
  const asl::MapState& map = map_of(run, scope_index);
  const std::string label = map.label ? *map.label : run.execution().random.uuid();
  const StateMachine& owner = *run.execution().state_machine;
  made->uuid = run.execution().random.uuid();
  made->arn = std::make_shared<const std::string>("arn:aws:states:" + owner.region + ":" + owner.account +
                                                  ":mapRun:" + owner.name + "/" + label + ":" + made->uuid);
  made->children_of = machine_of_children(run, scope_index, label);
  made->max_concurrency = at_once;
  made->concurrency = children_at_once(at_once);
  made->max_items = asked.max_items;
  made->tolerated_count = asked.tolerated_count;
  made->tolerated_percentage = asked.tolerated_percentage;
  return made;
}

}  // namespace

Flow run_distributed_map(
    Run& run, ScopeSlot scope_index, const Payload& input, std::uint32_t concurrency, const MapItems& items) {
  const asl::MapState& map = map_of(run, scope_index);
  const auto length = map.item_reader ? 0u : static_cast<std::uint32_t>(items.list->size());
  run.record(scope_index, EventType::MapStateStarted, Count{length});
  const auto asked = settings(map, *input, run.references(scope_index));
  if (!asked) return run.fail(scope_index, asked.error());
  auto map_run = new_map_run(run, scope_index, *asked, concurrency);
  run.record(scope_index, EventType::MapRunStarted, MapRunReference{map_run->arn});
  map_run->input = input;
  if (!map.item_reader) map_run->given = items.list;
  map_run->keyed = items.keyed;
  run.scope(scope_index).progress = std::move(map_run);
  report(run, scope_index);
  return map.item_reader ? read_source(run, scope_index) : begin_children(run, scope_index);
}

Flow map_run_resumed(Run& run, ScopeSlot scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  switch (map_run.phase) {
    case MapRun::Phase::Reading: return map_run.cursor ? read_items(run, scope_index) : Flow::Blocked;
    case MapRun::Phase::Selecting: return select_items(run, scope_index);
    case MapRun::Phase::Batching: return batch_items(run, scope_index);
    case MapRun::Phase::Admitting: return admit_inputs(run, scope_index);
    case MapRun::Phase::Running: map_run.starting = false; return run_children(run, scope_index);
    case MapRun::Phase::Collecting: return collect_results(run, scope_index);
    case MapRun::Phase::Redriven: return redrive_children(run, scope_index);
    case MapRun::Phase::Writing: return Flow::Blocked;
  }
  return Flow::Blocked;
}

Flow map_run_told(Run& run, const ObjectRead& notice) {
  const ScopeSlot scope_index = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, scope_index);
  const asl::ItemReader& reader = *map_of(run, scope_index).item_reader;
  if (!map_run.keys.empty())
    map_run.cursor.emplace(reader, map_run.headers, notice.text, still_wanted(map_run));
  else if (reader.input_type == asl::InputType::MANIFEST)
    return follow_manifest(run, scope_index, *notice.text);
  else
    map_run.cursor.emplace(reader, notice.text, map_run.max_items);
  return read_items(run, scope_index);
}

Flow map_run_told(Run& run, const ObjectsListed& notice) {
  const ScopeSlot scope_index = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, scope_index);
  const asl::ItemReader& reader = *map_of(run, scope_index).item_reader;
  if (reader.transformation.value_or("NONE") == "LOAD_AND_FLATTEN") {
    for (const ListedObject& object : notice.objects) map_run.keys.push_back(object.key);
    return read_next_file(run, scope_index);
  }
  map_run.items = listed_items(notice.objects, map_run.max_items);
  return begin_children(run, scope_index);
}

Flow map_run_told(Run& run, const ObjectsWritten& notice) {
  const ScopeSlot scope_index = notice.attempt.scope;
  const MapRun& map_run = map_run_of(run, scope_index);
  return succeed(run,
                 scope_index,
                 Payload{{{"MapRunArn", *map_run.arn},
                          {"ResultWriterDetails",
                           {{"Bucket", map_run.results_bucket},
                            {"Key", manifest_key(names_of(map_run), map_run.results_prefix)}}}}});
}

Flow map_run_told(Run& run, const StoreFailed& notice) {
  const bool writing = map_run_of(run, notice.attempt.scope).phase == MapRun::Phase::Writing;
  return fail_run(
      run, notice.attempt.scope, writing ? "States.ResultWriterFailed" : "States.ItemReaderFailed", notice.cause);
}

Flow map_run_told(Run& run, const ChildEnded& notice) {
  const ScopeSlot scope_index = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, scope_index);
  if (!map_run.results.empty())
    map_run.results[notice.index] = ChildResult{
        notice.status, notice.execution_arn, map_run.inputs[notice.index], notice.started_at, notice.ended_at};
  --map_run.open;
  const bool succeeded = std::holds_alternative<Succeeded>(notice.status);
  map_run.succeeded[notice.index] = succeeded;
  if (!succeeded) map_run.failed_items += map_run.items_in[notice.index];
  if (too_many_failed(map_run)) return fail_by_threshold(run, scope_index);
  return run_children(run, scope_index);
}

Flow map_run_updated(Run& run, ScopeSlot scope_index, const MapRunUpdated& notice) {
  MapRun& map_run = map_run_of(run, scope_index);
  if (notice.max_concurrency) map_run.max_concurrency = *notice.max_concurrency;
  map_run.concurrency = children_at_once(map_run.max_concurrency);
  if (notice.tolerated_count) map_run.tolerated_count = stated(*notice.tolerated_count);
  if (notice.tolerated_percentage) map_run.tolerated_percentage = stated(*notice.tolerated_percentage);
  report(run, scope_index);
  if (map_run.phase != MapRun::Phase::Running) return Flow::Blocked;
  if (too_many_failed(map_run)) return fail_by_threshold(run, scope_index);
  return run_children(run, scope_index);
}

const std::string& arn_of(const MapRun& map_run) { return *map_run.arn; }

bool is_worth_redriving(const MapRun& map_run) {
  using enum MapRun::Phase;
  return map_run.phase == Running || map_run.phase == Collecting || map_run.phase == Writing ||
         map_run.phase == Redriven;
}

void to_be_redriven(MapRun& map_run) { map_run.phase = MapRun::Phase::Redriven; }

}  // namespace stepstorm::execution
