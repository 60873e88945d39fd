#include "config/readers/expression_reader.hpp"

#include <string>

#include "asl/checks/condition.hpp"

namespace stepstorm::config {
namespace {

bool reads_no_variables(const Node& node, const asl::PayloadTemplate& compiled) {
  bool none = true;
  for (const std::string& name : compiled.variables()) none = node.error("there is no variable $" + name + " here");
  return none;
}

}  // namespace

bool read_condition(const Node& node, std::optional<asl::ChoiceRule>& out) {
  auto rule = asl::compile_condition(node.value());
  if (rule) {
    out = std::move(*rule);
    return true;
  }
  for (const asl::ConditionFault& fault : rule.error()) node.below(fault.pointer).error(fault.message);
  return false;
}

bool read_template(const Node& node, std::optional<asl::PayloadTemplate>& out) {
  auto compiled = asl::PayloadTemplate::compile(node.value());
  if (!compiled) {
    for (const asl::TemplateFault& fault : compiled.error()) node.below(fault.pointer).error(fault.message);
    return false;
  }
  if (!reads_no_variables(node, *compiled)) return false;
  out = std::move(*compiled);
  return true;
}

bool read_value(const Node& node, std::string_view name, Json& members) {
  const Json& value = node.value();
  const bool is_text = value.is_string() && !value.get_ref<const std::string&>().empty();
  if (!is_text && !value.is_number())
    return node.expected("a path such as \"$.id\", an intrinsic function call, text or a number");
  const bool is_evaluated = is_text && (value.get_ref<const std::string&>().starts_with('$') ||
                                        value.get_ref<const std::string&>().starts_with("States."));
  const std::string member = std::string{name} + (is_evaluated ? ".$" : "");
  const Json one = make_object(Member{member, value});
  const auto compiled = asl::PayloadTemplate::compile(one);
  if (!compiled) return node.error(compiled.error().front().message);
  members[member] = value;
  return reads_no_variables(node, *compiled);
}

bool read_values(const Node& node, const Json& members, std::optional<asl::PayloadTemplate>& out) {
  auto compiled = asl::PayloadTemplate::compile(members);
  if (!compiled) return node.error(compiled.error().front().message);
  out = std::move(*compiled);
  return true;
}

}  // namespace stepstorm::config
