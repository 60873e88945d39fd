#include "asl/paths/path_filter.hpp"

#include <algorithm>
#include <optional>

#include "asl/paths/java_number.hpp"
#include "asl/paths/path_condition.hpp"
#include "asl/paths/path_walk.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

using Verdict = PathFilter::Verdict;

// ---- the objects that the engine compares

struct Null {};

struct Text {
  std::string_view text;
  const std::optional<JavaNumber>* number = nullptr;  // what a literal spells; of other texts it is not known yet
};

/// An object, an array, a number that Jackson keeps as a node, a regular expression: comparable only with null.
struct Opaque {};

using Value = std::variant<Null, bool, Text, JavaNumber, Opaque>;

Value java_value(const Json& node) {
  if (node.is_null()) return Null{};
  if (node.is_boolean()) return node.get<bool>();
  if (node.is_string()) return Text{node.get_ref<const std::string&>()};
  if (!node.is_number()) return Opaque{};
  auto number = JavaNumber::of(node);
  return number ? Value(std::move(*number)) : Value(Opaque{});
}

/// The text `null` counts as null.
bool counts_as_null(const Value& value) {
  const auto* text = std::get_if<Text>(&value);
  return std::holds_alternative<Null>(value) || (text && text->text == "null");
}

// ---- their order

/// By UTF-16 code units: characters beyond the first 65,536 come before those from U+E000 on.
std::strong_ordering compare_java_texts(std::string_view left, std::string_view right) {
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (l == left.end() || r == right.end()) return left.size() <=> right.size();
  const auto a = static_cast<unsigned char>(*l), b = static_cast<unsigned char>(*r);
  constexpr unsigned char first_of_private = 0xEE, first_of_pairs = 0xF0;
  if (a >= first_of_private && b >= first_of_private && (a >= first_of_pairs) != (b >= first_of_pairs)) return b <=> a;
  return a <=> b;
}

/// Drops a backslash before a quote, only in the expected operand.
std::strong_ordering compare_texts(std::string_view expected, std::string_view found) {
  if (expected.find("\\'") == std::string_view::npos) return compare_java_texts(expected, found);
  std::string unescaped(expected);
  for (auto at = unescaped.find("\\'"); at != std::string::npos; at = unescaped.find("\\'", at + 1)) {
    unescaped.erase(at, 1);
  }
  return compare_java_texts(unescaped, found);
}

bool spells_true(std::string_view text) {
  constexpr std::string_view spelled = "true";
  return std::equal(text.begin(), text.end(), spelled.begin(), spelled.end(), [](char c, char wanted) {
    return c == wanted || c == wanted - 'a' + 'A';
  });
}

enum class Trouble {
  incomparable,  // the criterion is false
  no_number,     // the engine throws
};
using Order = tl::expected<std::strong_ordering, Trouble>;

Order compare_to_number(const Text& expected, const JavaNumber& found) {
  if (expected.number) {
    return *expected.number ? Order((*expected.number)->compare(found)) : tl::unexpected(Trouble::no_number);
  }
  const auto number = JavaNumber::parse(expected.text);
  return number ? Order(number->compare(found)) : tl::unexpected(Trouble::no_number);
}

Order compare_to_text(const Text& expected, const Value& found) {
  return std::visit(Overload{
                        [&](const Text& text) { return Order(compare_texts(expected.text, text.text)); },
                        [&](const JavaNumber& number) { return compare_to_number(expected, number); },
                        [&](bool truth) { return Order(spells_true(expected.text) <=> truth); },
                        [](const Opaque&) { return Order(tl::unexpected(Trouble::incomparable)); },
                        [](const Null&) { return Order(tl::unexpected(Trouble::incomparable)); },
                    },
                    found);
}

/// Compares the expected operand with the found one. Only an expected text is converted, to the type of the found
/// operand.
Order compare(const Value& expected, const Value& found) {
  const bool none_expected = counts_as_null(expected), none_found = counts_as_null(found);
  if (none_expected || none_found) return none_found <=> none_expected;
  if (const auto* text = std::get_if<Text>(&expected)) return compare_to_text(*text, found);
  if (expected.index() != found.index()) return tl::unexpected(Trouble::incomparable);
  if (const auto* number = std::get_if<JavaNumber>(&expected)) return number->compare(std::get<JavaNumber>(found));
  if (const auto* truth = std::get_if<bool>(&expected)) return *truth <=> std::get<bool>(found);
  return tl::unexpected(Trouble::incomparable);
}

bool holds(FilterOperator op, std::strong_ordering expected_to_found) {
  switch (op) {
    case FilterOperator::equal: return expected_to_found == 0;
    case FilterOperator::not_equal: return expected_to_found != 0;
    case FilterOperator::less: return expected_to_found > 0;
    case FilterOperator::less_or_equal: return expected_to_found >= 0;
    case FilterOperator::greater: return expected_to_found < 0;
    case FilterOperator::greater_or_equal: return expected_to_found <= 0;
    case FilterOperator::matches: break;
  }
  return false;
}

bool is_equality(FilterOperator op) { return op == FilterOperator::equal || op == FilterOperator::not_equal; }

Verdict verdict(bool accepted) { return accepted ? Verdict::accepted : Verdict::rejected; }

// ---- criteria

/// Applies criteria to one node.
class FilterEvaluation {
 public:
  FilterEvaluation(const Json& node, PathWalk& walk) : node_(node), walk_(walk) {}

