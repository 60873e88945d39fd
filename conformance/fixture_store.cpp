#include "conformance/fixture_store.hpp"

#include <chrono>

namespace stepstorm::conformance {

tl::expected<Objects*, std::string> FixtureStore::find(std::string_view bucket) {
  const auto found = buckets_.find(std::string(bucket));
  if (found == buckets_.end()) return tl::unexpected{std::string("The specified bucket does not exist")};
  return &found->second;
}

tl::expected<std::string, std::string> FixtureStore::read(std::string_view bucket, std::string_view key) {
  const auto objects = find(bucket);
  if (!objects) return tl::unexpected{objects.error()};
  const auto object = (*objects)->find(std::string(key));
  if (object == (*objects)->end()) return tl::unexpected{std::string("The specified key does not exist.")};
  return object->second;
}

tl::expected<std::vector<execution::ListedObject>, std::string> FixtureStore::list(std::string_view bucket,
                                                                                   std::string_view prefix) {
  const auto objects = find(bucket);
  if (!objects) return tl::unexpected{objects.error()};
  const auto modified = std::chrono::floor<std::chrono::seconds>(now_).time_since_epoch().count();
  std::vector<execution::ListedObject> listed;
  for (const auto& [key, body] : **objects)
    if (key.starts_with(prefix))
      listed.push_back({.key = key, .etag = {}, .last_modified = modified, .size = body.size()});
  return listed;
}

tl::expected<void, std::string> FixtureStore::write(std::string_view bucket,
                                                    const std::vector<std::pair<std::string, std::string>>& objects) {
  const auto written = find(bucket);
  if (!written) return tl::unexpected{written.error()};
  for (const auto& [key, body] : objects) (**written)[key] = body;
  return {};
}

}  // namespace stepstorm::conformance
