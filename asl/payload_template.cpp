#include "asl/payload_template.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <variant>

#include "asl/built_value.hpp"
#include "asl/intrinsics/intrinsic.hpp"
#include "asl/paths/java_object.hpp"
#include "asl/paths/json_path.hpp"
#include "asl/paths/path_parser.hpp"
#include "asl/quotas.hpp"
#include "values/overload.hpp"
#include "values/payload.hpp"

namespace stepstorm::asl {

struct PayloadTemplate::Node {
  struct FromPath {
    std::string field;  // the member as written, with `.$`
    JsonPath path;
  };
  struct FromCall {
    std::string field;
    Intrinsic call;
  };
  struct Member;
  struct Object {
    std::vector<Member> members;  // in the order of the result
  };
  struct Array {
    std::vector<Node> elements;
  };
  std::variant<Payload, FromPath, FromCall, Object, Array> kind;  // Payload: a part without `.$`
};

struct PayloadTemplate::Node::Member {
  std::string name;  // in the result, without `.$`
  Node value;
};

namespace {

using Node = PayloadTemplate::Node;

constexpr std::string_view dynamic_suffix = ".$";

bool is_constant(const Node& node) { return std::holds_alternative<Payload>(node.kind); }

class Compiler {
 public:
  Node compile(const Json& source, const std::string& pointer) {
    if (source.is_object()) return compile_object(source, pointer);
    if (source.is_array()) return compile_array(source, pointer);
    return Node{Payload(source)};
  }

  std::vector<TemplateFault> take_faults() { return std::move(faults_); }
  std::vector<std::string> take_variables() { return std::move(variables_); }

 private:
  Node compile_object(const Json& source, const std::string& pointer) {
    std::vector<Node::Member> literals;
    std::vector<Node::Member> dynamics;
    std::unordered_set<std::string> names;
    for (const auto& [field, value] : source.get_ref<const Json::object_t&>()) {
      const auto at = pointer_to(pointer, field);
      const bool dynamic = field.ends_with(dynamic_suffix);
      const auto name = field.substr(0, field.size() - (dynamic ? dynamic_suffix.size() : 0));
      if (!names.insert(name).second) faults_.push_back({field, at, "The field '" + name + "' is defined twice"});
      if (!dynamic) {
        literals.push_back({name, compile(value, at)});
      } else if (!value.is_string()) {
        faults_.push_back({field, at, no_text(field, value)});
      } else if (auto node = compile_field(field, value.get_ref<const std::string&>())) {
        dynamics.push_back({name, std::move(*node)});
      } else {
        faults_.push_back({field, at, invalid_value(field)});
      }
    }
    if (dynamics.empty() && all_constant(literals)) return Node{Payload(source)};
    append_in_hash_order(std::move(dynamics), literals);
    return Node{Node::Object{std::move(literals)}};
  }

  static bool all_constant(const std::vector<Node::Member>& members) {
    return std::all_of(members.begin(), members.end(), [](const auto& each) { return is_constant(each.value); });
  }

  static void append_in_hash_order(std::vector<Node::Member> dynamics, std::vector<Node::Member>& members) {
    std::vector<std::int32_t> hashes;
    for (const auto& each : dynamics) hashes.push_back(java_hash(each.name));
    for (const auto place : hash_map_order(hashes)) members.push_back(std::move(dynamics[place]));
  }

  std::optional<Node> compile_field(const std::string& field, const std::string& text) {
    return trimmed(text).starts_with('$') ? compile_path(field, text) : compile_call(field, text);
  }

  std::optional<Node> compile_path(const std::string& field, const std::string& text) {
    auto path = JsonPath::parse(text);
    if (!path) return std::nullopt;
    if (auto name = path->variable()) variables_.push_back(std::move(*name));
    return Node{Node::FromPath{field, std::move(*path)}};
  }

