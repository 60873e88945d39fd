// No text makes JSONata's parser fail, and no expression its evaluator: it gives JSON, nothing or an error, the same
// every time. Input: an expression, a line break, a document; or, when the first byte is 1, choices of which both are
// made. How to run: ./dev fuzz jsonata
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "asl/jsonata/expression.hpp"
#include "tests/fuzz/byte_source.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/random_jsonata.hpp"

namespace {

using namespace stepstorm::jsonata;
using stepstorm::Json;
using stepstorm::fuzz::ByteSource;
using stepstorm::fuzz::demand;

constexpr Limits small{20'000, 1u << 20, 150};

std::string described(const Expected<Outcome>& outcome) {
  if (!outcome) return outcome.error().code + message(outcome.error());
  return std::to_string(static_cast<int>(outcome->type)) + stepstorm::to_text(outcome->value);
}

void try_out(std::string_view text, const Json* document) {
  for (const Dialect dialect : {Dialect::Aws, Dialect::V2_2}) {
    const auto expression = Expression::compile(text, dialect);
    if (!expression) {
      demand(!expression.error().code.empty(), "a code");
      demand(expression.error().position <= text.size() + 1, "a place in the expression");
      continue;
    }
    const auto outcome = expression->evaluate(document, Surroundings{}, small);
    demand(described(outcome) == described(expression->evaluate(document, Surroundings{}, small)), "the same again");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size != 0 && data[0] == 1) {
    ByteSource choices{{data + 1, size - 1}};
    const Json input = stepstorm::fuzz::random_jsonata_input(choices);
    try_out(stepstorm::fuzz::random_jsonata(choices, 5), &input);
    return 0;
  }
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto text = input.substr(0, input.find('\n'));
  const auto document = stepstorm::parse_json(input.substr(text.size()));
  try_out(text, document ? &*document : nullptr);
  return 0;
}
