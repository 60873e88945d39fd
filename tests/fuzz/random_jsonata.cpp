#include "tests/fuzz/random_jsonata.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace stepstorm::fuzz {

namespace {

using namespace std::string_view_literals;

constexpr std::array operators = {"+"sv,
                                  "-"sv,
                                  "*"sv,
                                  "/"sv,
                                  "%"sv,
                                  "="sv,
                                  "!="sv,
                                  "<"sv,
                                  ">"sv,
                                  "<="sv,
                                  "&"sv,
                                  " and "sv,
                                  " or "sv,
                                  " in "sv,
                                  " ~> "sv,
                                  "??"sv,
                                  "?:"sv,
                                  ">="sv};
constexpr std::array names = {"a"sv, "b"sv, "c"sv, "d"sv, "e"sv, "orders"sv, "lines"sv, "name"sv, "price"sv, "tags"sv};
constexpr std::array heads = {"orders"sv,
                              "orders.lines"sv,
                              "orders.lines.name"sv,
                              "tags"sv,
                              "a"sv,
                              "b"sv,
                              "c"sv,
                              "d"sv,
                              "e"sv,
                              "$"sv,
                              "$$"sv,
                              "*"sv,
                              "**"sv,
                              "orders[0].lines"sv,
                              "c.d"sv,
                              "$x"sv,
                              "%"sv};
constexpr std::array leaves = {"1"sv,     "0"sv,    "2"sv,  "-2.5"sv,  "'x'"sv,   "'b'"sv,   "''"sv, "true"sv,
                               "false"sv, "null"sv, "[]"sv, "{}"sv,    "1e9"sv,   "a"sv,     "b"sv,  "$"sv,
                               "[1,2]"sv, "$x"sv,   "$y"sv, "/a|b/"sv, "'[Y]'"sv, "'hat'"sv, "zz"sv};
constexpr std::array functions_of_one = {
    "sum"sv,       "count"sv,        "max"sv,        "min"sv,      "average"sv,   "string"sv, "length"sv,
    "uppercase"sv, "trim"sv,         "number"sv,     "abs"sv,      "floor"sv,     "ceil"sv,   "sqrt"sv,
    "round"sv,     "boolean"sv,      "not"sv,        "keys"sv,     "exists"sv,    "spread"sv, "merge"sv,
    "reverse"sv,   "type"sv,         "sort"sv,       "zip"sv,      "distinct"sv,  "clone"sv,  "values"sv,
    "lowercase"sv, "base64encode"sv, "fromMillis"sv, "toMillis"sv, "encodeUrl"sv, "parse"sv};
constexpr std::array functions_of_two = {"append"sv,
                                         "split"sv,
                                         "join"sv,
                                         "contains"sv,
                                         "match"sv,
                                         "substring"sv,
                                         "substringBefore"sv,
                                         "lookup"sv,
                                         "pad"sv,
                                         "formatNumber"sv,
                                         "formatInteger"sv,
                                         "power"sv,
                                         "zip"sv,
                                         "formatBase"sv,
                                         "parseInteger"sv,
                                         "substringAfter"sv,
                                         "partition"sv,
                                         "hash"sv};
constexpr std::array higher_functions = {"map"sv, "filter"sv, "each"sv, "sift"sv, "sort"sv, "single"sv, "reduce"sv};

class Maker {
 public:
  explicit Maker(ByteSource& choices) : choices_(choices) {}

  std::string expression(int depth) {
    if (depth <= 0 || choices_.empty()) return leaf();
    switch (choices_.below(22)) {
      case 0: return leaf();
      case 1: return expression(depth - 1) + std::string{choices_.pick(operators)} + expression(depth - 1);
      case 2: return "(" + expression(depth - 1) + ";" + expression(depth - 1) + ")";
      case 3: return "(" + variable() + ":=" + expression(depth - 1) + ";" + expression(depth - 1) + ")";
      case 4: return "[" + expression(depth - 1) + "," + expression(depth - 1) + "]";
      case 5: return "[" + expression(depth - 1) + ".." + expression(depth - 1) + "]";
      case 6: return object(depth);
      case 7: return lambda(depth);
      case 8: return lambda(depth) + "(" + expression(depth - 1) + ")";
      case 9: return "-" + expression(depth - 1);
      case 10: return path(depth - 1) + "~>|" + path(depth - 1) + "|" + object(depth) + "|";
      case 11: return expression(depth - 1) + "?" + expression(depth - 1) + ":" + expression(depth - 1);
      case 12: return "(" + path(depth) + ")" + step(depth);
      case 13: return "$append(?," + expression(depth - 1) + ")(" + expression(depth - 1) + ")";
      case 14: return expression(depth - 1) + " ~> $" + std::string{choices_.pick(functions_of_one)};
      case 15:
      case 16:
      case 17: return call(depth);
      default: return path(depth);
    }
  }

