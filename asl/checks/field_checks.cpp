#include "asl/checks/field_checks.hpp"

#include <optional>
#include <string>

#include "asl/checks/names.hpp"
#include "asl/intrinsics/intrinsic.hpp"
#include "asl/paths/json_path.hpp"
#include "asl/paths/path_parser.hpp"
#include "asl/payload_template.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::string_view template_suffix = ".$";

// ---- paths

std::string no_reference_path(const std::string& reason) { return "Value is not a Reference Path: " + reason; }

enum class Root { Input, Context, Variable };

Root root_of(std::string_view path) {
  if (path.size() == 1 || path[1] == '.' || path[1] == '[') return Root::Input;
  return path[1] == '$' ? Root::Context : Root::Variable;
}

/// Returns why a text that starts with `$` is no path to a single value. The engine must be able to parse it, too.
std::optional<std::string> fault_of_reference(std::string_view text) {
  if (root_of(text) == Root::Input) {
    if (const auto path = ReferencePath::parse(text); !path) return path.error();
  }
  const auto path = JsonPath::parse(text);
  if (!path) return path.error();
  return path->definite() ? std::nullopt : std::optional<std::string>("the path can select more than one value");
}

void check_reference_path(const Subject& subject, bool context_allowed) {
  if (!expect_text(subject)) return;
  const auto text = trimmed(subject.value.get_ref<const std::string&>());
  if (!text.starts_with('$')) return subject.error(no_reference_path("Reference path didn't start with '$'"));
  if (!context_allowed && root_of(text) == Root::Context) {
    return subject.error(no_reference_path("the context object cannot be referenced here"));
  }
  if (const auto fault = fault_of_reference(text)) subject.error(no_reference_path(*fault));
}

// ---- templates

bool is_evaluated(std::string_view member_name) { return member_name.ends_with(template_suffix); }

/// Warns of literals, anywhere in a template, that were probably meant to be evaluated.
void warn_of_literal_paths(const Subject& subject) {
  if (looks_evaluated(subject.value)) {
    subject.warn(code::no_dollar,
                 "The value looks like a path or an intrinsic function, but the field's name does not "
                 "end with '.$': it stays the text that it is");
  }
  if (subject.value.is_array()) {
    for (std::size_t i = 0; i < subject.value.size(); ++i) {
      warn_of_literal_paths(subject.with(subject.value[i], subject.place.element(i)));
    }
  }
  if (!subject.value.is_object()) return;
  for (const auto& [name, value] : subject.value.get_ref<const Json::object_t&>()) {
    if (!is_evaluated(name)) warn_of_literal_paths(subject.with(value, subject.place.member(name)));
  }
}

}  // namespace

void data_path(const Subject& subject) {
  if (subject.value.is_null() || !expect_text(subject)) return;
  if (!JsonPath::parse(subject.value.get_ref<const std::string&>())) subject.error("Value must be a valid JSONPath.");
}

void result_path(const Subject& subject) {
  if (subject.value.is_null() || !expect_text(subject)) return;
  const auto& text = subject.value.get_ref<const std::string&>();
  if (!text.starts_with('$')) return subject.error(no_reference_path("Reference path didn't start with '$'"));
  const auto path = ReferencePath::parse(text);
  if (!path) subject.error(no_reference_path(path.error()));
}

void reference_path(const Subject& subject) { check_reference_path(subject, false); }

void items_path(const Subject& subject) { check_reference_path(subject, true); }

void condition_path(const Subject& subject) {
  if (!expect_text(subject)) return;
  const auto text = trimmed(subject.value.get_ref<const std::string&>());
  if (!text.starts_with('$')) return subject.error(no_reference_path("Reference path didn't start with '$'"));
  const auto path = JsonPath::parse(text);
  if (!path) subject.error(no_reference_path(path.error()));
}

void text_path(const Subject& subject) {
  if (!expect_text(subject)) return;
  const auto& text = subject.value.get_ref<const std::string&>();
  if (trimmed(text).starts_with('$')) return check_reference_path(subject, true);
  if (!Intrinsic::parse(text)) subject.error("Value must be a valid JSONPath or a valid intrinsic function call");
}

void timestamp(const Subject& subject) {
  if (!expect_text(subject)) return;
  if (!parse_timestamp(subject.value.get_ref<const std::string&>())) {
    subject.error("String does not match RFC3339 timestamp");
  }
}

void payload_template(const Subject& subject) {
  static const Check without_result = expressions();
  if (subject.value.is_null()) return subject.error("A payload template cannot be null");
  if (subject.surroundings.language == QueryLanguage::JSONata) return without_result(subject);
  const auto compiled = PayloadTemplate::compile(subject.value);
  if (!compiled) {
    for (const auto& fault : compiled.error()) {
      subject.report.errors.add(
          Severity::ERROR, code::schema_validation_failed, fault.message, subject.place, fault.pointer);
    }
  }
  warn_of_literal_paths(subject);
}

void object_template(const Subject& subject) {
  if (expect_object(subject)) payload_template(subject);
}

Check assign(StatesFields exist) {
  return [with = expressions(exist)](const Subject& subject) {
    const bool is_jsonata = subject.surroundings.language == QueryLanguage::JSONata;
    if (!expect_object(subject)) return;
    is_jsonata ? with(subject) : payload_template(subject);
    for (const auto& [name, value] : subject.value.get_ref<const Json::object_t&>()) {
      const auto fault = fault_of_variable_name(is_jsonata ? std::string_view(name) : result_name(name));
      if (fault) subject.error(fault->code, fault->message);
    }
  };
}

bool looks_evaluated(const Json& value) {
  if (!value.is_string()) return false;
  const std::string_view text = value.get_ref<const std::string&>();
  const bool is_call = text.starts_with("States.") && text.ends_with(')') && text.find('(') != text.npos;
  return is_call || text == "$" || text.starts_with("$.") || text.starts_with("$[") || text.starts_with("$$.");
}

std::string_view result_name(std::string_view template_member) {
  if (is_evaluated(template_member)) template_member.remove_suffix(template_suffix.size());
  return template_member;
}

}  // namespace stepstorm::asl
