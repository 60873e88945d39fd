#include "conformance/fixture_store.hpp"

namespace stepstorm::conformance {

tl::expected<orchestration::StoredObjects*, std::string> FixtureStore::find(std::string_view bucket) {
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return tl::unexpected{std::string("The specified bucket does not exist")};
  return &found->second;
}

tl::expected<std::string, std::string> FixtureStore::read(std::string_view bucket, std::string_view key) {
  const auto objects = find(bucket);
  if (!objects) return tl::unexpected{objects.error()};
  return orchestration::read_object(**objects, key);
}

tl::expected<std::vector<execution::ListedObject>, std::string> FixtureStore::list(std::string_view bucket,
                                                                                   std::string_view prefix) {
  const auto objects = find(bucket);
  if (!objects) return tl::unexpected{objects.error()};
  return orchestration::list_objects(**objects, prefix, now_);
}

tl::expected<void, std::string> FixtureStore::write(std::string_view bucket,
                                                    const std::vector<std::pair<std::string, std::string>>& objects) {
  const auto written = find(bucket);
  if (!written) return tl::unexpected{written.error()};
  orchestration::write_objects(**written, objects);
  return {};
}

}  // namespace stepstorm::conformance