 private:
  std::string leaf() { return std::string{choices_.pick(leaves)}; }
  std::string variable() { return choices_.one_in(2) ? "$x" : "$y"; }

  std::string object(int depth) {
    const std::string name = choices_.one_in(3) ? expression(depth - 1) : "'k'";
    return "{" + name + ":" + expression(depth - 1) + "}";
  }

  std::string lambda(int depth) {
    return (choices_.one_in(2) ? "function($x){" : "function($x,$y){") + expression(depth - 1) + "}";
  }

  std::string call(int depth) {
    switch (choices_.below(4)) {
      case 0: return "$" + std::string{choices_.pick(functions_of_one)} + "(" + expression(depth - 1) + ")";
      case 1: return "$" + std::string{choices_.pick(functions_of_one)} + "(" + path(depth) + ")";
      case 2:
        return "$" + std::string{choices_.pick(functions_of_two)} + "(" + expression(depth - 1) + "," +
               expression(depth - 1) + ")";
      default:
        return "$" + std::string{choices_.pick(higher_functions)} + "(" + path(depth) + "," + lambda(depth) + ")";
    }
  }

  std::string path(int depth) {
    std::string made{choices_.pick(heads)};
    for (std::size_t steps = choices_.below(4); steps != 0; --steps) made += step(depth);
    return made;
  }

  std::string step(int depth) {
    switch (choices_.below(15)) {
      case 0: return "[" + expression(depth - 1) + "]";
      case 1: return "[" + std::string{choices_.pick(names)} + "=" + leaf() + "]";
      case 2: return choices_.one_in(2) ? "[0]" : "[-1]";
      case 3: return "^(>" + expression(depth - 1) + ")";
      case 4: return "^(" + std::string{choices_.pick(names)} + ")";
      case 5: return "@" + variable();
      case 6: return "#" + variable();
      case 7: return "[]";
      case 8: return object(depth);
      case 9: return ".(" + expression(depth - 1) + ")";
      case 10: return ".[" + expression(depth - 1) + "]";
      case 11: return "." + object(depth);
      case 12: return choices_.one_in(2) ? ".*" : ".%";
      default: return "." + std::string{choices_.pick(names)};
    }
  }

  ByteSource& choices_;
};

Json text(ByteSource& choices) {
  constexpr std::array texts = {"hat"sv, "cap"sv, "b"sv, ""sv, "x y"sv, "2026-11-30"sv, "12"sv, "h\u00e9llo"sv};
  return std::string{choices.pick(texts)};
}

Json value(ByteSource& choices, int depth) {
  switch (depth <= 0 ? choices.below(5) : choices.below(8)) {
    case 0: return nullptr;
    case 1: return choices.one_in(2);
    case 2: return choices.byte() - 100;
    case 3: return choices.byte() / 8.0;
    case 4: return text(choices);
    case 5: {
      Json array = Json::array();
      for (std::size_t size = choices.below(4); size != 0; --size) array.push_back(value(choices, depth - 1));
      return array;
    }
    default: {
      Json object = Json::object();
      for (const char* name : {"a", "b", "c", "d"})
        if (choices.one_in(2)) object[name] = value(choices, depth - 1);
      return object;
    }
  }
}

Json orders(ByteSource& choices) {
  Json orders = Json::array();
  for (std::size_t count = choices.below(4); count != 0; --count) {
    Json lines = Json::array();
    for (std::size_t line = choices.below(4); line != 0; --line)
      lines.push_back({{"name", text(choices)}, {"price", choices.byte() / 4.0}});
    orders.push_back({{"name", text(choices)}, {"lines", std::move(lines)}});
  }
  return orders;
}

}  // namespace

std::string random_jsonata(ByteSource& bytes, int depth) { return Maker{bytes}.expression(depth); }

Json random_jsonata_input(ByteSource& bytes) {
  Json input = value(bytes, 3);
  if (!input.is_object()) return input;
  if (!bytes.one_in(4)) input["orders"] = orders(bytes);
  if (bytes.one_in(2)) input["tags"] = {"b", "a", "c"};
  return input;
}

}  // namespace stepstorm::fuzz
