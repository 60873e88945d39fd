// No text makes JSONata's parser fail, and no expression its evaluator: it gives JSON, nothing or an error, the same every
// time. Input: an expression, a line break, a document; or, when the first byte is 1, choices of which both are made.
// How to run: ./dev fuzz jsonata
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "asl/jsonata/expression.hpp"
#include "tests/fuzz/byte_source.hpp"
#include "tests/fuzz/demand.hpp"

namespace {

using namespace stepstorm::jsonata;
using stepstorm::Json;
using stepstorm::fuzz::ByteSource;
using stepstorm::fuzz::demand;
using namespace std::string_view_literals;

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

// ---- expressions made from the grammar ----

class Maker {
 public:
  explicit Maker(ByteSource& choices) : choices_(choices) {}

  std::string expression(int depth) {
    if (depth <= 0 || choices_.empty()) return leaf();
    switch (choices_.below(14)) {
      case 0: return leaf();
      case 1: return expression(depth - 1) + std::string{choices_.pick(operators)} + expression(depth - 1);
      case 2: return "(" + expression(depth - 1) + ";" + expression(depth - 1) + ")";
      case 3: return "(" + variable() + ":=" + expression(depth - 1) + ";" + expression(depth - 1) + ")";
      case 4: return "[" + expression(depth - 1) + "," + expression(depth - 1) + "]";
      case 5: return "[" + expression(depth - 1) + ".." + expression(depth - 1) + "]";
      case 6: return "{" + expression(depth - 1) + ":" + expression(depth - 1) + "}";
      case 7: return function(depth);
      case 8: return function(depth) + "(" + expression(depth - 1) + ")";
      case 9: return "$" + std::string{choices_.pick(functions)} + "(" + expression(depth - 1) + ")";
      case 10:
        return "$" + std::string{choices_.pick(functions)} + "(" + expression(depth - 1) + "," + function(depth) + ")";
      case 11: return expression(depth - 1) + "~>|" + path(depth - 1) + "|" + expression(depth - 1) + "|";
      case 12: return expression(depth - 1) + "?" + expression(depth - 1) + ":" + expression(depth - 1);
      default: return path(depth);
    }
  }

 private:
  static constexpr std::array operators = {
      "+"sv, "-"sv, "*"sv, "/"sv, "%"sv, "="sv, "<"sv, "&"sv, " and "sv, " in "sv, "~>"sv, "??"sv, "?:"sv};
  static constexpr std::array names = {"a"sv, "b"sv, "c"sv, "*"sv, "**"sv, "%"sv, "$"sv, "$$"sv};
  static constexpr std::array leaves = {"1"sv,
                                        "0"sv,
                                        "-2.5"sv,
                                        "'x'"sv,
                                        "''"sv,
                                        "true"sv,
                                        "null"sv,
                                        "[]"sv,
                                        "{}"sv,
                                        "1e9"sv,
                                        "a"sv,
                                        "b"sv,
                                        "$"sv,
                                        "/a|b/"sv,
                                        "'[Y]'"sv};
  static constexpr std::array functions = {
      "map"sv,    "filter"sv,     "reduce"sv,       "sort"sv,     "string"sv,        "sum"sv,       "zip"sv,
      "split"sv,  "replace"sv,    "match"sv,        "keys"sv,     "merge"sv,         "spread"sv,    "distinct"sv,
      "append"sv, "each"sv,       "sift"sv,         "pad"sv,      "join"sv,          "reverse"sv,   "number"sv,
      "clone"sv,  "fromMillis"sv, "formatNumber"sv, "toMillis"sv, "formatInteger"sv, "partition"sv, "parse"sv};

  std::string leaf() { return std::string{choices_.pick(leaves)}; }
  std::string variable() { return choices_.one_in(2) ? "$x" : "$y"; }
  std::string function(int depth) { return "function(" + variable() + "){" + expression(depth - 1) + "}"; }

  std::string path(int depth) {
    std::string made{choices_.pick(names)};
    for (std::size_t steps = choices_.below(4); steps != 0; --steps) made += step(depth);
    return made;
  }
  std::string step(int depth) {
    switch (choices_.below(9)) {
      case 0: return "[" + expression(depth - 1) + "]";
      case 1: return "^(>" + expression(depth - 1) + ")";
      case 2: return "@" + variable();
      case 3: return "#" + variable();
      case 4: return "[]";
      case 5: return "{" + expression(depth - 1) + ":" + expression(depth - 1) + "}";
      case 6: return ".(" + expression(depth - 1) + ")";
      case 7: return ".[" + expression(depth - 1) + "]";
      default: return "." + std::string{choices_.pick(names)};
    }
  }

  ByteSource& choices_;
};

Json document(ByteSource& choices, int depth) {
  switch (depth <= 0 ? choices.below(5) : choices.below(8)) {
    case 0: return nullptr;
    case 1: return choices.one_in(2);
    case 2: return choices.byte() - 100;
    case 3: return choices.byte() / 8.0;
    case 4: return std::string(choices.below(4), static_cast<char>('a' + choices.below(3)));
    case 5: {
      Json array = Json::array();
      for (std::size_t size = choices.below(4); size != 0; --size) array.push_back(document(choices, depth - 1));
      return array;
    }
    default: {
      Json object = Json::object();
      for (const char* name : {"a", "b", "c"})
        if (choices.one_in(2)) object[name] = document(choices, depth - 1);
      return object;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size != 0 && data[0] == 1) {
    ByteSource choices{{data + 1, size - 1}};
    const Json input = document(choices, 3);
    try_out(Maker{choices}.expression(5), &input);
    return 0;
  }
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto text = input.substr(0, input.find('\n'));
  const auto document = stepstorm::parse_json(input.substr(text.size()));
  try_out(text, document ? &*document : nullptr);
  return 0;
}
