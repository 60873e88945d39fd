#include "execution/distributed_map/phases.hpp"
#include "execution/item_reader.hpp"

namespace stepstorm::execution::distributed_map {
namespace {

std::string bucket_of(const std::string& item_source) {
  const std::string rest = item_source.substr(5);
  return rest.substr(0, rest.find('/'));
}

Flow read_next_file(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  const bool enough = map_run.max_items > 0 && static_cast<std::int64_t>(map_run.items.size()) >= map_run.max_items;
  if (map_run.read == map_run.keys.size() || enough) return begin_selecting(run, slot);
  run.command(ReadObject{attempt_of(run, slot), bucket_of(map_run.item_source), map_run.keys[map_run.read]});
  return Flow::Blocked;
}

std::int64_t still_wanted(const MapRun& map_run) {
  return map_run.max_items == 0 ? 0 : map_run.max_items - static_cast<std::int64_t>(map_run.items.size());
}

Flow follow_manifest(Run& run, ScopeSlot slot, const std::string& text) {
  auto manifest = read_manifest(*map_of(run, slot).item_reader, text);
  if (!manifest) return fail_run(run, slot, "States.ItemReaderFailed", manifest.error());
  MapRun& map_run = map_run_of(run, slot);
  map_run.keys = std::move(manifest->keys);
  map_run.headers = std::move(manifest->headers);
  return read_next_file(run, slot);
}

}  // namespace

Flow read_source(Run& run, ScopeSlot slot) {
  const asl::ItemReader& reader = *map_of(run, slot).item_reader;
  const auto place = parameters(run, slot, reader.parameters);
  if (!place) return fail_run(run, slot, place.error());
  MapRun& map_run = map_run_of(run, slot);
  if (map_run.max_items < 0) return fail_run(run, slot, "States.ItemReaderFailed", "field MaxItems must be positive");
  const std::string bucket = text_member(*place, "Bucket");
  if (reader.resource.ends_with(":s3:listObjectsV2")) {
    map_run.item_source = "S3://" + bucket;
    run.command(ListObjects{attempt_of(run, slot), bucket, text_member(*place, "Prefix")});
  } else {
    const std::string key = text_member(*place, "Key");
    map_run.item_source = "S3://" + bucket + "/" + key;
    run.command(ReadObject{attempt_of(run, slot), bucket, key});
  }
  return Flow::Blocked;
}

Flow read_items(Run& run, ScopeSlot slot) {
  MapRun& map_run = map_run_of(run, slot);
  for (bool over = false; !over;) {
    if (!run.take_work()) return pause(run, slot);
    auto step = map_run.cursor->next();
    if (!step) return fail_run(run, slot, "States.ItemReaderFailed", step.error());
    if (step->item) map_run.items.push_back(std::move(*step->item));
    over = step->over;
  }
  map_run.cursor.reset();
  if (map_run.keys.empty()) return begin_selecting(run, slot);
  ++map_run.read;
  return read_next_file(run, slot);
}

Flow told(Run& run, const ObjectRead& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, slot);
  const asl::ItemReader& reader = *map_of(run, slot).item_reader;
  if (!map_run.keys.empty())
    map_run.cursor.emplace(reader, map_run.headers, notice.text, still_wanted(map_run));
  else if (reader.input_type == asl::InputType::MANIFEST)
    return follow_manifest(run, slot, *notice.text);
  else
    map_run.cursor.emplace(reader, notice.text, map_run.max_items);
  return read_items(run, slot);
}

Flow told(Run& run, const ObjectsListed& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, slot);
  const asl::ItemReader& reader = *map_of(run, slot).item_reader;
  if (reader.transformation.value_or("NONE") == "LOAD_AND_FLATTEN") {
    for (const ListedObject& object : notice.objects) map_run.keys.push_back(object.key);
    return read_next_file(run, slot);
  }
  map_run.items = listed_items(notice.objects, map_run.max_items);
  return begin_selecting(run, slot);
}

}  // namespace stepstorm::execution::distributed_map
