#include "asl/expression.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "asl/accepted.hpp"
#include "asl/built_value.hpp"
#include "asl/jsonata/mentions.hpp"
#include "asl/quotas.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::string_view opening = "{%";
constexpr std::string_view closing = "%}";

EvaluationError query_error(std::string detail, std::string location) {
  return {.detail = std::move(detail), .error = "States.QueryEvaluationError", .location = std::move(location)};
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The name of a JSON type as the service writes it.
std::string_view type_of(const Json& value) { return value.is_number() ? "number" : value.type_name(); }

/// The surroundings of one evaluation, from the execution.
class StateSurroundings final : public jsonata::Surroundings {
 public:
  StateSurroundings(const Documents& documents, const References& references, bool shows_context)
      : documents_(documents), references_(references), shows_context_(shows_context) {}

  std::optional<jsonata::Binding> variable(std::string_view name) const override {
    if (name == "states") return jsonata::Binding{nullptr, states()};
    const Json* const value = references_.variable(name);
    return value ? std::optional{jsonata::Binding{value, {}}} : std::nullopt;
  }
  std::int64_t now_ms() const override { return references_.now_ms(); }
  std::uint64_t random_bits() const override { return references_.random_bits(); }

 private:
  std::vector<std::pair<std::string_view, const Json*>> states() const {
    std::vector<std::pair<std::string_view, const Json*>> members{{"input", documents_.input}};
    if (shows_context_) members.emplace_back("context", &references_.context());
    if (documents_.result) members.emplace_back("result", documents_.result);
    if (documents_.error_output) members.emplace_back("errorOutput", documents_.error_output);
    return members;
  }

  const Documents& documents_;
  const References& references_;
  bool shows_context_;  // to put it together costs more than most evaluations
};

}  // namespace

bool is_expression(std::string_view text) {
  return text.size() >= opening.size() + closing.size() && text.starts_with(opening) && text.ends_with(closing);
}

