// JSONPath against an evaluator that is naive on purpose: it copies values and throws where the engine throws.
// Source of its rules: semantics.md 2.1, 2.2, 14.1; recordings.md 5.3.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "asl/paths/json_path.hpp"
#include "tests/asl/property.hpp"
#include "tests/asl/references.hpp"

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

// ---- what the engine throws

struct NotFound {};
struct Broken {};

// ---- conditions of filters

struct Criterion {
  std::string member;     // @['member']
  std::string_view sign;  // none: it exists; "!": it does not
  std::string_view literal;
};

using Condition = std::vector<std::vector<Criterion>>;  // one of these groups holds, and so all of its criteria

Criterion random_criterion(Stream& random) {
  static constexpr std::array signs = {""sv, "!"sv, "=="sv, "!="sv, "<"sv, "<="sv, ">"sv, ">="sv};
  static constexpr std::array literals = {
      "0"sv, "1"sv, "-1"sv, "1.5"sv, "1.0"sv, "a"sv, "'a'"sv, "''"sv, "'1'"sv, "null"sv, "true"sv, "'b c'"sv};
  return {std::string(pick(member_names, random)), pick(signs, random), pick(literals, random)};
}

Condition random_condition(Stream& random) {
  Condition made(1 + random.below(2));
  for (auto& group : made)
    for (auto left = 1 + random.below(2); left > 0; --left) group.push_back(random_criterion(random));
  return made;
}

std::string text_of(const Criterion& criterion) {
  const std::string path = "@['" + criterion.member + "']";
  if (criterion.sign.size() < 2 && criterion.sign != "<" && criterion.sign != ">")
    return std::string(criterion.sign) + path;
  return path + ' ' + std::string(criterion.sign) + ' ' + std::string(criterion.literal);
}

std::string text_of(const Condition& condition) {
  std::string text;
  for (const auto& group : condition) {
    text += text.empty() ? "(" : " || (";
    for (const auto& criterion : group) text += (&criterion == &group.front() ? "" : " && ") + text_of(criterion);
    text += ')';
  }
  return text;
}

bool naive_holds(std::string_view sign, int found_to_expected) {
  if (sign == "==") return found_to_expected == 0;
  if (sign == "!=") return found_to_expected != 0;
  if (sign == "<") return found_to_expected < 0;
  if (sign == "<=") return found_to_expected <= 0;
  return sign == ">" ? found_to_expected > 0 : found_to_expected >= 0;
}

