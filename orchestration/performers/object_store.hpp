// What stands for S3: the objects that a Distributed Map reads its items from and writes its results to.
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

/// Shared by all orchestrators, hence by several threads. What goes wrong is told as a cause for people.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual tl::expected<std::string, std::string> read(std::string_view bucket, std::string_view key) = 0;
  /// In order of key.
  virtual tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view bucket,
                                                                               std::string_view prefix) = 0;
  virtual tl::expected<void, std::string> write(std::string_view bucket,
                                                const std::vector<std::pair<std::string, std::string>>& objects) = 0;
};

/// What a Distributed Map asks of it.
using ObjectAccess = std::variant<execution::ReadObject, execution::ListObjects, execution::WriteObjects>;

/// Asks the store and makes a notice of its answer. Null: there is none, and the access fails.
[[nodiscard]] execution::Notice perform(ObjectStore* store, const ObjectAccess& access);

}  // namespace stepstorm::orchestration
