#include "api/operations/variable_references.hpp"

#include <cctype>
#include <set>
#include <string>
#include <string_view>

#include "asl/expression.hpp"
#include "asl/jsonata/expression.hpp"
#include "asl/jsonata/function.hpp"
#include "asl/jsonata/mentions.hpp"

namespace stepstorm::api {
namespace {

using Names = std::set<std::string>;

bool is_name(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) || character == '_' ||
         (static_cast<unsigned char>(character) & 0x80) != 0;
}

/// Finds variables in a path or an intrinsic: `$name`, but not `$.x`, `$[0]` or `$$.x`, and nothing inside quotes.
void add_of_path(std::string_view text, Names& names) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '\'')
      quoted = !quoted;
    else if (text[at] == '$' && !quoted) {
      if (at + 1 < text.size() && text[at + 1] == '$') {
        ++at;
        continue;
      }
      std::size_t end = at + 1;
      while (end < text.size() && is_name(text[end])) ++end;
      if (end > at + 1) names.emplace(text.substr(at + 1, end - at - 1));
      at = end - 1;
    }
  }
}

/// Finds variables in a template, in members whose names end in `.$`.
void add_of_template(const Json& value, Names& names) {
  if (value.is_array())
    for (const Json& element : value) add_of_template(element, names);
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.items()) {
    if (name.ends_with(".$") && member.is_string())
      add_of_path(member.get_ref<const std::string&>(), names);
    else
      add_of_template(member, names);
  }
}

bool is_path_field(std::string_view name) {
  return name.ends_with("Path") || name == "Variable" || name.ends_with(".$");
}

/// The states of a definition: their default query language, and all assigned variables.
struct Surroundings {
  bool jsonata = false;
  Names assigned;
};

void add_states(const Json& states, const Surroundings& around, Json& references);

void add_inner_states(const Json& value, const Surroundings& around, Json& references) {
  const auto each = [&](const Json& one) {
    if (const Json* inner = find_member(one, "States")) add_states(*inner, around, references);
  };
  if (!value.is_array()) return each(value);
  for (const Json& branch : value) each(branch);
}

bool holds_states(std::string_view name) { return name == "ItemProcessor" || name == "Iterator" || name == "Branches"; }

/// Names of functions are not variables, unless a state assigns them.
void add_of_expression(const std::string& text, const Surroundings& around, Names& names) {
  const auto compiled = jsonata::Expression::compile(asl::expression_in(text), jsonata::Dialect::Aws);
  if (!compiled) return;
  for (const std::string& name : jsonata::mentions_of(*compiled).variables)
    if (around.assigned.contains(name) || !jsonata::find_library_function(name, jsonata::Dialect::Aws))
      names.insert(name);
}

void add_of_expressions(const Json& value, const Surroundings& around, Names& names) {
  if (value.is_string() && asl::is_expression(value.get_ref<const std::string&>()))
    return add_of_expression(value.get_ref<const std::string&>(), around, names);
  if (!value.is_structured()) return;
  for (const Json& member : value) add_of_expressions(member, around, names);
}

void add_field(const std::string& name, const Json& value, Names& names) {
  if (name == "Result" || name == "States") return;
  if (value.is_string()) {
    if (is_path_field(name) && name != "ResultPath") add_of_path(value.get_ref<const std::string&>(), names);
    return;
  }
  if (name == "Parameters" || name == "ResultSelector" || name == "ItemSelector" || name == "BatchInput" ||
      name == "Assign" || name == "Credentials")
    return add_of_template(value, names);
  if (value.is_array())
    for (const Json& element : value)
      for (const auto& [inner, member] : element.items()) add_field(inner, member, names);
  if (value.is_object())
    for (const auto& [inner, member] : value.items()) add_field(inner, member, names);
}

bool is_jsonata(const Json& object, bool otherwise) {
  const Json* language = find_member(object, "QueryLanguage");
  return language && language->is_string() ? *language == "JSONata" : otherwise;
}

void add_state(const Json& state, const Surroundings& around, Names& names, Json& references) {
  const bool jsonata = is_jsonata(state, around.jsonata);
  for (const auto& [field, value] : state.items()) {
    if (holds_states(field))
      add_inner_states(value, around, references);
    else if (!jsonata)
      add_field(field, value, names);
    else if (field != "Comment")
      add_of_expressions(value, around, names);
  }
}

void add_assigned(const Json& value, Names& names) {
  if (!value.is_structured()) return;
  for (const auto& [name, member] : value.items()) {
    if (name == "Assign" && member.is_object())
      for (const auto& [variable, assigned] : member.items())
        names.insert(variable.ends_with(".$") ? variable.substr(0, variable.size() - 2) : variable);
    add_assigned(member, names);
  }
}

void add_states(const Json& states, const Surroundings& around, Json& references) {
  if (!states.is_object()) return;
  for (const auto& [name, state] : states.items()) {
    Names names;
    if (state.is_object()) add_state(state, around, names, references);
    if (!names.empty()) references[name] = Json(names);
  }
}

}  // namespace

Json variable_references(const Json& definition) {
  Json references = Json::object();
  Surroundings around{.jsonata = is_jsonata(definition, false), .assigned = {}};
  add_assigned(definition, around.assigned);
  if (const Json* states = find_member(definition, "States")) add_states(*states, around, references);
  return references;
}

}  // namespace stepstorm::api
