#include "asl/checks/schema.hpp"

#include <algorithm>
#include <utility>

#include "asl/checks/expressions.hpp"

namespace stepstorm::asl {
namespace {

std::string name_of(QueryLanguage language) { return language == QueryLanguage::JSONata ? "JSONata" : "JSONPath"; }

bool exists_in(Dialect dialect, QueryLanguage language) {
  return dialect == Dialect::Any || (dialect == Dialect::JSONata) == (language == QueryLanguage::JSONata);
}

/// Prints a number as the service does: 0.0
std::string decimal(double value) { return Json(value).dump(); }

const FieldSchema* find_field(const ObjectSchema& schema, std::string_view name) {
  const auto found = std::find_if(
      schema.fields.begin(), schema.fields.end(), [&](const FieldSchema& field) { return field.name == name; });
  return found == schema.fields.end() ? nullptr : &*found;
}

void check_required(const ObjectSchema& schema, const Subject& subject) {
  std::vector<std::string_view> missing;
  for (const auto name : schema.required) {
    if (!member(subject.value, name)) missing.push_back(name);
  }
  if (!missing.empty()) subject.error(are_required(missing));
}

void check_alternatives(const Alternatives& alternatives, const ObjectSchema& schema, const Subject& subject) {
  std::vector<std::string_view> known;
  std::ptrdiff_t present = 0;
  for (const auto name : alternatives.names) {
    const auto* field = find_field(schema, name);
    if (!field || !exists_in(field->dialect, subject.surroundings.language)) continue;
    known.push_back(name);
    present += member(subject.value, name) ? 1 : 0;
  }
  if (present > 1) subject.error(allows_one_of(known));
  if (present == 0 && alternatives.one_is_needed) subject.error(needs_one_of(known));
}

std::string belongs_to_other_language(std::string_view field, QueryLanguage language) {
  const auto other = language == QueryLanguage::JSONata ? QueryLanguage::JSONPath : QueryLanguage::JSONata;
  return "The QueryLanguage is set to '" + name_of(language) + "', but field '" + std::string(field) +
         "' is only supported for the '" + name_of(other) + "' QueryLanguage";
}

void check_names(const ObjectSchema& schema, const Subject& subject) {
  const auto language = subject.surroundings.language;
  for (const auto& [name, value] : subject.value.get_ref<const Json::object_t&>()) {
    const auto* field = find_field(schema, name);
    if (!field) {
      subject.error(is_not_supported(name));
    } else if (subject.surroundings.language_is_certain && !exists_in(field->dialect, language)) {
      subject.error(belongs_to_other_language(name, language));
    }
  }
}

void check_members(const ObjectSchema& schema, const Subject& subject) {
  static const Check expression = expressions();
  const auto language = subject.surroundings.language;
  for (const auto& [name, value] : subject.value.get_ref<const Json::object_t&>()) {
    const auto* field = find_field(schema, name);
    if (!field || !exists_in(field->dialect, language)) continue;
    const bool is_evaluated =
        field->or_expression && language == QueryLanguage::JSONata && is_meant_as_expression(value);
    (is_evaluated ? expression : field->check)(subject.with(value, subject.place.member(name)));
  }
}

std::string expected_type(std::string_view type) { return "Expected value of type " + std::string(type); }

}  // namespace

// ---- subject

void Subject::error(std::string message) const { error(code::schema_validation_failed, std::move(message)); }

void Subject::error(std::string_view code, std::string message) const {
  report.errors.add(Severity::ERROR, code, std::move(message), place);
}

void Subject::warn(std::string_view code, std::string message) const {
  report.warnings.add(Severity::WARNING, code, std::move(message), place);
}

// ---- values

bool expect_text(const Subject& subject) {
  if (!subject.value.is_string()) subject.error(expected_type("String"));
  return subject.value.is_string();
}

bool expect_object(const Subject& subject) {
  if (!subject.value.is_object()) subject.error(expected_type("Object"));
  return subject.value.is_object();
}

bool expect_array(const Subject& subject) {
  if (!subject.value.is_array()) subject.error(expected_type("Array"));
  return subject.value.is_array();
}

void text(const Subject& subject) { expect_text(subject); }

void boolean(const Subject& subject) {
  if (!subject.value.is_boolean()) subject.error(expected_type("Boolean"));
}

void anything(const Subject&) {}

Check integer(std::int64_t minimum, std::int64_t maximum) {
  return [=](const Subject& subject) {
    if (!subject.value.is_number_integer()) return subject.error(expected_type("Integer"));
    const auto value = integer_value(subject.value);
    if (value < minimum) subject.error("Minimum value is " + std::to_string(minimum));
    if (value > maximum) subject.error("Maximum value is " + std::to_string(maximum));
  };
}

Check number(double minimum, double maximum) {
  return [=](const Subject& subject) {
    if (!subject.value.is_number()) return subject.error(expected_type("Number"));
    const auto value = subject.value.get<double>();
    if (value < minimum) subject.error("Minimum value is " + decimal(minimum));
    if (value > maximum) subject.error("Maximum value is " + decimal(maximum));
  };
}

Check one_of(std::vector<std::string_view> values) {
  return [values = std::move(values)](const Subject& subject) {
    if (!expect_text(subject)) return;
    const std::string_view value = subject.value.get_ref<const std::string&>();
    if (std::find(values.begin(), values.end(), value) != values.end()) return;
    subject.error("Value should be one of the following: " + in_brackets(values));
  };
}

Check array_of(Check element) {
  return [element = std::move(element)](const Subject& subject) {
    if (!expect_array(subject)) return;
    for (std::size_t i = 0; i < subject.value.size(); ++i) {
      element(subject.with(subject.value[i], subject.place.element(i)));
    }
  };
}

Check not_empty(Check check) {
  return [check = std::move(check)](const Subject& subject) {
    const bool is_container = subject.value.is_array() || subject.value.is_object();
    if (is_container && subject.value.empty()) return subject.error("Value cannot be empty");
    check(subject);
  };
}

// ---- objects

void check_object(const ObjectSchema& schema, const Subject& subject) {
  if (!expect_object(subject)) return;
  check_required(schema, subject);
  for (const auto& alternatives : schema.alternatives) check_alternatives(alternatives, schema, subject);
  check_names(schema, subject);
  for (const auto& relation : schema.relations) relation(subject);
  check_members(schema, subject);
}

Check object(ObjectSchema schema) {
  return [schema = std::move(schema)](const Subject& subject) { check_object(schema, subject); };
}

const Json* member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::int64_t integer_value(const Json& number) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  const bool is_beyond = number.is_number_unsigned() && number.get<std::uint64_t>() > std::uint64_t{largest};
  return is_beyond ? largest : number.get<std::int64_t>();
}

std::string_view text_member(const Json& object, std::string_view name) {
  const auto* value = member(object, name);
  return value && value->is_string() ? std::string_view(value->get_ref<const std::string&>()) : std::string_view();
}

// ---- sentences

std::string in_brackets(const std::vector<std::string_view>& names) {
  std::string text = "[";
  for (const auto name : names) {
    if (text.size() > 1) text += ", ";
    text += name;
  }
  return text + ']';
}

std::string are_required(const std::vector<std::string_view>& names) {
  return "These fields are required: " + in_brackets(names);
}

std::string is_not_supported(std::string_view field) { return "Field '" + std::string(field) + "' is not supported"; }

std::string needs_one_of(const std::vector<std::string_view>& names) {
  return "This object should have only one of the following fields: " + in_brackets(names);
}

std::string allows_one_of(const std::vector<std::string_view>& names) {
  return "There should only be one of the following fields: " + in_brackets(names);
}

}  // namespace stepstorm::asl
