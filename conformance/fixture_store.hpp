// The buckets that a case describes, in memory.
#pragma once

#include <string>

#include "conformance/case_file.hpp"
#include "orchestration/performers/object_store.hpp"
#include "orchestration/performers/stored_objects.hpp"

namespace stepstorm::conformance {

class FixtureStore : public orchestration::ObjectStore {
 public:
  /// All objects were last modified at `now`.
  FixtureStore(orchestration::StoredBuckets buckets, TimePoint now) : buckets_(std::move(buckets)), now_(now) {}

  tl::expected<std::string, std::string> read(std::string_view bucket, std::string_view key) override;
  tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view bucket,
                                                                       std::string_view prefix) override;
  tl::expected<void, std::string> write(std::string_view bucket,
                                        const std::vector<std::pair<std::string, std::string>>& objects) override;

 private:
  tl::expected<orchestration::StoredObjects*, std::string> find(std::string_view bucket);

  orchestration::StoredBuckets buckets_;
  TimePoint now_;
};

}  // namespace stepstorm::conformance
