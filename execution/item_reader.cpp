#include "execution/item_reader.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace stepstorm::execution {
namespace {

using Row = std::vector<std::string>;

tl::unexpected<std::string> unreadable(std::string cause) { return tl::unexpected{std::move(cause)}; }

std::size_t at_most(std::int64_t max_items) {
  return max_items > 0 ? static_cast<std::size_t>(max_items) : std::numeric_limits<std::size_t>::max();
}

// ---- CSV (RFC 4180: quoted fields may hold delimiters, line breaks and doubled quotes)

class CsvCursor {
 public:
  CsvCursor(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  bool at_end() const { return position_ >= text_.size(); }

  Row row() {
    Row fields{field()};
    while (!at_end() && text_[position_] == delimiter_) {
      ++position_;
      fields.push_back(field());
    }
    skip_line_break();
    return fields;
  }

 private:
  std::string field() { return !at_end() && text_[position_] == '"' ? quoted_field() : plain_field(); }

  std::string plain_field() {
    const std::size_t from = position_;
    while (!at_end() && text_[position_] != delimiter_ && text_[position_] != '\n' && text_[position_] != '\r')
      ++position_;
    return std::string(text_.substr(from, position_ - from));
  }

  std::string quoted_field() {
    std::string field;
    for (++position_; !at_end(); ++position_) {
      if (text_[position_] == '"') {
        if (position_ + 1 >= text_.size() || text_[position_ + 1] != '"') break;
        ++position_;
      }
      field += text_[position_];
    }
    if (!at_end()) ++position_;  // a quote that nothing closes ends with the text
    return field + plain_field();
  }

  void skip_line_break() {
    if (!at_end() && text_[position_] == '\r') ++position_;
    if (!at_end() && text_[position_] == '\n') ++position_;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t position_ = 0;
};

Json item(const std::vector<std::string>& headers, const Row& row) {
  Json made = Json::object();
  for (std::size_t column = 0; column < headers.size(); ++column)
    made[headers[column]] = column < row.size() ? row[column] : std::string{};
  return made;
}

ReadItems read_rows(CsvCursor& cursor, const std::vector<std::string>& headers, std::int64_t max_items) {
  if (std::set<std::string>(headers.begin(), headers.end()).size() != headers.size())
    return unreadable("CSV headers cannot contain duplicates.");
  Json items = Json::array();
  while (!cursor.at_end() && items.size() < at_most(max_items)) {
    const Row row = cursor.row();
    if (row.size() == 1 && row.front().empty()) continue;  // an empty line
    items.push_back(item(headers, row));
  }
  return items;
}

ReadItems read_csv(const asl::ItemReader& reader, const std::string& text, std::int64_t max_items) {
  CsvCursor cursor{text, reader.csv_delimiter};
  if (reader.csv_header_location == asl::CsvHeaderLocation::GIVEN)
    return read_rows(cursor, reader.csv_headers, max_items);
  if (cursor.at_end()) return Json::array();
  const Row headers = cursor.row();
  return read_rows(cursor, headers, max_items);
}

// ---- JSON and JSON Lines

/// nullptr: it leads nowhere, or is no JSON Pointer.
Json* find(Json& document, const std::string& pointer) {
  try {
    return &document.at(Json::json_pointer(pointer));
  } catch (const Json::exception&) {
    return nullptr;
  }
}

ReadItems read_json_list(const asl::ItemReader& reader, const std::string& text, std::int64_t max_items) {
  auto document = parse_json(text);
  if (!document) return unreadable("Attempting to parse an invalid JSON file: " + document.error().message);
  Json* list = &*document;
  if (reader.items_pointer) list = find(*document, *reader.items_pointer);
  if (list == nullptr)
    return unreadable("The ItemsPointer '" + *reader.items_pointer + "' does not reference a value in the file.");
  if (!list->is_array()) return unreadable("Attempting to map over non-iterable node.");
  auto& items = list->get_ref<Json::array_t&>();
  items.resize(std::min(items.size(), at_most(max_items)));
  return std::move(*list);
}

ReadItems read_json_lines(const std::string& text, std::int64_t max_items) {
  Json items = Json::array();
  std::size_t line = 1;
  for (std::size_t from = 0; from < text.size() && items.size() < at_most(max_items); ++line) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string_view content = std::string_view(text).substr(from, end - from);
    from = end + 1;
    if (content.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto value = parse_json(content);
    if (!value) return unreadable("Line " + std::to_string(line) + " is not valid JSON: " + value.error().message);
    items.push_back(std::move(*value));
  }
  return items;
}

// ---- manifests

std::vector<std::string> split_schema(const std::string& schema) {
  std::vector<std::string> names;
  for (std::size_t from = 0; from <= schema.size();) {
    const std::size_t comma = std::min(schema.find(',', from), schema.size());
    const std::size_t first = std::min(schema.find_first_not_of(' ', from), comma);
    names.push_back(schema.substr(first, comma - first));
    from = comma + 1;
  }
  return names;
}

tl::expected<Manifest, std::string> read_inventory_manifest(const Json& document) {
  if (!document.is_object() || !document.contains("files") || !document["files"].is_array())
    return unreadable("The manifest has no list of files.");
  Manifest manifest;
  for (const Json& file : document["files"])
    if (file.is_object() && file.contains("key") && file["key"].is_string()) manifest.keys.push_back(file["key"]);
  if (document.contains("fileSchema") && document["fileSchema"].is_string())
    manifest.headers = split_schema(document["fileSchema"].get<std::string>());
  return manifest;
}

/// s3://bucket/key -> key
std::string key_of(const std::string& url) {
  const std::size_t bucket = url.starts_with("s3://") ? 5 : 0;
  const std::size_t slash = url.find('/', bucket);
  return bucket == 0 || slash == std::string::npos ? url : url.substr(slash + 1);
}

}  // namespace

ReadItems read_items(const asl::ItemReader& reader, const std::string& text, std::int64_t max_items) {
  switch (reader.input_type.value_or(asl::InputType::JSON)) {
    case asl::InputType::CSV: return read_csv(reader, text, max_items);
    case asl::InputType::JSON: return read_json_list(reader, text, max_items);
    case asl::InputType::JSONL: return read_json_lines(text, max_items);
    case asl::InputType::MANIFEST:
    case asl::InputType::PARQUET: break;
  }
  return unreadable("The InputType PARQUET is not supported.");
}

Json listed_items(const std::vector<ListedObject>& objects, std::int64_t max_items) {
  Json items = Json::array();
  for (std::size_t index = 0; index < std::min(objects.size(), at_most(max_items)); ++index) {
    const ListedObject& object = objects[index];
    items.push_back({{"Etag", object.etag},
                     {"Key", object.key},
                     {"LastModified", object.last_modified},
                     {"Size", object.size},
                     {"StorageClass", "STANDARD"}});
  }
  return items;
}

tl::expected<Manifest, std::string> read_manifest(const asl::ItemReader& reader, const std::string& text) {
  if (reader.manifest_type.value_or("S3_INVENTORY") == "ATHENA_DATA") {
    Manifest manifest;
    CsvCursor cursor{text, ','};
    while (!cursor.at_end())
      if (const Row row = cursor.row(); !row.front().empty()) manifest.keys.push_back(key_of(row.front()));
    return manifest;
  }
  const auto document = parse_json(text);
  if (!document) return unreadable("The manifest is not valid JSON: " + document.error().message);
  return read_inventory_manifest(*document);
}

ReadItems read_manifest_file(const asl::ItemReader& reader,
                             const std::vector<std::string>& headers,
                             const std::string& text,
                             std::int64_t max_items) {
  if (text.starts_with("\x1f\x8b"))
    return unreadable("Compressed inventory files are not supported: unpack them first.");
  if (headers.empty()) return read_items(reader, text, max_items);
  CsvCursor cursor{text, ','};
  return read_rows(cursor, headers, max_items);
}

}  // namespace stepstorm::execution
