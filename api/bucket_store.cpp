#include "api/bucket_store.hpp"

#include <utility>

namespace stepstorm::api {

void BucketStore::replace(Buckets buckets, TimePoint at) {
  const std::lock_guard lock{mutex_};
  buckets_ = std::move(buckets);
  modified_ = at;
}

Buckets BucketStore::buckets() const {
  const std::lock_guard lock{mutex_};
  return buckets_;
}

tl::expected<std::string, std::string> BucketStore::read(std::string_view bucket, std::string_view key) {
  const std::lock_guard lock{mutex_};
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return folders_.read(bucket, key);
  const auto object = found->second.find(key);
  if (object == found->second.end()) return tl::unexpected{std::string("The specified key does not exist.")};
  return object->second;
}

tl::expected<std::vector<execution::ListedObject>, std::string> BucketStore::list(std::string_view bucket,
                                                                                  std::string_view prefix) {
  const std::lock_guard lock{mutex_};
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return folders_.list(bucket, prefix);
  const auto modified = std::chrono::floor<std::chrono::seconds>(modified_).time_since_epoch().count();
  std::vector<execution::ListedObject> listed;
  for (auto object = found->second.lower_bound(prefix);
       object != found->second.end() && object->first.starts_with(prefix);
       ++object)
    listed.push_back({.key = object->first, .etag = {}, .last_modified = modified, .size = object->second.size()});
  return listed;
}

tl::expected<void, std::string> BucketStore::write(std::string_view bucket,
                                                   const std::vector<std::pair<std::string, std::string>>& objects) {
  const std::lock_guard lock{mutex_};
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return folders_.write(bucket, objects);
  for (const auto& [key, text] : objects) found->second[key] = text;
  return {};
}

}  // namespace stepstorm::api
