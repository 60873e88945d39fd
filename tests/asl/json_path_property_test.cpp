// JSONPath against an evaluator that is naive on purpose: it copies values from list to list, a step at a time.
// Source of its rules: semantics.md 2.1, 2.2; conformance FACTS 5.3; Jayway for slices and filters.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "asl/json_path.hpp"
#include "property.hpp"
#include "references.hpp"

namespace stepstorm::asl {
namespace {

using namespace std::string_view_literals;
using world::Stream;
using Values = std::vector<Json>;

// ---- documents

constexpr std::array member_names = {"a"sv, "b"sv, "c"sv, "d e"sv, "é"sv};
constexpr std::array scalars = {
    "0"sv, "1"sv, "2"sv, "-1"sv, "1.5"sv, R"("a")"sv, R"("")"sv, R"("1")"sv, "null"sv, "true"sv, R"("b c")"sv};

Json random_scalar(Stream& random) { return read(pick(scalars, random)); }

Json random_document(Stream& random, int depth) {
  if (depth == 0 || one_in(4, random)) return random_scalar(random);
  const bool list = one_in(2, random);
  Json made = list ? Json::array() : Json::object();
  for (auto size = random.below(5); size > 0; --size) {
    Json value = random_document(random, depth - 1);
    if (list)
      made.push_back(std::move(value));
    else
      made[std::string(pick(member_names, random))] = std::move(value);
  }
  return made;
}

// ---- conditions of filters

struct Condition {
  enum class Kind { Exists, Compare, Not, And, Or } kind = Kind::Exists;
  std::string member;  // @.member
  std::string_view sign;
  Json literal;
  std::vector<Condition> operands;
};

Condition random_condition(Stream& random, int depth) {
  static constexpr std::array signs = {"=="sv, "!="sv, "<"sv, "<="sv, ">"sv, ">="sv};
  Condition made;
  const auto kind = random.below(depth > 0 ? 6 : 3);
  if (kind == 0) made.kind = Condition::Kind::Exists;
  if (kind == 1 || kind == 2) made.kind = Condition::Kind::Compare;
  if (kind == 3) made.kind = Condition::Kind::Not;
  if (kind == 4) made.kind = Condition::Kind::And;
  if (kind == 5) made.kind = Condition::Kind::Or;
  made.member = pick(member_names, random);
  made.sign = pick(signs, random);
  made.literal = random_scalar(random);
  const std::size_t operands = kind < 3 ? 0 : kind == 3 ? 1 : 2;
  while (made.operands.size() < operands) made.operands.push_back(random_condition(random, depth - 1));
  return made;
}

std::string text_of(const Condition& condition) {
  const std::string path = "@['" + condition.member + "']";
  switch (condition.kind) {
    case Condition::Kind::Exists: return path;
    case Condition::Kind::Compare: return path + ' ' + std::string(condition.sign) + ' ' + to_text(condition.literal);
    case Condition::Kind::Not: return "!(" + text_of(condition.operands[0]) + ')';
    case Condition::Kind::And:
      return '(' + text_of(condition.operands[0]) + ") && (" + text_of(condition.operands[1]) + ')';
    case Condition::Kind::Or:
      return '(' + text_of(condition.operands[0]) + ") || (" + text_of(condition.operands[1]) + ')';
  }
  return {};
}

/// A number equals a text that spells it.
bool naive_equal(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) return left.get<double>() == right.get<double>();
  if (left.is_number() != right.is_number() && (left.is_string() || right.is_string())) {
    const Json& text = left.is_string() ? left : right;
    return text.get<std::string>() == to_text(left.is_string() ? right : left);
  }
  return to_text(left) == to_text(right);
}

bool naive_less(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) return left.get<double>() < right.get<double>();
  return left.is_string() && right.is_string() && left.get<std::string>() < right.get<std::string>();
}

bool naive_compare(const Json& left, std::string_view sign, const Json& right) {
  const bool ordered = (left.is_number() && right.is_number()) || (left.is_string() && right.is_string());
  if (sign == "==") return naive_equal(left, right);
  if (sign == "!=") return !naive_equal(left, right);
  if (sign == "<") return naive_less(left, right);
  if (sign == ">") return naive_less(right, left);
  if (sign == "<=") return ordered && !naive_less(right, left);
  return ordered && !naive_less(left, right);
}

