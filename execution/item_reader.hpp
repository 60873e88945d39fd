// Parses the text of an object into a list of items, as an ItemReader does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/machine.hpp"
#include "execution/notice.hpp"

namespace stepstorm::execution {

/// Reads the items of an object's text one by one, so that a large object can be read in several turns.
class ItemCursor {
 public:
  /// Reads JSON, JSONL or CSV by the reader's InputType; at most `max_items`, 0 for all.
  ItemCursor(const asl::ItemReader& reader, std::shared_ptr<const std::string> text, std::int64_t max_items);
  /// Reads one CSV file of a manifest, which has no header row of its own; with empty `headers`, reads by the
  /// InputType.
  ItemCursor(const asl::ItemReader& reader,
             const std::vector<std::string>& headers,
             std::shared_ptr<const std::string> text,
             std::int64_t max_items);

  struct Taken {
    std::optional<Json> item;  // nullopt: an empty line, or beyond max_items
    bool over = false;         // no more items
  };
  /// Returns the next item. The error is the cause of States.ItemReaderFailed. A JSON list is parsed to its end even
  /// when fewer items are wanted, so that invalid JSON is an error anywhere.
  [[nodiscard]] tl::expected<Taken, std::string> next();

  /// Returns the size of the text, in bytes.
  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }

  class Source;

 private:
  std::shared_ptr<Source> source_;
  std::size_t wanted_;
  std::size_t held_bytes_;
};

/// Returns the items of listObjectsV2: {Etag, Key, LastModified, Size, StorageClass}.
[[nodiscard]] Json listed_items(const std::vector<ListedObject>& objects, std::int64_t max_items);

/// The objects that a manifest (S3 inventory or Athena data) lists, and their CSV headers.
struct Manifest {
  std::vector<std::string> keys;
  std::vector<std::string> headers;
};
[[nodiscard]] tl::expected<Manifest, std::string> read_manifest(const asl::ItemReader& reader, const std::string& text);

}  // namespace stepstorm::execution
