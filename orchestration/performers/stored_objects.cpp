#include "orchestration/performers/stored_objects.hpp"

#include <chrono>

namespace stepstorm::orchestration {

tl::expected<std::string, std::string> read_object(const StoredObjects& objects, std::string_view key) {
  const auto object = objects.find(key);
  if (object == objects.end()) return tl::unexpected{std::string("The specified key does not exist.")};
  return object->second;
}

std::vector<execution::ListedObject> list_objects(const StoredObjects& objects,
                                                  std::string_view prefix,
                                                  TimePoint modified) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(modified).time_since_epoch().count();
  std::vector<execution::ListedObject> listed;
  for (auto object = objects.lower_bound(prefix); object != objects.end() && object->first.starts_with(prefix);
       ++object)
    listed.push_back({.key = object->first, .etag = {}, .last_modified = seconds, .size = object->second.size()});
  return listed;
}

void write_objects(StoredObjects& objects, const std::vector<std::pair<std::string, std::string>>& written) {
  for (const auto& [key, text] : written) objects.insert_or_assign(key, text);
}

}  // namespace stepstorm::orchestration
