#include "asl/checks/expressions.hpp"

#include <algorithm>
#include <string>

#include "asl/expression.hpp"
#include "asl/jsonata/mentions.hpp"
#include "asl/jsonata/token_place.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::string_view begin_mark = "{%";
constexpr std::string_view end_mark = "%}";

void unsupported(const Subject& subject, std::string message) {
  subject.error(code::unsupported_jsonata_expression, std::move(message));
}

bool exists_in_states(const std::string& field, StatesFields exist) {
  if (field == "result") return exist.result;
  if (field == "errorOutput") return exist.error_output;
  return field == "input" || field == "context";
}

void check_mentions(const Subject& subject, const jsonata::Mentions& mentions, StatesFields exist) {
  if (mentions.root) unsupported(subject, "Reference to '$$' is not supported.");
  for (const std::string& name : mentions.of_input)
    unsupported(subject, "Reference to '" + name + "' at the top level is not supported.");
  for (const std::string& field : mentions.states_fields)
    if (!exists_in_states(field, exist)) unsupported(subject, "Field '$states." + field + "' does not exist.");
}

void cannot_be_read(const Subject& subject, const std::string& text, const jsonata::Failure& failure) {
  const std::string_view expression = expression_in(text);
  const auto begin = static_cast<std::size_t>(expression.data() - text.data());
  const bool placed = failure.position != jsonata::Failure::nowhere;
  subject.report.errors.add_inside(code::invalid_jsonata_expression,
                                   jsonata::message(failure),
                                   subject.place,
                                   begin + (placed ? jsonata::token_place(expression, failure) : 0));
}

void check_expression(const Subject& subject, const std::string& text, StatesFields exist) {
  if (!is_expression(text)) {
    return subject.error(code::invalid_jsonata_expression,
                         "A JSONata expression begins with '{%' and ends with '%}', without anything around them");
  }
  const auto compiled = jsonata::Expression::compile(expression_in(text), jsonata::Dialect::Aws);
  if (!compiled) return cannot_be_read(subject, text, compiled.error());
  check_mentions(subject, jsonata::mentions_of(*compiled), exist);
}

void check_value(const Subject& subject, StatesFields exist) {
  const Json& value = subject.value;
  if (is_meant_as_expression(value)) return check_expression(subject, value.get_ref<const std::string&>(), exist);
  if (value.is_array()) {
    for (std::size_t at = 0; at != value.size(); ++at)
      check_value(subject.with(value[at], subject.place.element(at)), exist);
  }
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.get_ref<const Json::object_t&>())
    check_value(subject.with(member, subject.place.member(name)), exist);
}

}  // namespace

bool is_meant_as_expression(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return text.starts_with(begin_mark) || text.ends_with(end_mark);
}

Check expressions(StatesFields exist) {
  return [exist](const Subject& subject) { check_value(subject, exist); };
}

void items(const Subject& subject) {
  const bool is_list = subject.value.is_array() || subject.value.is_object() || is_meant_as_expression(subject.value);
  if (!is_list) return subject.error("Expected value of type Array");
  check_value(subject, {});
}

}  // namespace stepstorm::asl
