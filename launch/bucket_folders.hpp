// Folders in place of S3 buckets: an object's key is its path below the folder.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "orchestration/performers/object_store.hpp"
#include "orchestration/performers/stored_objects.hpp"

namespace stepstorm::launch {

/// bucket -> folder
using BucketFolders = std::map<std::string, std::filesystem::path, std::less<>>;

/// Keys that lead out of their bucket's folder, and links, are no objects. A bucket whose folder does not exist does
/// not exist. Objects are text in UTF-8, at most 1 GiB.
class FolderStore final : public orchestration::ObjectStore {
 public:
  explicit FolderStore(BucketFolders folders) : folders_(std::move(folders)) {}

  tl::expected<std::string, std::string> read(std::string_view bucket, std::string_view key) override;
  tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view bucket,
                                                                       std::string_view prefix) override;
  tl::expected<void, std::string> write(std::string_view bucket,
                                        const std::vector<std::pair<std::string, std::string>>& objects) override;

  /// Returns the path to which the object would be written.
  tl::expected<std::filesystem::path, std::string> place_for(std::string_view bucket, std::string_view key) const;

 private:
  tl::expected<std::filesystem::path, std::string> folder_of(std::string_view bucket) const;

  BucketFolders folders_;
  std::mutex mutex_;  // one access at a time: a listing sees whole objects
};

/// The same folders, read only: written objects are kept in memory, and read from there.
class ScratchStore final : public orchestration::ObjectStore {
 public:
  explicit ScratchStore(BucketFolders folders) : folders_(std::move(folders)) {}

  tl::expected<std::string, std::string> read(std::string_view bucket, std::string_view key) override;
  tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view bucket,
                                                                       std::string_view prefix) override;
  tl::expected<void, std::string> write(std::string_view bucket,
                                        const std::vector<std::pair<std::string, std::string>>& objects) override;

 private:
  FolderStore folders_;
  orchestration::StoredBuckets written_;
  std::mutex mutex_;
};

}  // namespace stepstorm::launch
