// The buckets of an account: buckets in memory, set by requests, take precedence over the settings' folders.
#pragma once

#include <mutex>
#include <string>

#include "launch/bucket_folders.hpp"
#include "orchestration/performers/object_store.hpp"
#include "orchestration/performers/stored_objects.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::api {

class BucketStore final : public orchestration::ObjectStore {
 public:
  explicit BucketStore(launch::BucketFolders folders) : folders_(std::move(folders)) {}

  /// Replaces all buckets in memory; `at`: when the objects were last modified.
  void replace(orchestration::StoredBuckets buckets, TimePoint at);
  [[nodiscard]] orchestration::StoredBuckets buckets() const;

  tl::expected<std::string, std::string> read(std::string_view bucket, std::string_view key) override;
  tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view bucket,
                                                                       std::string_view prefix) override;
  tl::expected<void, std::string> write(std::string_view bucket,
                                        const std::vector<std::pair<std::string, std::string>>& objects) override;

 private:
  launch::FolderStore folders_;
  mutable std::mutex mutex_;  // of the members below
  orchestration::StoredBuckets buckets_;
  TimePoint modified_;
};

}  // namespace stepstorm::api