  std::optional<Node> compile_call(const std::string& field, const std::string& text) {
    auto call = Intrinsic::parse(text);
    if (!call) return std::nullopt;
    for (auto& name : call->variables()) variables_.push_back(std::move(name));
    return Node{Node::FromCall{field, std::move(*call)}};
  }

  static std::string no_text(const std::string& field, const Json& value) {
    return "The value for the field '" + field + "' must be a STRING that contains a JSONPath but was " +
           std::string(with_article(value));
  }

  static std::string_view with_article(const Json& value) {
    if (value.is_array()) return "an ARRAY";
    if (value.is_object()) return "an OBJECT";
    if (value.is_boolean()) return "a BOOLEAN";
    return value.is_null() ? "a NULL" : "a NUMBER";
  }

  static std::string invalid_value(const std::string& field) {
    return "The value for the field '" + field + "' must be a valid JSONPath or a valid intrinsic function call";
  }

  Node compile_array(const Json& source, const std::string& pointer) {
    Node::Array array;
    for (std::size_t i = 0; i < source.size(); ++i)
      array.elements.push_back(compile(source[i], pointer_to(pointer, i)));
    if (std::all_of(array.elements.begin(), array.elements.end(), is_constant)) return Node{Payload(source)};
    return Node{std::move(array)};
  }

  std::vector<TemplateFault> faults_;
  std::vector<std::string> variables_;
};

/// One evaluation; counts what it has built so far.
class TemplateEvaluation {
 public:
  using Value = BuiltValue;

  TemplateEvaluation(const Json& input, const References& references) : input_(input), references_(references) {}

  Value value_of(const Node& node) {
    const auto part = [this](const Node& inner) { return value_of(inner); };
    return std::visit(Overload{
                          [&](const Payload& constant) { return affordable(*constant); },
                          [&](const Node::FromPath& from) { return selected(from); },
                          [&](const Node::FromCall& from) { return called(from); },
                          [&](const Node::Object& object) { return built_object(object.members, part); },
                          [&](const Node::Array& array) { return built_array(array.elements, part); },
                      },
                      node.kind);
  }

 private:
  Value selected(const Node::FromPath& from) {
    if (input_.is_null() && !from.path.variable()) return tl::unexpected(null_has_no_paths());
    auto selection = from.path.select(input_, references_);
    if (selection && count(**selection)) return std::move(*selection).take();
    if (selection) return too_large();
    return tl::unexpected(from.path.missing_value(from.field, input_, references_));
  }

  Value called(const Node::FromCall& from) {
    auto value = from.call.evaluate(from.field, input_, references_);
    if (value && !count(*value)) return too_large();
    return value;
  }

  Value affordable(const Json& constant) { return count(constant) ? Value(constant) : too_large(); }

  bool count(const Json& part) {
    bytes_ += text_size_at_least(part, template_bytes_max);
    return bytes_ <= template_bytes_max;
  }

  static Value too_large() {
    return tl::unexpected(EvaluationError{
        .detail = "The payload template gives more than " + std::to_string(template_bytes_max) + " bytes.",
        .error = "States.DataLimitExceeded"});
  }

  const Json& input_;
  const References& references_;
  std::size_t bytes_ = 0;
};

}  // namespace

tl::expected<PayloadTemplate, std::vector<TemplateFault>> PayloadTemplate::compile(const Json& source) {
  Compiler compiler;
  auto root = std::make_shared<const Node>(compiler.compile(source, ""));
  if (auto faults = compiler.take_faults(); !faults.empty()) return tl::unexpected(std::move(faults));
  return PayloadTemplate(std::move(root), compiler.take_variables());
}

tl::expected<Json, EvaluationError> PayloadTemplate::evaluate(const Json& input, const References& references) const {
  return TemplateEvaluation(input, references).value_of(*root_);
}

PayloadTemplate::PayloadTemplate(std::shared_ptr<const Node> root, std::vector<std::string> variables)
    : root_(std::move(root)), variables_(std::move(variables)) {}

}  // namespace stepstorm::asl
