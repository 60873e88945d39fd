#include "api/operations/variable_references.hpp"

#include <cctype>
#include <set>
#include <string>
#include <string_view>

namespace stepstorm::api {
namespace {

using Names = std::set<std::string>;

bool is_name(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) || character == '_' ||
         (static_cast<unsigned char>(character) & 0x80) != 0;
}

/// Variables of a path or an intrinsic: `$name`, but not `$.x`, `$[0]` or `$$.x`, and nothing inside quotes.
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

/// Of a template's members, those with `.$` hold paths.
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

void add_states(const Json& states, Json& references);

void add_field(const std::string& name, const Json& value, Names& names, Json& references) {
  if (name == "Result" || name == "States") return;
  if (value.is_string()) {
    if (is_path_field(name) && name != "ResultPath") add_of_path(value.get_ref<const std::string&>(), names);
    return;
  }
  if (name == "Parameters" || name == "ResultSelector" || name == "ItemSelector" || name == "BatchInput" ||
      name == "Assign" || name == "Credentials")
    return add_of_template(value, names);
  if (name == "ItemProcessor" || name == "Iterator" || name == "Branches") {
    const auto each = [&](const Json& one) {
      if (const Json* inner = find_member(one, "States")) add_states(*inner, references);
    };
    if (value.is_array())
      for (const Json& branch : value) each(branch);
    else
      each(value);
    return;
  }
  if (value.is_array())
    for (const Json& element : value)
      for (const auto& [inner, member] : element.items()) add_field(inner, member, names, references);
  if (value.is_object())
    for (const auto& [inner, member] : value.items()) add_field(inner, member, names, references);
}

void add_states(const Json& states, Json& references) {
  if (!states.is_object()) return;
  for (const auto& [name, state] : states.items()) {
    Names names;
    if (state.is_object())
      for (const auto& [field, value] : state.items()) add_field(field, value, names, references);
    if (!names.empty()) references[name] = Json(names);
  }
}

}  // namespace

Json variable_references(const Json& definition) {
  Json references = Json::object();
  if (const Json* states = find_member(definition, "States")) add_states(*states, references);
  return references;
}

}  // namespace stepstorm::api