std::string_view expression_in(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(opening.size());
  text.remove_suffix(closing.size());
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

// ---- one expression

struct Expression::Compiled {
  jsonata::Expression expression;
  std::string location;
  bool reads_context;
};

jsonata::Expected<Expression> Expression::compile(std::string_view text, std::string location) {
  auto compiled = jsonata::Expression::compile(expression_in(text), jsonata::Dialect::Aws);
  if (!compiled) return tl::unexpected{std::move(compiled.error())};
  const jsonata::Mentions mentions = jsonata::mentions_of(*compiled);
  const bool reads_context = mentions.whole_states || contains(mentions.states_fields, "context");
  return Expression{
      std::make_shared<const Compiled>(Compiled{std::move(*compiled), std::move(location), reads_context})};
}

tl::expected<Json, EvaluationError> Expression::evaluate(const Documents& documents,
                                                         const References& references) const {
  using jsonata::Outcome;
  const StateSurroundings surroundings{documents, references, compiled_->reads_context};
  auto outcome = compiled_->expression.evaluate(nullptr, surroundings);
  if (!outcome) {
    const jsonata::Failure& failure = outcome.error();
    return tl::unexpected{
        failed("threw an error during evaluation. " + failure.code + ": " + jsonata::message(failure))};
  }
  switch (outcome->type) {
    case Outcome::Type::Nothing: return tl::unexpected{failed("returned nothing (undefined).")};
    case Outcome::Type::Function: return tl::unexpected{failed("returned an unsupported result type.")};
    case Outcome::Type::Value: break;
  }
  return std::move(outcome->value);
}

const std::string& Expression::text() const { return compiled_->expression.text(); }

EvaluationError Expression::error(std::string detail) const {
  return query_error(std::move(detail), compiled_->location);
}

EvaluationError Expression::failed(const std::string& how) const {
  return error("The JSONata expression '" + text() + "' specified for the field '" + compiled_->location + "' " + how);
}

EvaluationError Expression::unexpected_type(std::string_view expected, const Json& value) const {
  return failed("returned an unexpected result type. Expected '" + std::string(expected) + "', but was '" +
                std::string(type_of(value)) + "' for value: " + to_text(value));
}

// ---- templates

struct ExpressionTemplate::Node {
  struct Member;
  struct Object {
    std::vector<Member> members;
  };
  struct Array {
    std::vector<Node> elements;
  };
  std::variant<std::shared_ptr<const Json>, Expression, Object, Array> kind;  // first: a part without expressions
};

struct ExpressionTemplate::Node::Member {
  std::string name;
  Node value;
};

namespace {

using TemplateNode = ExpressionTemplate::Node;

bool is_constant_node(const TemplateNode& node) {
  return std::holds_alternative<std::shared_ptr<const Json>>(node.kind);
}

TemplateNode node_of(const Json& source, const std::string& location);

TemplateNode constant_part(const Json& source) { return {std::make_shared<const Json>(source)}; }

TemplateNode template_of_object(const Json& source, const std::string& location) {
  TemplateNode::Object object;
  for (const auto& [name, value] : source.get_ref<const Json::object_t&>())
    object.members.push_back({name, node_of(value, location + '/' + name)});
  const bool evaluates = std::any_of(
      object.members.begin(), object.members.end(), [](const auto& member) { return !is_constant_node(member.value); });
  return evaluates ? TemplateNode{std::move(object)} : constant_part(source);
}

TemplateNode template_of_array(const Json& source, const std::string& location) {
  TemplateNode::Array array;
  for (std::size_t at = 0; at != source.size(); ++at)
    array.elements.push_back(node_of(source[at], location + '[' + std::to_string(at) + ']'));
  const bool evaluates = !std::all_of(array.elements.begin(), array.elements.end(), is_constant_node);
  return evaluates ? TemplateNode{std::move(array)} : constant_part(source);
}

TemplateNode node_of(const Json& source, const std::string& location) {
  if (source.is_object()) return template_of_object(source, location);
  if (source.is_array()) return template_of_array(source, location);
  if (source.is_string() && is_expression(source.get_ref<const std::string&>()))
    return {accepted(Expression::compile(source.get_ref<const std::string&>(), location))};
  return constant_part(source);
}

/// One evaluation; counts what it has built so far.
class ExpressionEvaluation {
 public:
  using Value = BuiltValue;

  ExpressionEvaluation(const Documents& documents, const References& references)
      : documents_(documents), references_(references) {}

  Value value_of(const TemplateNode& node) {
    const auto part = [this](const TemplateNode& inner) { return value_of(inner); };
    return std::visit(Overload{[&](const std::shared_ptr<const Json>& literal) -> Value { return counted(*literal); },
                               [&](const Expression& expression) -> Value {
                                 return expression.evaluate(documents_, references_).and_then([&](Json value) {
                                   return counted(std::move(value));
                                 });
                               },
                               [&](const TemplateNode::Object& object) { return built_object(object.members, part); },
                               [&](const TemplateNode::Array& array) { return built_array(array.elements, part); }},
                      node.kind);
  }

 private:
  Value counted(Json part) {
    bytes_ += text_size_at_least(part, template_bytes_max);
    if (bytes_ <= template_bytes_max) return part;
    return tl::unexpected(
        EvaluationError{.detail = "The field gives more than " + std::to_string(template_bytes_max) + " bytes.",
                        .error = "States.DataLimitExceeded"});
  }

  const Documents& documents_;
  const References& references_;
  std::size_t bytes_ = 0;
};

}  // namespace

ExpressionTemplate ExpressionTemplate::compile(const Json& source, const std::string& location) {
  return ExpressionTemplate{std::make_shared<const Node>(node_of(source, location))};
}

tl::expected<Json, EvaluationError> ExpressionTemplate::evaluate(const Documents& documents,
                                                                 const References& references) const {
  return ExpressionEvaluation{documents, references}.value_of(*root_);
}

const Expression* ExpressionTemplate::whole() const { return std::get_if<Expression>(&root_->kind); }

}  // namespace stepstorm::asl