bool naive_holds(const Condition& condition, const Json& node) {
  const bool there = node.is_object() && node.contains(condition.member);
  switch (condition.kind) {
    case Condition::Kind::Exists: return there;
    case Condition::Kind::Compare:
      return there ? naive_compare(node[condition.member], condition.sign, condition.literal) : condition.sign == "!=";
    case Condition::Kind::Not: return !naive_holds(condition.operands[0], node);
    case Condition::Kind::And:
      return naive_holds(condition.operands[0], node) && naive_holds(condition.operands[1], node);
    case Condition::Kind::Or:
      return naive_holds(condition.operands[0], node) || naive_holds(condition.operands[1], node);
  }
  return false;
}

// ---- paths

struct Step {
  enum class Kind { Name, Index, Wildcard, Indexes, Slice, Filter, Names } kind = Kind::Name;
  bool deep = false;  // after `..`
  std::vector<std::string> names;
  std::vector<int> indexes;
  std::optional<int> from, to;
  Condition condition;
};

int random_index(Stream& random) { return static_cast<int>(random.below(7)) - 3; }

Step random_step(Stream& random, bool last) {
  Step step;
  step.kind = static_cast<Step::Kind>(random.below(last ? 7 : 6));
  if (one_in(3, random)) step.kind = Step::Kind::Name;
  step.deep = one_in(5, random);
  step.names = {std::string(pick(member_names, random))};
  if (step.kind == Step::Kind::Names) step.names.push_back(step.names[0] == "a" ? "b" : "a");
  step.indexes = {random_index(random), random_index(random)};
  if (one_in(2, random)) step.from = random_index(random);
  if (!step.from || one_in(2, random)) step.to = random_index(random);
  step.condition = random_condition(random, 2);
  return step;
}

std::string bound(const std::optional<int>& index) { return index ? std::to_string(*index) : ""; }

std::string in_brackets(const Step& step) {
  switch (step.kind) {
    case Step::Kind::Name: return "['" + step.names[0] + "']";
    case Step::Kind::Names: return "['" + step.names[0] + "', \"" + step.names[1] + "\"]";
    case Step::Kind::Index: return '[' + std::to_string(step.indexes[0]) + ']';
    case Step::Kind::Indexes:
      return '[' + std::to_string(step.indexes[0]) + ',' + std::to_string(step.indexes[1]) + ']';
    case Step::Kind::Slice: return '[' + bound(step.from) + ':' + bound(step.to) + ']';
    case Step::Kind::Wildcard: return "[*]";
    case Step::Kind::Filter: return "[?(" + text_of(step.condition) + ")]";
  }
  return {};
}

/// Spelled with dots where that is possible and the stream likes it.
std::string text_of(const Step& step, Stream& random) {
  const bool plain = step.kind == Step::Kind::Name && step.names[0].find(' ') == std::string::npos;
  const std::string dots = step.deep ? ".." : ".";
  if (plain && one_in(2, random)) return dots + step.names[0];
  if (step.kind == Step::Kind::Wildcard && one_in(2, random)) return dots + '*';
  return (step.deep ? dots : "") + in_brackets(step);
}

struct Path {
  std::vector<Step> steps;
  std::string text = "$";
};

Path random_path(Stream& random) {
  Path path;
  for (auto left = random.below(5); left > 0; --left) {
    path.steps.push_back(random_step(random, left == 1));
    path.text += text_of(path.steps.back(), random);
  }
  return path;
}

// ---- the naive evaluation

struct Below {  // a node of a document, on the way through all of them
  Json value;
  bool element;  // of an array
};

void collect_below(const Json& node, bool element, std::vector<Below>& all) {
  all.push_back({node, element});
  if (!node.is_structured()) return;
  for (const Json& child : node) collect_below(child, node.is_array(), all);
}

void append_index(const Json& node, int index, Values& found) {
  const int size = node.is_array() ? static_cast<int>(node.size()) : 0;
  const int at = index < 0 ? size + index : index;
  if (at >= 0 && at < size) found.push_back(node[static_cast<std::size_t>(at)]);
}

