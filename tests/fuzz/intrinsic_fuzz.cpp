// No call and no template makes Intrinsic or PayloadTemplate fail. Input: a call, a line break, a document, which is
// taken for the input and for a template. How to run: ./dev fuzz intrinsic
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/intrinsics/intrinsic.hpp"
#include "asl/payload_template.hpp"
#include "tests/asl/references.hpp"

namespace {

void demand(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const stepstorm::asl::FixedReferences references;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto text = input.substr(0, input.find('\n'));
  const auto document = stepstorm::parse_json(input.substr(text.size()));
  const auto call = stepstorm::asl::Intrinsic::parse(text);
  if (call && document) {
    const auto value = call->evaluate("field.$", *document, references);
    demand(value ? stepstorm::parse_json(stepstorm::to_text(*value)).has_value() : !value.error().detail.empty());
  }
  if (!document) return 0;
  const auto payload_template = stepstorm::asl::PayloadTemplate::compile(*document);
  if (payload_template) (void)payload_template->evaluate(*document, references);
  return 0;
}
