#include "report/html/fields.hpp"

#include <algorithm>
#include <cmath>

#include "values/words.hpp"

namespace stepstorm::report::html {
namespace {

const Json& nothing() {
  static const Json null;
  return null;
}

const Json& empty_list() {
  static const Json list = Json::array();
  return list;
}

const Json& empty_object() {
  static const Json object = Json::object();
  return object;
}

}  // namespace

const Json& member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nothing();
  const auto found = object.find(std::string(name));
  return found == object.end() ? nothing() : *found;
}

std::optional<double> number_in(const Json& value) {
  if (!value.is_number()) return std::nullopt;
  const auto number = value.get<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<double> number_in(const Json& object, std::string_view name) { return number_in(member(object, name)); }

double count_in(const Json& object, std::string_view name) {
  return std::max(0.0, number_in(object, name).value_or(0));
}

std::string text_in(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? to_text(value) : "";
}

std::string text_in(const Json& object, std::string_view name) { return text_in(member(object, name)); }

bool flag_in(const Json& object, std::string_view name) { return member(object, name) == true; }

const Json& list_in(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  return value.is_array() ? value : empty_list();
}

const Json& object_in(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  return value.is_object() ? value : empty_object();
}

Values values_in(const Json& list) {
  Values values;
  if (!list.is_array()) return values;
  values.reserve(list.size());
  for (const Json& value : list) values.push_back(number_in(value));
  return values;
}

std::string noun_in(const Json& report) {
  const std::string noun = text_in(report, "noun");
  return noun.empty() ? "order" : noun;
}

std::string nouns_in(const Json& report) { return plural(noun_in(report)); }

std::string capitalised(std::string noun) {
  if (!noun.empty() && noun.front() >= 'a' && noun.front() <= 'z') noun.front() -= 'a' - 'A';
  return noun;
}

}  // namespace stepstorm::report::html
