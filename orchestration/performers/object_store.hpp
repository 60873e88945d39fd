// ObjectStore: stands in for S3. A Distributed Map reads its items from objects and writes its results to them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "execution/command.hpp"
#include "execution/notice.hpp"

namespace stepstorm::orchestration {

/// Thread-safe: shared by all orchestrators. Errors are readable causes.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual tl::expected<std::string, std::string> read(std::string_view bucket, std::string_view key) = 0;
  /// Lists the objects whose keys begin with `prefix`, ordered by key.
  virtual tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view bucket,
                                                                               std::string_view prefix) = 0;
  virtual tl::expected<void, std::string> write(std::string_view bucket,
                                                const std::vector<std::pair<std::string, std::string>>& objects) = 0;
};

/// A Distributed Map's request to the store.
using ObjectAccess = std::variant<execution::ReadObject, execution::ListObjects, execution::WriteObjects>;

/// Performs the access and returns the notice of its result. Without a store (null) the access fails.
[[nodiscard]] execution::Notice perform(ObjectStore* store, const ObjectAccess& access);

}  // namespace stepstorm::orchestration
