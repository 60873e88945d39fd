#include <algorithm>
#include <array>

#include "asl/paths/java_pattern.hpp"
#include "asl/paths/path_condition.hpp"
#include "asl/paths/path_parser.hpp"

namespace stepstorm::asl {
namespace {

template <class Value>
using Parsed = tl::expected<Value, std::string>;

tl::unexpected<std::string> refused(std::string sentence) { return tl::unexpected(std::move(sentence)); }

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

struct SpelledOperator {
  std::string_view text;
  FilterOperator op;
};

/// The operators in order of precedence: the first one that occurs anywhere in a criterion, even in quotes, is its
/// operator.
constexpr std::array<SpelledOperator, 7> operators = {{
    {"==", FilterOperator::equal},
    {">=", FilterOperator::greater_or_equal},
    {"<=", FilterOperator::less_or_equal},
    {"!=", FilterOperator::not_equal},
    {"<", FilterOperator::less},
    {">", FilterOperator::greater},
    {"=~", FilterOperator::matches},
}};

// ---- operands

bool is_path(std::string_view text) { return text.starts_with('$') || text.starts_with('@') || text.starts_with("!@"); }

bool is_quoted(std::string_view text) { return text.size() > 1 && text.starts_with('\'') && text.ends_with('\''); }

bool is_pattern(std::string_view text) {
  return text.size() > 1 && text.starts_with('/') && (text.ends_with('/') || text.ends_with("/i"));
}

Parsed<FilterPath> parse_filter_path(std::string_view text) {
  if (text.starts_with('!')) text.remove_prefix(1);
  auto steps = parse_path_steps(text.substr(1));
  if (!steps) return refused("In the filter's path " + quoted(text) + ": " + steps.error());
  if (!definite(*steps)) return refused("The filter's path " + quoted(text) + " can select more than one value");
  return FilterPath{text.starts_with('$'), std::move(*steps)};
}

Parsed<Operand> parse_pattern(std::string_view text) {
  const auto end = text.rfind('/');
  if (end == 0) return refused("The regular expression " + quoted(text) + " has no end");
  return java_pattern(text.substr(1, end - 1), text.ends_with('i'));
}

Parsed<Operand> parse_operand(std::string_view text) {
  if (is_path(text)) return parse_filter_path(text);
  if (is_pattern(text)) return parse_pattern(text);
  if (is_quoted(text)) text = text.substr(1, text.size() - 2);
  return LiteralText{std::string(text), JavaNumber::parse(text)};
}

// ---- criteria

bool is_same_document_path(std::string_view left, std::string_view right) {
  return left.starts_with('$') && left == right;
}

Parsed<Criterion> parse_comparison(std::string_view left, const SpelledOperator& op, std::string_view right) {
  if (right.starts_with("!@")) return refused("Only a path that stands alone can be negated, not " + quoted(right));
  auto found = parse_operand(left);
  if (!found) return refused(std::move(found.error()));
  auto expected = parse_operand(right);
  if (!expected) return refused(std::move(expected.error()));
  if (std::holds_alternative<Pattern>(*found) && std::holds_alternative<Pattern>(*expected)) {
    return refused("A regular expression cannot be compared with another one");
  }
  return FilterComparison{std::move(*found), op.op, std::move(*expected), is_same_document_path(left, right)};
}

Parsed<Criterion> parse_existence(std::string_view text) {
  if (!is_path(text)) return refused("The filter's " + quoted(text) + " is neither a path nor a comparison");
  auto path = parse_filter_path(text);
  if (!path) return refused(std::move(path.error()));
  return Exists{std::move(path->steps), !text.starts_with('!')};
}

Parsed<Criterion> parse_criterion(std::string_view text) {
  for (const auto& op : operators) {
    const auto at = text.find(op.text);
    if (at == std::string_view::npos) continue;
    return parse_comparison(trimmed(text.substr(0, at)), op, trimmed(text.substr(at + op.text.size())));
  }
  return parse_existence(trimmed(text));
}

/// Removes surrounding parentheses, which have no meaning. Empty when there is nothing else.
std::string_view bare(std::string_view criterion) {
  const auto begin = criterion.find_first_not_of("[?( ");
  const auto end = criterion.find_last_not_of(") ");
  return begin == std::string_view::npos || end == std::string_view::npos || end < begin
             ? std::string_view()
             : criterion.substr(begin, end - begin + 1);
}

// ---- the whole filter

/// Returns the condition inside [?( ... )].
Parsed<std::string_view> inside(std::string_view text) {
  const auto expected = [&] { return refused("Expected a condition in parentheses after '?' in " + quoted(text)); };
  auto rest = trimmed(text.substr(1, text.size() - 2));
  if (!rest.starts_with('?')) return expected();
  rest = trimmed(rest.substr(1));
  if (rest.size() < 2 || !rest.starts_with('(') || !rest.ends_with(')')) return expected();
  return trimmed(rest.substr(1, rest.size() - 2));
}

struct Joint {  // && or ||
  std::size_t at;
  bool is_or;
};

/// Finds the last occurrence in `text`, even in quotes.
std::optional<Joint> last_joint(std::string_view text) {
  const auto found = std::max(text.rfind("&&") + 1, text.rfind("||") + 1);  // npos + 1 is 0
  if (found == 0) return std::nullopt;
  return Joint{found - 1, text[found - 1] == '|'};
}

bool has_long_joint(std::string_view text) {
  return text.find("&&&") != std::string_view::npos || text.find("|||") != std::string_view::npos;
}

}  // namespace

tl::expected<std::shared_ptr<const PathFilter>, std::string> PathFilter::parse(std::string_view text) {
  auto rest = inside(text);
  if (!rest) return refused(std::move(rest.error()));
  if (has_long_joint(*rest)) return refused("More than two '&' or '|' in a row in " + quoted(text));
  auto condition = std::make_unique<Condition>();
  condition->groups.emplace_back();
  for (;;) {
    const auto joint = last_joint(*rest);
    const auto part = bare(trimmed(joint ? rest->substr(joint->at + 2) : *rest));
    if (part.empty()) return refused("A condition is missing in " + quoted(text));
    auto criterion = parse_criterion(part);
    if (!criterion) return refused(std::move(criterion.error()));
    condition->groups.back().push_back(std::move(*criterion));
    if (!joint) break;
    if (joint->is_or) condition->groups.emplace_back();
    rest = rest->substr(0, joint->at);
  }
  return std::make_shared<const PathFilter>(std::move(condition));
}

}  // namespace stepstorm::asl
