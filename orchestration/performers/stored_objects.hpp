// The objects of buckets in memory: for stores, or parts of them, that are no files.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "execution/notice.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

using StoredObjects = std::map<std::string, std::string, std::less<>>;    // one bucket's, key -> text
using StoredBuckets = std::map<std::string, StoredObjects, std::less<>>;  // by name

[[nodiscard]] tl::expected<std::string, std::string> read_object(const StoredObjects& objects, std::string_view key);

/// In order of key. `modified`: when all of them were last modified.
[[nodiscard]] std::vector<execution::ListedObject> list_objects(const StoredObjects& objects,
                                                                std::string_view prefix,
                                                                TimePoint modified);

/// Replaces objects with the same keys.
void write_objects(StoredObjects& objects, const std::vector<std::pair<std::string, std::string>>& written);

}  // namespace stepstorm::orchestration
