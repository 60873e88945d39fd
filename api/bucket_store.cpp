#include "api/bucket_store.hpp"

#include <utility>

namespace stepstorm::api {

void BucketStore::replace(orchestration::StoredBuckets buckets, TimePoint at) {
  const std::lock_guard lock{mutex_};
  buckets_ = std::move(buckets);
  modified_ = at;
}

orchestration::StoredBuckets BucketStore::buckets() const {
  const std::lock_guard lock{mutex_};
  return buckets_;
}

tl::expected<std::string, std::string> BucketStore::read(std::string_view bucket, std::string_view key) {
  const std::lock_guard lock{mutex_};
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return folders_.read(bucket, key);
  return orchestration::read_object(found->second, key);
}

tl::expected<std::vector<execution::ListedObject>, std::string> BucketStore::list(std::string_view bucket,
                                                                                  std::string_view prefix) {
  const std::lock_guard lock{mutex_};
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return folders_.list(bucket, prefix);
  return orchestration::list_objects(found->second, prefix, modified_);
}

tl::expected<void, std::string> BucketStore::write(std::string_view bucket,
                                                   const std::vector<std::pair<std::string, std::string>>& objects) {
  const std::lock_guard lock{mutex_};
  const auto found = buckets_.find(bucket);
  if (found == buckets_.end()) return folders_.write(bucket, objects);
  orchestration::write_objects(found->second, objects);
  return {};
}

}  // namespace stepstorm::api