  Verdict test(const Criterion& criterion) {
    return std::visit(Overload{
                          [&](const Exists& exists) { return test(exists); },
                          [&](const FilterComparison& comparison) {
                            return comparison.op == FilterOperator::matches ? match(comparison) : test(comparison);
                          },
                      },
                      criterion);
  }

 private:
  using Found = tl::expected<Value, Walked>;

  Verdict test(const Exists& exists) {
    const auto [found, outcome] = walk_.follow(exists.steps, node_);
    if (outcome == Walked::broken) return broken_path();
    return verdict((found && !found->is_null() && has_all_names(exists.steps, *found)) == exists.expected);
  }

  /// For ['a','b'], every member must exist.
  static bool has_all_names(const PathSteps& steps, const Json& picked) {
    const auto* several = steps.empty() ? nullptr : std::get_if<Names>(&steps.back());
    return !several || std::all_of(several->names.begin(), several->names.end(), [&](const std::string& name) {
      return member(picked, name);
    });
  }

  Verdict test(const FilterComparison& comparison) {
    const auto found = value_of(comparison.found);
    if (!found) return missing(found.error());
    const auto expected = value_of(comparison.expected);
    if (!expected) return missing(expected.error());
    if (comparison.same_path) return verdict(holds(comparison.op, std::strong_ordering::equal));
    const bool one_is_null = std::holds_alternative<Null>(*found) != std::holds_alternative<Null>(*expected);
    if (one_is_null && !is_equality(comparison.op)) return Verdict::rejected;
    spend(*found);
    const auto order = compare(*expected, *found);
    if (order) return verdict(holds(comparison.op, *order));
    if (order.error() == Trouble::incomparable) return Verdict::rejected;
    return broken("A filter compares a number with the text '" + std::string(std::get<Text>(*expected).text) +
                  "', which is none");
  }

  /// Matches a regular expression on either side with the text of the other side.
  Verdict match(const FilterComparison& comparison) {
    const auto* left = std::get_if<Pattern>(&comparison.found);
    const auto* pattern = left ? left : std::get_if<Pattern>(&comparison.expected);
    const auto text = text_of(left ? comparison.expected : comparison.found);
    if (!text) return missing(text.error());
    if (!pattern) return match_without_pattern(comparison, text->has_value());
    if (!*text) return Verdict::rejected;
    walk_.spend((*text)->size() / 16);
    return verdict(re2::RE2::FullMatch(**text, **pattern));
  }

  /// The engine throws, unless the expected value is null and nothing was found.
  Verdict match_without_pattern(const FilterComparison& comparison, bool something_found) {
    const auto expected = value_of(comparison.expected);
    if (!expected) return missing(expected.error());
    if (std::holds_alternative<Null>(*expected) && !something_found) return Verdict::rejected;
    return broken("A filter matches with what is no regular expression");
  }

  Found value_of(const Operand& operand) {
    return std::visit(Overload{
                          [](const LiteralText& literal) {
                            return Found(Text{literal.text, &literal.number});
                          },
                          [](const Pattern&) { return Found(Opaque{}); },
                          [&](const FilterPath& path) {
                            const auto [node, outcome] = follow(path);
                            return node ? Found(java_value(*node)) : Found(tl::unexpected(outcome));
                          },
                      },
                      operand);
  }

  PathWalk::Followed follow(const FilterPath& path) {
    return walk_.follow(path.steps, path.from_document ? walk_.document() : node_);
  }

  /// As Java prints it; none for null.
  tl::expected<std::optional<std::string>, Walked> text_of(const Operand& operand) {
    if (const auto* literal = std::get_if<LiteralText>(&operand)) return literal->text;
    const auto [node, outcome] = follow(std::get<FilterPath>(operand));
    if (!node) return tl::unexpected(outcome);
    if (node->is_null()) return std::nullopt;
    if (node->is_number()) return java_number_text(*node);
    if (node->is_string()) return node->get<std::string>();
    if (!walk_.spend_copy(*node)) return tl::unexpected(Walked::broken);
    return to_text(*node);
  }

  void spend(const Value& value) {
    if (const auto* text = std::get_if<Text>(&value)) walk_.spend(text->text.size() / 16);
  }

  Verdict missing(Walked outcome) { return outcome == Walked::broken ? broken_path() : Verdict::rejected; }

  Verdict broken_path() {
    return broken(walk_.exhausted() ? "The path selects too much"
                                    : "A path in a filter takes an element of what is no array");
  }

  Verdict broken(const std::string& reason) {
    walk_.broken(reason);
    return Verdict::broken;
  }

  const Json& node_;
  PathWalk& walk_;
};

Verdict test_group(const std::vector<Criterion>& criteria, FilterEvaluation& evaluation) {
  for (const auto& criterion : criteria) {
    const auto one = evaluation.test(criterion);
    if (one != Verdict::accepted) return one;
  }
  return Verdict::accepted;
}

}  // namespace

PathFilter::PathFilter(std::unique_ptr<const Condition> condition) : condition_(std::move(condition)) {}
PathFilter::~PathFilter() = default;

PathFilter::Verdict PathFilter::test(const Json& node, PathWalk& walk) const {
  walk.spend(1);
  FilterEvaluation evaluation(node, walk);
  for (const auto& group : condition_->groups) {
    const auto one = test_group(group, evaluation);
    if (one != Verdict::rejected) return one;
  }
  return Verdict::rejected;
}

}  // namespace stepstorm::asl
