// No object that an ItemReader is given makes it fail: items come back, or a sentence. Input: a letter that says what
// the text is taken for, an ItemsPointer, a line break, the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "execution/item_reader.hpp"
#include "tests/fuzz/demand.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::execution;

constexpr std::size_t items_max = 3;

asl::ItemReader reader_for(char letter, std::string_view pointer) {
  asl::ItemReader reader;
  switch (letter) {
    case 'l': reader.input_type = asl::InputType::JSONL; break;
    case 'c': reader.input_type = asl::InputType::CSV; break;
    case 'g':
      reader.input_type = asl::InputType::CSV;
      reader.csv_header_location = asl::CsvHeaderLocation::GIVEN;
      reader.csv_headers = {"a", "b"};
      reader.csv_delimiter = ';';
      break;
    case 'p': reader.items_pointer = pointer; break;
    case 'a': reader.manifest_type = "ATHENA_DATA"; break;
    default: break;
  }
  return reader;
}

using ReadItems = tl::expected<Json, std::string>;

/// At most as many steps as the text has characters, and one.
ReadItems read_all(ItemCursor cursor, std::size_t steps_max) {
  Json items = Json::array();
  for (std::size_t steps = 0; steps <= steps_max; ++steps) {
    auto step = cursor.next();
    if (!step) return tl::unexpected{step.error()};
    if (step->item) items.push_back(std::move(*step->item));
    if (step->over) return items;
  }
  fuzz::demand(false, "reading ends");
  return items;
}

/// What the parser and the pointer of the JSON library find.
std::optional<Json> list_in(const std::string& text, const std::string& pointer) {
  try {
    const auto whole = parse_json(text);
    if (!whole) return std::nullopt;
    const Json& list = whole->at(Json::json_pointer(pointer));
    return list.is_array() ? std::optional{list} : std::nullopt;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

void check(const ReadItems& items) {
  if (!items) fuzz::demand(!items.error().empty(), "what cannot be read is said why");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto head = input.substr(0, input.find('\n'));
  const std::string text(input.substr(std::min(head.size() + 1, input.size())));
  const auto reader = reader_for(head.empty() ? 'j' : head.front(), head.substr(std::min<std::size_t>(1, head.size())));

  const auto shared = std::make_shared<const std::string>(text);
  const auto all = read_all({reader, shared, 0}, text.size());
  check(all);
  const auto few = read_all({reader, shared, items_max}, text.size());
  check(few);
  fuzz::demand(!few || few->size() <= items_max, "MaxItems is kept");
  if (reader.input_type.value_or(asl::InputType::JSON) == asl::InputType::JSON) {
    const auto list = list_in(text, reader.items_pointer.value_or(""));
    fuzz::demand(all || !list || all.error().ends_with(" more than one value in the file."),
                 "a list is read if it is one");
    fuzz::demand(!all || (list && *all == *list), "its elements are those of the document");
    fuzz::demand(all.has_value() == few.has_value(), "all of a list must be JSON");
  }
  if (const auto manifest = read_manifest(reader, text))
    check(read_all({reader, manifest->headers, shared, 0}, text.size()));
  return 0;
}
