// No object that an ItemReader is given makes it fail: items come back, or a sentence. Input: a letter that says what the
// text is taken for, an ItemsPointer, a line break, the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
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

void check(const ReadItems& items) {
  if (items)
    fuzz::demand(items->is_array(), "items are an array");
  else
    fuzz::demand(!items.error().empty(), "what cannot be read is said why");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto head = input.substr(0, input.find('\n'));
  const std::string text(input.substr(std::min(head.size() + 1, input.size())));
  const auto reader = reader_for(head.empty() ? 'j' : head.front(), head.substr(std::min<std::size_t>(1, head.size())));

  check(read_items(reader, text, 0));
  const auto few = read_items(reader, text, items_max);
  check(few);
  fuzz::demand(!few || few->size() <= items_max, "MaxItems is kept");
  if (const auto manifest = read_manifest(reader, text)) check(read_manifest_file(reader, manifest->headers, text, 0));
  return 0;
}
