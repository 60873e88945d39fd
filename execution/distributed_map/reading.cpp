#include "execution/distributed_map/phases.hpp"
#include "execution/item_reader.hpp"

namespace stepstorm::execution::distributed_map {
namespace {

std::string bucket_of(const std::string& item_source) {
  const std::string rest = item_source.substr(5);
  return rest.substr(0, rest.find('/'));
}

Flow read_next_file(Run& run, std::uint32_t scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  const bool enough = map_run.max_items > 0 && static_cast<std::int64_t>(map_run.items.size()) >= map_run.max_items;
  if (map_run.read == map_run.keys.size() || enough) return begin_selecting(run, scope_index);
  run.command(ReadObject{attempt_of(run, scope_index), bucket_of(map_run.item_source), map_run.keys[map_run.read]});
  return Flow::Blocked;
}

std::int64_t still_wanted(const MapRun& map_run) {
  return map_run.max_items == 0 ? 0 : map_run.max_items - static_cast<std::int64_t>(map_run.items.size());
}

Flow follow_manifest(Run& run, std::uint32_t scope_index, const std::string& text) {
  auto manifest = read_manifest(*map_of(run, scope_index).item_reader, text);
  if (!manifest) return fail_run(run, scope_index, "States.ItemReaderFailed", manifest.error());
  MapRun& map_run = map_run_of(run, scope_index);
  map_run.keys = std::move(manifest->keys);
  map_run.headers = std::move(manifest->headers);
  return read_next_file(run, scope_index);
}

}  // namespace

Flow read_source(Run& run, std::uint32_t scope_index) {
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

Flow read_items(Run& run, std::uint32_t scope_index) {
  MapRun& map_run = map_run_of(run, scope_index);
  for (bool over = false; !over;) {
    if (!run.take_work()) return pause(run, scope_index);
    auto step = map_run.cursor->next();
    if (!step) return fail_run(run, scope_index, "States.ItemReaderFailed", step.error());
    if (step->item) map_run.items.push_back(std::move(*step->item));
    over = step->over;
  }
  map_run.cursor.reset();
  if (map_run.keys.empty()) return begin_selecting(run, scope_index);
  ++map_run.read;
  return read_next_file(run, scope_index);
}

Flow told(Run& run, const ObjectRead& notice) {
  const std::uint32_t scope_index = notice.attempt.scope;
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

Flow told(Run& run, const ObjectsListed& notice) {
  const std::uint32_t scope_index = notice.attempt.scope;
  MapRun& map_run = map_run_of(run, scope_index);
  const asl::ItemReader& reader = *map_of(run, scope_index).item_reader;
  if (reader.transformation.value_or("NONE") == "LOAD_AND_FLATTEN") {
    for (const ListedObject& object : notice.objects) map_run.keys.push_back(object.key);
    return read_next_file(run, scope_index);
  }
  map_run.items = listed_items(notice.objects, map_run.max_items);
  return begin_selecting(run, scope_index);
}

}  // namespace stepstorm::execution::distributed_map
