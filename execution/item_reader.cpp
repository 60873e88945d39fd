#include "execution/item_reader.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace stepstorm::execution {
namespace {

using Row = std::vector<std::string>;
using Text = std::shared_ptr<const std::string>;
using ReadItems = tl::expected<Json, std::string>;

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

}  // namespace

/// Of what ItemCursor reads.
class ItemCursor::Source {
 public:
  virtual ~Source() = default;
  virtual tl::expected<Taken, std::string> next() = 0;
  /// Whether it must be read to its end even when no more items are wanted.
  virtual bool checked_to_the_end() const { return false; }
};

namespace {

using Next = tl::expected<ItemCursor::Taken, std::string>;

const ItemCursor::Taken end_of_items{std::nullopt, true};

class CsvItems final : public ItemCursor::Source {
 public:
  /// Without headers the first row has them.
  CsvItems(Text text, char delimiter, std::optional<Row> headers)
      : text_(std::move(text)), cursor_(*text_, delimiter), headers_(std::move(headers)) {
    if (!headers_ && !cursor_.at_end()) headers_ = cursor_.row();
    if (!headers_) return;
    duplicates_ = std::set<std::string>(headers_->begin(), headers_->end()).size() != headers_->size();
  }

  Next next() override {
    if (duplicates_) return unreadable("CSV headers cannot contain duplicates.");
    if (cursor_.at_end()) return end_of_items;
    const Row row = cursor_.row();
    if (row.size() == 1 && row.front().empty()) return ItemCursor::Taken{};  // an empty line
    return ItemCursor::Taken{item(*headers_, row)};
  }

 private:
  const Text text_;
  CsvCursor cursor_;
  std::optional<Row> headers_;
  bool duplicates_ = false;
};

// ---- JSON and JSON Lines

class JsonLines final : public ItemCursor::Source {
 public:
  explicit JsonLines(Text text) : text_(std::move(text)) {}

  Next next() override {
    if (from_ >= text_->size()) return end_of_items;
    const std::size_t end = std::min(text_->find('\n', from_), text_->size());
    const std::string_view content = std::string_view(*text_).substr(from_, end - from_);
    from_ = end + 1;
    ++line_;
    if (content.find_first_not_of(" \t\r") == std::string_view::npos) return ItemCursor::Taken{};
    auto value = parse_json(content);
    if (!value) return unreadable("Line " + std::to_string(line_) + " is not valid JSON: " + value.error().message);
    return ItemCursor::Taken{std::move(*value)};
  }