template <class Value>
int order(const Value& left, const Value& right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

bool naive_compare(const Json& found, std::string_view sign, std::string expected) {
  if (expected.starts_with('\'')) expected = expected.substr(1, expected.size() - 2);
  if (found.is_null() && sign != "==" && sign != "!=") return false;
  const bool no_value = found.is_null() || found == "null";
  if (no_value || expected == "null") return naive_holds(sign, (no_value ? 0 : 1) - (expected == "null" ? 0 : 1));
  if (found.is_string()) return naive_holds(sign, order(found.get<std::string>(), expected));
  if (found.is_boolean()) return naive_holds(sign, order(found.get<bool>(), expected == "true"));
  if (!found.is_number()) return false;
  const auto number = parse_json(expected);
  if (!number || !number->is_number()) throw Broken();
  return naive_holds(sign, order(found.get<double>(), number->get<double>()));
}

bool naive_holds(const Criterion& criterion, const Json& node) {
  const bool there = node.is_object() && node.contains(criterion.member);
  if (criterion.sign.empty()) return there && !node[criterion.member].is_null();
  if (criterion.sign == "!") return !there || node[criterion.member].is_null();
  return there && naive_compare(node[criterion.member], criterion.sign, std::string(criterion.literal));
}

/// From right to left.
bool naive_holds(const Condition& condition, const Json& node) {
  return std::any_of(condition.rbegin(), condition.rend(), [&](const auto& group) {
    return std::all_of(group.rbegin(), group.rend(), [&](const auto& each) { return naive_holds(each, node); });
  });
}

// ---- paths

struct RandomStep {
  enum class Kind { Name, Index, FromLength, Wildcard, Indexes, Slice, Filter, Names } kind = Kind::Name;
  bool deep = false;  // after `..`
  std::vector<std::string> names;
  std::vector<int> indexes;
  std::optional<int> from, to;
  Condition condition;
};

int random_index(Stream& random) { return static_cast<int>(random.below(7)) - 3; }

RandomStep random_step(Stream& random, bool last) {
  RandomStep step;
  step.kind = static_cast<RandomStep::Kind>(random.below(last ? 8 : 7));
  if (one_in(3, random)) step.kind = RandomStep::Kind::Name;
  step.deep = one_in(5, random);
  step.names = {std::string(pick(member_names, random))};
  if (step.kind == RandomStep::Kind::Names) step.names.push_back(step.names[0] == "a" ? "b" : "a");
  step.indexes = {random_index(random), random_index(random)};
  if (one_in(2, random)) step.from = random_index(random);
  if (!step.from || one_in(2, random)) step.to = random_index(random);
  step.condition = random_condition(random);
  return step;
}

std::string bound(const std::optional<int>& index) { return index ? std::to_string(*index) : ""; }

std::string in_brackets(const RandomStep& step) {
  switch (step.kind) {
    case RandomStep::Kind::Name: return "['" + step.names[0] + "']";
    case RandomStep::Kind::Names: return "['" + step.names[0] + "', '" + step.names[1] + "']";
    case RandomStep::Kind::Index: return '[' + std::to_string(step.indexes[0]) + ']';
    case RandomStep::Kind::FromLength: return "[(@.length" + std::to_string(-std::abs(step.indexes[0]) - 1) + ")]";
    case RandomStep::Kind::Indexes:
      return '[' + std::to_string(step.indexes[0]) + ',' + std::to_string(step.indexes[1]) + ']';
    case RandomStep::Kind::Slice: return '[' + bound(step.from) + ':' + bound(step.to) + ']';
    case RandomStep::Kind::Wildcard: return "[*]";
    case RandomStep::Kind::Filter: return "[?(" + text_of(step.condition) + ")]";
  }
  return {};
}

/// Spelled with dots where that is possible and the stream likes it.
std::string text_of(const RandomStep& step, Stream& random) {
  const bool plain = step.kind == RandomStep::Kind::Name && step.names[0].find(' ') == std::string::npos;
  const std::string dots = step.deep ? ".." : ".";
  if (plain && one_in(2, random)) return dots + step.names[0];
  if (step.kind == RandomStep::Kind::Wildcard && one_in(2, random)) return dots + '*';
  return (step.deep ? dots : "") + in_brackets(step);
}

struct Path {
  std::vector<RandomStep> steps;
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

/// Whether what is behind the dots, if there are any, leads to one node at most.
bool leads_to_one(const RandomStep& step) {
  using Kind = RandomStep::Kind;
  return step.kind == Kind::Name || step.kind == Kind::Index || step.kind == Kind::FromLength ||
         step.kind == Kind::Names;
}

bool is_definite(const std::vector<RandomStep>& steps, std::size_t from = 0) {
  return std::all_of(steps.begin() + static_cast<std::ptrdiff_t>(from), steps.end(), [](const RandomStep& step) {
    return !step.deep && leads_to_one(step);
  });
}

class Naive {
 public:
  Naive(const std::vector<RandomStep>& steps, const Json& document) : steps_(steps) { go_on(0, document); }

  Values found;

 private:
  void go_on(std::size_t at, Json node) {
    if (at == steps_.size())
      found.push_back(std::move(node));
    else if (steps_[at].deep)
      scan(at, node);
    else
      apply(at, node);
  }

  void apply(std::size_t at, const Json& node) {
    const RandomStep& step = steps_[at];
    switch (step.kind) {
      case RandomStep::Kind::Name: return name(at, node);
      case RandomStep::Kind::Names: return names(at, node);
      case RandomStep::Kind::Index: return elements(at, node, {step.indexes[0]});
      case RandomStep::Kind::FromLength: return elements(at, node, {size(node) - std::abs(step.indexes[0]) - 1});
      case RandomStep::Kind::Indexes: return elements(at, node, step.indexes);
      case RandomStep::Kind::Slice: return elements(at, node, sliced(step, size(node)));
      case RandomStep::Kind::Wildcard: return all(at, node);
      case RandomStep::Kind::Filter: return filtered(at, node);
    }
  }

  static int size(const Json& node) { return node.is_array() ? static_cast<int>(node.size()) : 0; }

  void name(std::size_t at, const Json& node) {
    if (!node.is_object()) throw NotFound();
    if (node.contains(steps_[at].names[0])) return go_on(at + 1, node[steps_[at].names[0]]);
    const bool last = at + 1 == steps_.size();
    const bool after_one = at == 0 || leads_to_one(steps_[at - 1]);
    const bool throws = last || (after_one && is_definite(steps_, at));
    if (throws) throw NotFound();
  }

  void names(std::size_t at, const Json& node) {
    if (!node.is_object()) throw NotFound();
    Json picked = Json::object();
    for (const auto& each : steps_[at].names)
      if (node.contains(each)) picked[each] = node[each];
    go_on(at + 1, picked);
  }

  void elements(std::size_t at, const Json& node, const std::vector<int>& indexes) {
    if (node.is_null() && at > 0) throw NotFound();
    if (!node.is_array()) throw Broken();
    for (const int index : indexes) {
      const bool inside = index >= 0 && index < size(node);
      go_on(at + 1, inside ? node[static_cast<std::size_t>(index)] : Json());
    }
  }

  static std::vector<int> sliced(const RandomStep& step, int length) {
    int from = step.from.value_or(0), to = step.to.value_or(length);
    if (!step.to && from < 0) from = std::max(0, from + length);
    if (!step.from && to < 0) to += length;
    std::vector<int> indexes;
    for (int i = from; length > 0 && i < std::min(to, length); ++i) indexes.push_back(i);
    return indexes;
  }

  void all(std::size_t at, const Json& node) {
    if (node.is_object())
      for (const Json& child : node) go_on(at + 1, child);
    if (!node.is_array()) return;
    for (const Json& child : node) {
      try {
        go_on(at + 1, child);
      } catch (const NotFound&) {
      }
    }
  }

  void filtered(std::size_t at, const Json& node) {
    if (!node.is_structured()) throw Broken();
    if (node.is_object() && naive_holds(steps_[at].condition, node)) go_on(at + 1, node);
    if (!node.is_array()) return;
    for (const Json& child : node)
      if (naive_holds(steps_[at].condition, child)) go_on(at + 1, child);
  }

  void scan(std::size_t at, const Json& node) {
    if (!node.is_structured()) return;
    if (applies(steps_[at], node)) {
      if (node.is_object() || at + 1 == steps_.size())
        apply(at, node);
      else
        for (const Json& child : node) go_on(at + 1, child);
    }
    for (const Json& child : node) scan(at, child);
  }

  static bool applies(const RandomStep& step, const Json& node) {
    const auto is_there = [&](const std::string& each) { return node.contains(each); };
    switch (step.kind) {
      case RandomStep::Kind::Name: return node.is_object() && is_there(step.names[0]);
      case RandomStep::Kind::Names:
        return node.is_object() && std::all_of(step.names.begin(), step.names.end(), is_there);
      case RandomStep::Kind::Wildcard: return true;
      case RandomStep::Kind::Filter: return naive_holds(step.condition, node);
      case RandomStep::Kind::Index:
      case RandomStep::Kind::FromLength:
      case RandomStep::Kind::Indexes:
      case RandomStep::Kind::Slice: return node.is_array();
    }
    return false;
  }

  const std::vector<RandomStep>& steps_;
};

/// As text; "nothing" where the engine throws.
std::string naive_selection(const Path& path, const Json& document) {
  try {
    const Naive naive(path.steps, document);
    return to_text(is_definite(path.steps) ? naive.found.back() : Json(naive.found));
  } catch (const NotFound&) {
  } catch (const Broken&) {
  }
  return "nothing";
}

std::string selection(const JsonPath& path, const Json& document) {
  const FixedReferences references;
  const auto selected = path.select(document, references);
  return selected ? to_text(**selected) : "nothing";
}

}  // namespace

TEST_CASE("a path selects what a naive evaluator selects", "[asl][json_path][property]") {
  int found_something = 0, found_nothing = 0;
  const auto seeds = property_seeds(4000);
  for (const auto seed : seeds) {
    auto random = Stream::named(seed, "json_path");
    const Json document = random_document(random, 4);
    const Path wanted = random_path(random);
    CAPTURE(replay(seed), wanted.text, to_text(document));
    const auto path = JsonPath::parse(wanted.text);
    REQUIRE(path.has_value());
    REQUIRE(path->definite() == is_definite(wanted.steps));
    const auto expected = naive_selection(wanted, document);
    REQUIRE(selection(*path, document) == expected);
    if (expected != "nothing" && expected != "[]") ++found_something;
    if (expected == "nothing") ++found_nothing;
  }
  if (seeds.size() == 1) return;
  CHECK(found_something > 500);  // else the cases prove little
  CHECK(found_nothing > 500);
}

}  // namespace stepstorm::asl
