#include <algorithm>
#include <array>
#include <cctype>

#include "asl/path_condition.hpp"
#include "asl/path_parser.hpp"

namespace stepstorm::asl {
namespace {

using Condition = PathFilter::Condition;

struct Spelling {
  std::string_view text;
  FilterOperator op;
};

// A longer symbol stands before the shorter one that it begins with.
constexpr std::array symbols{
    Spelling{"===", FilterOperator::equal},
    Spelling{"==", FilterOperator::equal},
    Spelling{"!==", FilterOperator::not_equal},
    Spelling{"!=", FilterOperator::not_equal},
    Spelling{"<=", FilterOperator::less_or_equal},
    Spelling{"<", FilterOperator::less},
    Spelling{">=", FilterOperator::greater_or_equal},
    Spelling{">", FilterOperator::greater},
    Spelling{"=~", FilterOperator::matches},
};
constexpr std::array words{
    Spelling{"in", FilterOperator::in},
    Spelling{"nin", FilterOperator::not_in},
    Spelling{"subsetof", FilterOperator::subset_of},
    Spelling{"anyof", FilterOperator::any_of},
    Spelling{"noneof", FilterOperator::none_of},
    Spelling{"contains", FilterOperator::contains},
    Spelling{"size", FilterOperator::size},
    Spelling{"empty", FilterOperator::empty},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class ConditionParser {
 public:
  ConditionParser(Cursor& cursor, int nesting) : cursor_(cursor), nesting_(nesting) {}

  std::optional<Condition> parse_whole() {
    cursor_.skip_blanks();
    if (!cursor_.at("(")) return cursor_.fail_here("'(' after '?'");
    return parse_group();
  }

 private:
  /// ( condition )
  std::optional<Condition> parse_group() {
    if (++nesting_ > filter_nesting_max) return cursor_.fail("The filter is nested too deeply");
    cursor_.take("(");
    auto condition = parse_alternatives();
    if (!condition) return std::nullopt;
    if (!cursor_.take(")")) return cursor_.fail_here("an operator or ')'");
    --nesting_;
    return condition;
  }

  std::optional<Condition> parse_alternatives() {
    return parse_chain<Or>("||", [this] { return parse_chain<And>("&&", [this] { return parse_unary(); }); });
  }

  template <class Chain, class ParseOperand>
  std::optional<Condition> parse_chain(std::string_view link, const ParseOperand& parse_operand) {
    Chain chain;
    do {
      auto operand = parse_operand();
      if (!operand) return std::nullopt;
      chain.operands.push_back(std::move(*operand));
      cursor_.skip_blanks();
    } while (cursor_.take(link));
    if (chain.operands.size() == 1) return std::move(chain.operands.front());
    return Condition{std::move(chain)};
  }

  std::optional<Condition> parse_unary() {
    cursor_.skip_blanks();
    if (cursor_.take("!")) return parse_negation();
    if (cursor_.at("(")) return parse_group();
    return parse_comparison();
  }

  std::optional<Condition> parse_negation() {
    if (++nesting_ > filter_nesting_max) return cursor_.fail("The filter is nested too deeply");
    auto operand = parse_unary();
    if (!operand) return std::nullopt;
    --nesting_;
    return Condition{Not{std::make_unique<const Condition>(std::move(*operand))}};
  }

  std::optional<Condition> parse_comparison() {
    auto left = parse_operand();
    if (!left) return std::nullopt;
    cursor_.skip_blanks();
    if (cursor_.at(")") || cursor_.at("&&") || cursor_.at("||")) return existence_of(std::move(*left));
    const auto op = parse_operator();
    if (!op) return std::nullopt;
    auto right = parse_operand();
    if (!right) return std::nullopt;
    return Condition{FilterComparison{std::move(*left), *op, std::move(*right)}};
  }

  std::optional<Condition> existence_of(Operand operand) {
    auto* path = std::get_if<FilterPath>(&operand);
    if (!path) return cursor_.fail("A filter without an operator must be a path");
    return Condition{Exists{std::move(*path)}};
  }

  std::optional<FilterOperator> parse_operator() {
    for (const auto& [text, op] : symbols) {
      if (cursor_.take(text)) return op;
    }
    std::string word(cursor_.take_while(is_letter));
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const auto& [text, op] : words) {
      if (word == text) return op;
    }
    if (word.empty()) return cursor_.fail_here("an operator");
    return cursor_.fail("Unknown filter operator '" + word + "'");
  }

  std::optional<Operand> parse_operand() {
    cursor_.skip_blanks();
    if (cursor_.at("@") || cursor_.at("$")) return parse_path_operand();
    if (cursor_.at("/")) return parse_pattern();
    auto literal = parse_literal();
    if (!literal) return std::nullopt;
    return std::move(*literal);
  }

  std::optional<Operand> parse_path_operand() {
    FilterPath path;
    path.from_node = cursor_.take("@");
    if (!path.from_node) cursor_.take("$");
    if (!path.from_node && (cursor_.at("$") || belongs_to_plain_name(cursor_.peek()))) {
      return cursor_.fail("A filter can read only the document that its path is applied to");
    }
    auto steps = parse_path_steps(cursor_, nesting_);
    if (!steps) return std::nullopt;
    path.steps = std::move(*steps);
    return path;
  }

  std::optional<Json> parse_literal() {
    if (cursor_.at("'") || cursor_.at("\"")) return parse_string();
    if (cursor_.at("[")) return parse_list();
    const auto start = cursor_.position();
    const auto token = cursor_.take_while(
        [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.'; });
    auto value = parse_json(token);
    if (!value && cursor_.position() == start) return cursor_.fail_here("a value");
    if (!value) return cursor_.fail("'" + std::string(token) + "' is not a value");
    return std::move(*value);
  }

  std::optional<Json> parse_string() {
    auto text = cursor_.take_quoted();
    if (!text) return std::nullopt;
    return Json(std::move(*text));
  }

  std::optional<Json> parse_list() {
    if (++nesting_ > filter_nesting_max) return cursor_.fail("The filter is nested too deeply");
    cursor_.take("[");
    Json list = Json::array();
    cursor_.skip_blanks();
    while (!cursor_.take("]")) {
      if (!list.empty() && !cursor_.take(",")) return cursor_.fail_here("',' or ']'");
      cursor_.skip_blanks();
      auto element = parse_literal();
      if (!element) return std::nullopt;
      list.push_back(std::move(*element));
      cursor_.skip_blanks();
    }
    --nesting_;
    return list;
  }

  /// /expression/flags
  std::optional<Operand> parse_pattern() {
    cursor_.take("/");
    std::string expression;
    while (!cursor_.at_end() && !cursor_.at("/")) {
      const bool escape = cursor_.take("\\");
      if (escape && !cursor_.at("/")) expression += '\\';
      expression += cursor_.peek();
      cursor_.take(std::string_view(&expression.back(), 1));
    }
    if (!cursor_.take("/")) return cursor_.fail("Expected a closing / of the regular expression");
    const std::string flags(cursor_.take_while(is_letter));
    if (flags.find_first_not_of("ims") != flags.npos)
      return cursor_.fail("Unknown flags of a regular expression: " + flags);
    if (!flags.empty()) expression = "(?" + flags + ")" + expression;
    return compile(expression);
  }

  std::optional<Operand> compile(const std::string& expression) {
    re2::RE2::Options options(re2::RE2::Quiet);
    auto pattern = std::make_shared<const re2::RE2>(expression, options);
    if (!pattern->ok()) return cursor_.fail("The regular expression is not usable: " + pattern->error());
    return pattern;
  }

  Cursor& cursor_;
  int nesting_;
};

}  // namespace

std::shared_ptr<const PathFilter> PathFilter::parse(Cursor& cursor, int nesting) {
  auto condition = ConditionParser(cursor, nesting).parse_whole();
  if (!condition) return nullptr;
  return std::make_shared<const PathFilter>(std::make_unique<const Condition>(std::move(*condition)));
}

}  // namespace stepstorm::asl