/// Whether Jayway counts this index in: an end behind a start that counts from the front is taken as it is.
bool in_slice(const Step& step, int index, int size) {
  const int from = step.from.value_or(0) < 0 ? size + *step.from : step.from.value_or(0);
  const bool from_front = step.from && *step.from >= 0;
  const int to = step.to.value_or(size) < 0 && !from_front ? size + *step.to : step.to.value_or(size);
  return from <= index && index < to;
}

void append_slice(const Step& step, const Json& node, Values& found) {
  const int size = node.is_array() ? static_cast<int>(node.size()) : 0;
  for (int i = 0; i < size; ++i)
    if (in_slice(step, i, size)) found.push_back(node[static_cast<std::size_t>(i)]);
}

void append_names(const Step& step, const Json& node, Values& found) {
  if (!node.is_object()) return;
  const auto is_there = [&](const std::string& name) { return node.contains(name); };
  if (step.deep && !std::all_of(step.names.begin(), step.names.end(), is_there)) return;
  Json picked = Json::object();
  for (const auto& name : step.names)
    if (is_there(name)) picked[name] = node[name];
  found.push_back(std::move(picked));
}

void append_filtered(const Step& step, const Json& node, Values& found) {
  const auto test = [&](const Json& value) {
    if (naive_holds(step.condition, value)) found.push_back(value);
  };
  if (step.deep) {
    std::vector<Below> all;
    collect_below(node, false, all);
    for (const auto& [value, element] : all)
      if (value.is_object() || element) test(value);
  } else if (node.is_array()) {
    std::for_each(node.begin(), node.end(), test);
  } else if (node.is_object()) {
    test(node);
  }
}

void append_at(const Step& step, const Json& node, Values& found) {
  switch (step.kind) {
    case Step::Kind::Name:
      if (node.is_object() && node.contains(step.names[0])) found.push_back(node[step.names[0]]);
      break;
    case Step::Kind::Names: append_names(step, node, found); break;
    case Step::Kind::Index: append_index(node, step.indexes[0], found); break;
    case Step::Kind::Indexes:
      for (const int index : step.indexes) append_index(node, index, found);
      break;
    case Step::Kind::Slice: append_slice(step, node, found); break;
    case Step::Kind::Wildcard:
      if (node.is_structured()) found.insert(found.end(), node.begin(), node.end());
      break;
    case Step::Kind::Filter: append_filtered(step, node, found); break;
  }
}

Values select(const Step& step, const Values& nodes) {
  Values found;
  for (const Json& node : nodes) {
    std::vector<Below> places;
    if (step.deep && step.kind != Step::Kind::Filter)
      collect_below(node, false, places);
    else
      places.push_back({node, false});
    for (const auto& place : places) append_at(step, place.value, found);
  }
  return found;
}

bool is_definite(const Path& path) {
  return std::all_of(path.steps.begin(), path.steps.end(), [](const Step& step) {
    return !step.deep &&
           (step.kind == Step::Kind::Name || step.kind == Step::Kind::Index || step.kind == Step::Kind::Names);
  });
}

/// As text; "nothing" for a definite path that leads nowhere.
std::string naive_selection(const Path& path, const Json& document) {
  Values nodes{document};
  for (const Step& step : path.steps) nodes = select(step, nodes);
  if (!is_definite(path)) return to_text(Json(nodes));
  return nodes.empty() ? "nothing" : to_text(nodes.front());
}

std::string selection(const JsonPath& path, const Json& document) {
  const FixedReferences references;
  const auto selected = path.select(document, references);
  return selected ? to_text(**selected) : "nothing";
}

}  // namespace

TEST_CASE("a path selects what a naive evaluator selects", "[asl][json_path][property]") {
  int found_something = 0;
  const auto seeds = property_seeds(4000);
  for (const auto seed : seeds) {
    auto random = Stream::named(seed, "json_path");
    const Json document = random_document(random, 4);
    const Path wanted = random_path(random);
    CAPTURE(replay(seed), wanted.text, to_text(document));
    const auto path = JsonPath::parse(wanted.text);
    REQUIRE(path.has_value());
    REQUIRE(path->definite() == is_definite(wanted));
    const auto expected = naive_selection(wanted, document);
    REQUIRE(selection(*path, document) == expected);
    if (expected != "nothing" && expected != "[]") ++found_something;
  }
  if (seeds.size() > 1) CHECK(found_something > 500);  // else the cases prove little
}

}  // namespace stepstorm::asl