 private:
  const Text text_;
  std::size_t from_ = 0;
  std::size_t line_ = 0;
};

/// nullptr: it leads nowhere, or is no JSON Pointer.
Json* find(Json& document, const std::string& pointer) {
  try {
    return &document.at(Json::json_pointer(pointer));
  } catch (const Json::exception&) {
    return nullptr;
  }
}

ReadItems list_in(const std::string& text, const std::optional<std::string>& pointer) {
  auto document = parse_json(text);
  if (!document) return unreadable("Attempting to parse an invalid JSON file: " + document.error().message);
  Json* list = pointer ? find(*document, *pointer) : &*document;
  if (list == nullptr) return unreadable("The ItemsPointer '" + *pointer + "' does not reference a value in the file.");
  if (!list->is_array()) return unreadable("Attempting to map over non-iterable node.");
  return std::move(*list);
}

/// What a JSON Pointer names one after the other, from the document's root on; none: it is no JSON Pointer.
std::optional<std::vector<std::string>> steps_of(const std::string& pointer) {
  try {
    std::vector<std::string> steps;
    for (Json::json_pointer rest{pointer}; !rest.empty(); rest.pop_back()) steps.push_back(rest.back());
    std::reverse(steps.begin(), steps.end());
    return steps;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

/// A list in a document. Each of its elements is parsed by itself, and so is each value beside the way to it: the
/// document is checked to its end.
class JsonItems final : public ItemCursor::Source {
 public:
  /// Without a pointer the document is the list.
  JsonItems(Text text, std::optional<std::string> pointer) : text_(std::move(text)), pointer_(std::move(pointer)) {
    if (text_->starts_with(byte_order_mark)) position_ = byte_order_mark.size();
    steps_ = steps_of(pointer_.value_or(""));
    cut_short_ = !steps_ || text_->size() > JsonLimits{}.bytes || !open();
  }

  bool checked_to_the_end() const override { return true; }

  Next next() override {
    if (cut_short_) return refuse();
    if (open_.empty()) return end();
    Container& in = open_.back();
    if (take(in.is_object ? '}' : ']')) return close();
    if (in.members > 0 && !take(',')) return refuse();
    if (is_list(in)) return element(in);
    const auto name = in.is_object ? take_name() : std::to_string(in.members);
    if (!name) return refuse();
    return *name == step(in) ? way_on(in) : element(in);
  }

 private:
  static constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

  /// On the way to the list; the last one is the list.
  struct Container {
    std::size_t depth;  // so many steps lead to it
    bool is_object;
    std::size_t members = 0;  // read
    bool has_way_on = false;  // what the next step names has been met
  };

  bool is_list(const Container& container) const { return container.depth == steps_->size(); }
  const std::string& step(const Container& container) const { return (*steps_)[container.depth]; }

  /// Enters the container that begins here. The last one must be a list.
  bool open() {
    const std::size_t depth = open_.size();
    if (depth == JsonLimits{}.depth) return false;
    if (take('['))
      open_.push_back({depth, false});
    else if (depth < steps_->size() && take('{'))
      open_.push_back({depth, true});
    return open_.size() > depth;
  }

  Next way_on(Container& in) {
    ++in.members;
    if (std::exchange(in.has_way_on, true)) return refuse();
    return open() ? ItemCursor::Taken{} : refuse();
  }

  Next close() {
    const Container closed = open_.back();
    open_.pop_back();
    return is_list(closed) || closed.has_way_on ? ItemCursor::Taken{} : refuse();
  }

  Next element(Container& in) {
    ++in.members;
    const std::string_view text = take_element();
    if (text.starts_with(byte_order_mark)) return refuse();
    auto value = parse_json(text, {.depth = JsonLimits{}.depth - open_.size()});
    if (!value) return refuse();
    return is_list(in) ? ItemCursor::Taken{std::move(*value)} : ItemCursor::Taken{};
  }

  void skip_blanks() { position_ = std::min(text_->find_first_not_of(" \t\r\n", position_), text_->size()); }

  bool take(char expected) {
    skip_blanks();
    if (position_ == text_->size() || (*text_)[position_] != expected) return false;
    ++position_;
    return true;
  }

  /// A member's, and the colon after it.
  std::optional<std::string> take_name() {
    skip_blanks();
    const std::size_t from = position_;
    if (from == text_->size() || (*text_)[from] != '"') return std::nullopt;
    skip_string();
    position_ = std::min(position_ + 1, text_->size());
    const auto name = parse_json(std::string_view(*text_).substr(from, position_ - from));
    if (!name || !take(':')) return std::nullopt;
    return name->get<std::string>();
  }

  /// To the quote that ends it.
  void skip_string() {
    for (++position_; position_ < text_->size() && (*text_)[position_] != '"'; ++position_)
      if ((*text_)[position_] == '\\') ++position_;
  }

  /// Until the comma after it or its container's end.
  std::string_view take_element() {
    skip_blanks();
    const std::size_t from = position_;
    std::size_t open = 0;
    for (; position_ < text_->size(); ++position_) {
      const char c = (*text_)[position_];
      if (open == 0 && (c == ',' || c == ']' || c == '}')) break;
      if (c == '"') skip_string();
      if (c == '[' || c == '{') ++open;
      if ((c == ']' || c == '}') && open > 0) --open;
    }
    position_ = std::min(position_, text_->size());
    return std::string_view(*text_).substr(from, position_ - from);
  }

  Next end() {
    skip_blanks();
    if (position_ < text_->size()) return refuse();
    return end_of_items;
  }

  /// All of it says why, and where.
  Next refuse() const {
    const auto whole = list_in(*text_, pointer_);
    return unreadable(whole ? "The ItemsPointer '" + pointer_.value_or("") +
                                  "' references more than one value in the file."
                            : whole.error());
  }

  const Text text_;
  const std::optional<std::string> pointer_;
  std::optional<std::vector<std::string>> steps_;
  std::vector<Container> open_;  // each in the one before
  std::size_t position_ = 0;
  bool cut_short_ = false;  // what is there to be read is no list
};

/// What is said of every one.
class UnreadableItems final : public ItemCursor::Source {
 public:
  explicit UnreadableItems(std::string why) : why_(std::move(why)) {}
  Next next() override { return unreadable(why_); }

 private:
  std::string why_;
};

std::shared_ptr<ItemCursor::Source> source_of(const asl::ItemReader& reader, Text text) {
  switch (reader.input_type.value_or(asl::InputType::JSON)) {
    case asl::InputType::CSV: {
      const bool given = reader.csv_header_location == asl::CsvHeaderLocation::GIVEN;
      return std::make_shared<CsvItems>(
          std::move(text), reader.csv_delimiter, given ? std::optional<Row>{reader.csv_headers} : std::nullopt);
    }
    case asl::InputType::JSON: return std::make_shared<JsonItems>(std::move(text), reader.items_pointer);
    case asl::InputType::JSONL: return std::make_shared<JsonLines>(std::move(text));
    case asl::InputType::MANIFEST:
    case asl::InputType::PARQUET: break;
  }
  return std::make_shared<UnreadableItems>("The InputType PARQUET is not supported.");
}

std::shared_ptr<ItemCursor::Source> source_of(const asl::ItemReader& reader,
                                              const std::vector<std::string>& headers,
                                              Text text) {
  if (text->starts_with("\x1f\x8b"))
    return std::make_shared<UnreadableItems>("Compressed inventory files are not supported: unpack them first.");
  if (headers.empty()) return source_of(reader, std::move(text));
  return std::make_shared<CsvItems>(std::move(text), ',', headers);
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

ItemCursor::ItemCursor(const asl::ItemReader& reader, Text text, std::int64_t max_items)
    : source_(source_of(reader, text)), wanted_(at_most(max_items)), held_bytes_(text->size()) {}

ItemCursor::ItemCursor(const asl::ItemReader& reader,
                       const std::vector<std::string>& headers,
                       Text text,
                       std::int64_t max_items)
    : source_(source_of(reader, headers, text)), wanted_(at_most(max_items)), held_bytes_(text->size()) {}

tl::expected<ItemCursor::Taken, std::string> ItemCursor::next() {
  if (wanted_ == 0 && !source_->checked_to_the_end()) return end_of_items;
  auto taken = source_->next();
  if (!taken || !taken->item) return taken;
  if (wanted_ == 0)
    taken->item.reset();
  else
    --wanted_;
  return taken;
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

}  // namespace stepstorm::execution
