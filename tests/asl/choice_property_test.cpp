// Choice rules against an evaluator that is naive on purpose: it reads the rule's JSON as a person would, every time
// anew. Source of its rules: semantics.md 4.1; recordings.md 5.1.
#include <array>
#include <optional>
#include <string_view>

#include <catch2/catch.hpp>

#include "asl/choice_rule.hpp"
#include "tests/asl/property.hpp"
#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

using namespace std::string_view_literals;
using world::Stream;

// ---- values

struct Instant {
  std::string_view text;
  std::optional<int> rank;  // equal instants have equal ranks; nothing when the text is no timestamp
};
constexpr std::array instants = {Instant{"2030-01-01T00:00:00Z", 0},
                                 Instant{"2030-01-01T01:00:00+01:00", 0},
                                 Instant{"2029-12-31T23:59:59.999Z", -1},
                                 Instant{"2030-01-01T00:00:00.000001Z", 1},
                                 Instant{"2029-12-31T19:30:00-05:00", 2},
                                 Instant{"2030-01-01t00:00:00Z", std::nullopt},
                                 Instant{"2030-01-01T00:00:00", std::nullopt},
                                 Instant{"2030-02-30T00:00:00Z", std::nullopt}};
constexpr std::array texts = {""sv, "a"sv, "ab"sv, "A"sv, "a*b"sv, "aXb"sv, "\\"sv, "é"sv, "1"sv, "true"sv};
constexpr std::array patterns = {"*"sv, "a*"sv, "*b"sv, "a*b"sv, "a\\*b"sv, "\\\\"sv, ""sv, "**"sv, "*é*"sv, "a"sv};
constexpr std::array numbers = {"0"sv, "-0.0"sv, "1"sv, "1.0"sv, "1.5"sv, "-7"sv, "1e3"sv, "1000"sv};
constexpr std::array variables = {"$.x"sv, "$.y"sv, "$.z"sv, "$.missing"sv, "$.in.x"sv, "$.in.missing"sv};

Json random_value(Stream& random) {
  switch (random.below(6)) {
    case 0: return std::string(pick(texts, random));
    case 1: return std::string(pick(instants, random).text);
    case 2: return read(pick(numbers, random));
    case 3: return one_in(2, random);
    case 4: return nullptr;
    default: return one_in(2, random) ? Json::array({1}) : Json::object();
  }
}

Json random_input(Stream& random) {
  return {{"x", random_value(random)},
          {"y", random_value(random)},
          {"z", random_value(random)},
          {"in", {{"x", random_value(random)}}}};
}

// ---- rules

std::string_view random_timestamp(Stream& random) {
  for (;;) {
    const Instant& instant = pick(instants, random);
    if (instant.rank) return instant.text;
  }
}

Json operand_for(std::string_view name, Stream& random) {
  if (name.ends_with("Path")) return pick(variables, random);
  if (name == "StringMatches") return pick(patterns, random);
  if (name.starts_with("Is") || name.starts_with("Boolean")) return one_in(2, random);
  if (name.starts_with("Numeric")) return read(pick(numbers, random));
  if (name.starts_with("Timestamp")) return random_timestamp(random);
  return pick(texts, random);
}

Json random_rule(Stream& random, int depth) {
  const auto kind = random.below(depth > 0 ? 6 : 3);
  if (kind == 5) return {{"Not", random_rule(random, depth - 1)}};
  if (kind >= 3) {
    Json operands = Json::array();
    for (auto count = 1 + random.below(3); count > 0; --count) operands.push_back(random_rule(random, depth - 1));
    return {{kind == 3 ? "And" : "Or", std::move(operands)}};
  }
  const auto& operators = comparison_operators();
  const std::string name(operators[random.below(operators.size())]);
  return {{"Variable", pick(variables, random)}, {name, operand_for(name, random)}};
}

// ---- the naive evaluation; nothing is an error

using Answer = std::optional<bool>;

