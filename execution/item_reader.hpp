// What an ItemReader makes of the text of an object: a list of items.
// Source: semantics.md 7.4; recordings.md 5.13.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/machine.hpp"
#include "execution/notice.hpp"

namespace stepstorm::execution {

/// The error is the cause of States.ItemReaderFailed.
using ReadItems = tl::expected<Json, std::string>;

/// JSON, JSONL or CSV by the reader's InputType; at most `max_items`, 0 for all.
[[nodiscard]] ReadItems read_items(const asl::ItemReader& reader, const std::string& text, std::int64_t max_items);

/// listObjectsV2: {Etag, Key, LastModified, Size, StorageClass}.
[[nodiscard]] Json listed_items(const std::vector<ListedObject>& objects, std::int64_t max_items);

/// What a manifest (S3 inventory or Athena data) says is to be read.
struct Manifest {
  std::vector<std::string> keys;
  std::vector<std::string> headers;
};
[[nodiscard]] tl::expected<Manifest, std::string> read_manifest(const asl::ItemReader& reader, const std::string& text);

/// One CSV file that a manifest names: no header row of its own.
[[nodiscard]] ReadItems read_manifest_file(const asl::ItemReader& reader,
                                           const std::vector<std::string>& headers,
                                           const std::string& text,
                                           std::int64_t max_items);

}  // namespace stepstorm::execution
