// No path makes JsonPath, ReferencePath or their application to a document fail. Input: a path, a line break, a
// document. How to run: ./dev fuzz json_path
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "asl/paths/json_path.hpp"
#include "tests/asl/references.hpp"

namespace {

using stepstorm::Json;

void demand(bool condition) {
  if (!condition) std::abort();
}

void apply(const stepstorm::asl::JsonPath& path, const Json& document) {
  const stepstorm::asl::FixedReferences references;
  const auto selection = path.select(document, references);
  demand(path.definite() || !selection || (*selection)->is_array());
  if (!selection) demand(!path.describe_miss(document, references).empty());
}

/// Escapes and double quotes mean something in a Reference Path only.
bool is_read_as_placed(const std::string& path) { return path.find_first_of("\\\"") == std::string::npos; }

void place(const stepstorm::asl::ReferencePath& path, const Json& document) {
  const stepstorm::asl::FixedReferences references;
  const auto placed = path.place(document, "placed");
  const auto plain = stepstorm::asl::JsonPath::parse(path.text());
  if (!placed || !plain || !is_read_as_placed(path.text())) return;
  const auto found = plain->select(*placed, references);
  demand(found.has_value() && **found == "placed");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto text = input.substr(0, input.find('\n'));
  const auto document = stepstorm::parse_json(input.substr(text.size()));
  const auto path = stepstorm::asl::JsonPath::parse(text);
  if (path && document) apply(*path, *document);
  const auto reference_path = stepstorm::asl::ReferencePath::parse(text);
  if (reference_path && document) place(*reference_path, *document);
  return 0;
}