std::optional<Json> look_up(std::string_view path, const Json& input) {
  Json node = input;
  path.remove_prefix(2);
  while (!path.empty()) {
    const std::string name(path.substr(0, path.find('.')));
    if (!node.is_object() || !node.contains(name)) return std::nullopt;
    node = Json(node[name]);
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return node;
}

std::optional<int> rank_of(const Json& value) {
  for (const Instant& instant : instants)
    if (value == std::string(instant.text)) return instant.rank;
  return std::nullopt;
}

bool related(std::string_view relation, int order) {
  if (relation == "Equals") return order == 0;
  if (relation == "LessThan") return order < 0;
  if (relation == "GreaterThan") return order > 0;
  if (relation == "LessThanEquals") return order <= 0;
  return order >= 0;
}

template <class T>
int order_of_two(const T& left, const T& right) {
  return left < right ? -1 : right < left ? 1 : 0;
}

/// false for values that are not both of the type.
bool compare(std::string_view name, const Json& left, const Json& right) {
  const auto relation = [&](std::string_view type) { return name.substr(type.size()); };
  if (name.starts_with("String") && left.is_string() && right.is_string())
    return related(relation("String"), order_of_two(left.get<std::string>(), right.get<std::string>()));
  if (name.starts_with("Numeric") && left.is_number() && right.is_number())
    return related(relation("Numeric"), order_of_two(left.get<double>(), right.get<double>()));
  if (name.starts_with("Boolean") && left.is_boolean() && right.is_boolean()) return left == right;
  if (name.starts_with("Timestamp") && rank_of(left) && rank_of(right))
    return related(relation("Timestamp"), order_of_two(*rank_of(left), *rank_of(right)));
  return false;
}

bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') return fits(pattern.substr(1), text) || (!text.empty() && fits(pattern, text.substr(1)));
  if (pattern[0] == '\\') pattern.remove_prefix(1);
  return !text.empty() && text[0] == pattern[0] && fits(pattern.substr(1), text.substr(1));
}

bool is_of_kind(std::string_view kind, const Json& value) {
  if (kind == "Null") return value.is_null();
  if (kind == "Numeric") return value.is_number();
  if (kind == "String") return value.is_string();
  if (kind == "Boolean") return value.is_boolean();
  if (kind == "Timestamp") return rank_of(value).has_value();
  return true;  // Present
}

Answer data_test(const std::string& name, const Json& operand, const std::optional<Json>& value, const Json& input) {
  if (!value) return name == "IsPresent" ? Answer(operand == false) : std::nullopt;
  if (name.starts_with("Is")) return is_of_kind(name.substr(2), *value) == operand.get<bool>();
  if (name == "StringMatches") return value->is_string() && fits(operand.get<std::string>(), value->get<std::string>());
  if (!name.ends_with("Path")) return compare(name, *value, operand);
  const auto other = look_up(operand.get<std::string>(), input);
  if (!other) return std::nullopt;
  return compare(name.substr(0, name.size() - 4), *value, *other);
}

Answer naive_answer(const Json& rule, const Json& input) {
  if (rule.contains("Not")) {
    const Answer answer = naive_answer(rule["Not"], input);
    return answer ? Answer(!*answer) : answer;
  }
  for (const char* word : {"And", "Or"}) {
    if (!rule.contains(word)) continue;
    const bool is_or = word == "Or"sv;
    for (const Json& each : rule[word]) {
      const Answer answer = naive_answer(each, input);
      if (!answer || *answer == is_or) return answer;
    }
    return !is_or;
  }
  const auto test = std::next(rule.begin());
  return data_test(test.key(), test.value(), look_up(rule["Variable"].get<std::string>(), input), input);
}

std::string words_for(const Answer& answer) { return !answer ? "error" : *answer ? "true" : "false"; }

std::string answer_of(const Json& rule, const Json& input) {
  const FixedReferences references;
  const auto answer = ChoiceRule::compile(rule).matches(input, references);
  return words_for(answer ? Answer(*answer) : std::nullopt);
}

}  // namespace

TEST_CASE("a choice rule answers as a naive evaluator does", "[asl][choice_rule][property]") {
  int matched = 0;
  const auto seeds = property_seeds(8000);
  for (const auto seed : seeds) {
    auto random = Stream::named(seed, "choice_rule");
    const Json input = random_input(random);
    const Json rule = random_rule(random, 3);
    CAPTURE(replay(seed), to_text(rule), to_text(input));
    const auto expected = words_for(naive_answer(rule, input));
    REQUIRE(answer_of(rule, input) == expected);
    if (expected == "true") ++matched;
  }
  if (seeds.size() > 1) CHECK(matched > 1000);  // else the cases prove little
}

}  // namespace stepstorm::asl
