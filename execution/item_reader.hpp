// What an ItemReader makes of the text of an object: a list of items.
// Source: semantics.md 7.4; recordings.md 5.13.
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

/// Reads the items of an object's text one by one, so that others can have their turn in between.
class ItemCursor {
 public:
  /// JSON, JSONL or CSV by the reader's InputType; at most `max_items`, 0 for all.
  ItemCursor(const asl::ItemReader& reader, std::shared_ptr<const std::string> text, std::int64_t max_items);
  /// One CSV file that a manifest names, which has no header row of its own; without `headers` by the InputType.
  ItemCursor(const asl::ItemReader& reader,
             const std::vector<std::string>& headers,
             std::shared_ptr<const std::string> text,
             std::int64_t max_items);

  struct Taken {
    std::optional<Json> item;  // none: an empty line, or one more than are wanted
    bool over = false;         // there is none any more
  };
  /// The error is the cause of States.ItemReaderFailed. A list's text is read to its end even when fewer items are wanted:
  /// what is not JSON is an error wherever it lies.
  [[nodiscard]] tl::expected<Taken, std::string> next();

  /// Of the text.
  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }

  class Source;

 private:
  std::shared_ptr<Source> source_;
  std::size_t wanted_;
  std::size_t held_bytes_;
};

/// listObjectsV2: {Etag, Key, LastModified, Size, StorageClass}.
[[nodiscard]] Json listed_items(const std::vector<ListedObject>& objects, std::int64_t max_items);

/// What a manifest (S3 inventory or Athena data) says is to be read.
struct Manifest {
  std::vector<std::string> keys;
  std::vector<std::string> headers;
};
[[nodiscard]] tl::expected<Manifest, std::string> read_manifest(const asl::ItemReader& reader, const std::string& text);

}  // namespace stepstorm::execution
