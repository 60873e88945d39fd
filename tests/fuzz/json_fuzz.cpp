// No text makes parse_json, locate or what follows them fail. Input: a pointer, a line break, a text.
// How to run: ./dev fuzz json
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "values/json.hpp"

namespace {

using stepstorm::Json;

void demand(bool condition) {
  if (!condition) std::abort();
}

/// A text that was read can be written, and the written text gives the same value.
void check_value(const Json& value) {
  const auto text = stepstorm::to_text(value);
  const auto again = stepstorm::parse_json(text);
  demand(again.has_value());
  demand(stepstorm::same_value(value, *again));
  demand(!stepstorm::text_exceeds(value, text.size()));
  demand(stepstorm::text_exceeds(value, text.size() - 1));
  demand(stepstorm::text_size_at_least(value, text.size()) <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto separator = input.find('\n');
  const auto pointer = input.substr(0, separator);
  const auto text = separator == input.npos ? input : input.substr(separator + 1);
  const auto at = stepstorm::locate(text, pointer);
  demand(at.line >= 1 && at.column >= 1);
  const auto value = stepstorm::parse_json(text);
  if (value) {
    check_value(*value);
  } else {
    demand(!value.error().message.empty());
  }
  return 0;
}
