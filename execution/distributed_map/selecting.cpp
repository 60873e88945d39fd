#include <utility>

#include "asl/quotas.hpp"
#include "execution/distributed_map/phases.hpp"

namespace stepstorm::execution::distributed_map {
namespace {

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
Evaluated<Json> selected_item(Run& run, ScopeSlot slot, std::uint32_t index) {
  const auto& selector = map_of(run, slot).item_selector;
  MapRun& map_run = map_run_of(run, slot);
  const Json& item = map_run.given ? (**map_run.given)[index] : map_run.items[index];
  if (!selector && map_run.given) return item;
  if (!selector) return std::move(map_run.items[index]);
  const auto references = run.references(slot, map_item(map_run, index, item));
  return evaluate(*selector, {.input = &*map_run.input}, references);
}

}  // namespace

Flow begin_selecting(Run& run, ScopeSlot slot) {
  map_run_of(run, slot).phase = MapRun::Phase::Selecting;
  return select_items(run, slot);
}

Flow select_items(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  const bool batches = map_of(run, slot).item_batcher.has_value();
  for (; map_run.handled < item_count(map_run); ++map_run.handled) {
    if (!run.take_work()) return pause(run, slot);
    auto selected = selected_item(run, slot, map_run.handled);
    if (!selected) return fail_run(run, slot, selected.error());
    if (batches)
      map_run.selected.push_back(std::move(*selected));
    else
      add_child(map_run, Payload{std::move(*selected)}, 1);
    if (!map_run.given) map_run.items[map_run.handled] = nullptr;
  }
  map_run.items = Json::array();
  map_run.given.reset();
  map_run.handled = 0;
  return batches ? batch_items(run, slot) : admit_inputs(run, slot);
}

Flow batch_items(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  map_run.phase = MapRun::Phase::Batching;
  if (!map_run.batching) {
    const auto limits = batch_limits(*map_of(run, slot).item_batcher, *map_run.input, run.references(slot));
    if (!limits) return fail_run(run, slot, limits.error());
    const Json frame =
        limits->input ? Json{{"BatchInput", *limits->input}, {"Items", Json::array()}} : Json{{"Items", Json::array()}};
    map_run.batching = Batching{.limits = *limits, .frame = to_text(frame).size()};
  }
  for (; map_run.handled < map_run.selected.size(); ++map_run.handled) {
    if (!run.take_work()) return pause(run, slot);
    add_to_batch(map_run, *map_run.batching, std::move(map_run.selected[map_run.handled]));
  }
  end_batch(map_run, *map_run.batching);
  map_run.selected = {};
  map_run.batching.reset();
  map_run.handled = 0;
  return admit_inputs(run, slot);
}

Flow admit_inputs(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  map_run.phase = MapRun::Phase::Admitting;
  const bool keeps = keeps_results(run, slot);
  for (; map_run.handled < map_run.inputs.size(); ++map_run.handled) {
    if (!run.take_work()) return pause(run, slot);
    const auto admitted = admit(map_run.inputs[map_run.handled], run.state(slot).name);
    if (!admitted) return run.fail(slot, admitted.error());
    if (keeps) map_run.results.emplace_back();
  }
  map_run.phase = MapRun::Phase::Running;
  map_run.succeeded.resize(map_run.inputs.size());
  report(run, slot, map_run.items_in);
  return run_children(run, slot);
}

}  // namespace stepstorm::execution::distributed_map
