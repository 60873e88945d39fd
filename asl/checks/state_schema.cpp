#include "asl/checks/state_schema.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "asl/checks/choice_schema.hpp"
#include "asl/checks/error_handling_schema.hpp"
#include "asl/checks/expressions.hpp"
#include "asl/checks/field_checks.hpp"
#include "asl/checks/map_schema.hpp"
#include "asl/checks/names.hpp"
#include "asl/checks/task_schema.hpp"
#include "asl/quotas.hpp"

namespace stepstorm::asl {
namespace {

constexpr int nested_scopes_max = 100;

void branch(const Subject& subject);
void item_processor(const Subject& subject);

// ---- fields that several types share

using Fields = std::vector<FieldSchema>;

/// Members of $states in Output and Assign of states with a result.
constexpr StatesFields with_result{.result = true};

Fields common_fields() { return {{"Type", anything}, {"Comment", text}, {"QueryLanguage", anything}}; }
Fields transition_fields() { return {{"Next", text}, {"End", boolean}}; }
Fields assign_field(StatesFields exist = {}) { return {{"Assign", assign(exist)}}; }
Fields retry_and_catch_fields() { return {{"Retry", retry}, {"Catch", catch_field}}; }
Fields input_and_output_fields(StatesFields exist = {}) {
  return {{"InputPath", data_path, Dialect::JSONPath},
          {"OutputPath", data_path, Dialect::JSONPath},
          {"Output", expressions(exist), Dialect::JSONata}};
}
Fields parameters_fields() {
  return {{"Parameters", payload_template, Dialect::JSONPath}, {"Arguments", expressions(), Dialect::JSONata}};
}
Fields result_fields() {
  return {{"ResultSelector", payload_template, Dialect::JSONPath}, {"ResultPath", result_path, Dialect::JSONPath}};
}

Fields all_of(std::initializer_list<Fields> groups) {
  Fields fields = common_fields();
  for (const auto& group : groups) fields.insert(fields.end(), group.begin(), group.end());
  return fields;
}

// ---- relations

void leads_on(const Subject& state) {
  static const std::vector<std::string_view> ways{"Next", "End"};
  const auto* end = member(state.value, "End");
  const bool ends = end && *end != false;  // End: false says nothing
  const bool continues = member(state.value, "Next") != nullptr;
  if (ends && continues) state.error(allows_one_of(ways));
  if (!ends && !continues) state.error(needs_one_of(ways));
}

void warn_without_default(const Subject& choice) {
  if (member(choice.value, "Default")) return;
  choice.warn(code::no_default, "Without a Default the execution fails when no rule matches");
}

void literal_text(const Subject& subject) {
  if (!expect_text(subject) || !looks_evaluated(subject.value)) return;
  subject.warn(code::no_path,
               "The value looks like a path, but the field's name does not end with 'Path': it stays the "
               "text that it is");
}

/// Result is a literal, also when its members end in `.$`.
void static_result(const Subject& subject) {
  const auto& value = subject.value;
  const auto names_a_path = [](const auto& member) { return result_name(member.first) != member.first; };
  const bool has_template_member = value.is_object() && std::any_of(value.get_ref<const Json::object_t&>().begin(),
                                                                    value.get_ref<const Json::object_t&>().end(),
                                                                    names_a_path);
  if (!has_template_member && !looks_evaluated(value)) return;
  subject.warn(code::pass_result_is_static,
               "Result is passed on as it is written, paths are not evaluated: use Parameters");
}

// ---- the eight types

ObjectSchema task_schema() {
  return {.fields = all_of({task_fields(),
                            input_and_output_fields(with_result),
                            result_fields(),
                            assign_field(with_result),
                            retry_and_catch_fields(),
                            transition_fields()}),
          .required = {"Resource"},
          .alternatives = {{{"TimeoutSeconds", "TimeoutSecondsPath"}}, {{"HeartbeatSeconds", "HeartbeatSecondsPath"}}},
          .relations = [] {
            auto relations = task_relations();
            relations.insert(relations.begin(), leads_on);
            return relations;
          }()};
}

ObjectSchema wait_schema() {
  return {.fields = all_of({{{"SecondsPath", reference_path, Dialect::JSONPath},
                             {"Seconds", integer(0, seconds_max), Dialect::Any, true},
                             {"TimestampPath", reference_path, Dialect::JSONPath},
                             {"Timestamp", timestamp, Dialect::Any, true}},
                            input_and_output_fields(),
                            assign_field(),
                            transition_fields()}),
          .alternatives = {{{"SecondsPath", "Seconds", "TimestampPath", "Timestamp"}, true}},
          .relations = {leads_on}};
}

ObjectSchema pass_schema() {
  return {.fields = all_of({{{"Result", static_result, Dialect::JSONPath},
                             {"Parameters", payload_template, Dialect::JSONPath},
                             {"ResultPath", result_path, Dialect::JSONPath}},
                            input_and_output_fields(),
                            assign_field(),
                            transition_fields()}),
          .relations = {leads_on}};
}

ObjectSchema succeed_schema() { return {.fields = all_of({input_and_output_fields()})}; }

ObjectSchema fail_schema() {
  return {.fields = all_of({{{"Error", literal_text, Dialect::Any, true},
                             {"ErrorPath", text_path, Dialect::JSONPath},
                             {"Cause", literal_text, Dialect::Any, true},
                             {"CausePath", text_path, Dialect::JSONPath}}}),
          .alternatives = {{{"Error", "ErrorPath"}}, {{"Cause", "CausePath"}}}};
}

ObjectSchema choice_schema() {
  return {.fields = all_of({{{"Choices", not_empty(array_of(choice_rule))}, {"Default", text}},
                            input_and_output_fields(),
                            assign_field()}),
          .required = {"Choices"},
          .relations = {warn_without_default}};
}

ObjectSchema parallel_schema() {
  return {.fields = all_of({{{"Branches", not_empty(array_of(branch))}},
                            parameters_fields(),
                            input_and_output_fields(with_result),
                            result_fields(),
                            assign_field(with_result),
                            retry_and_catch_fields(),
                            transition_fields()}),
          .required = {"Branches"},
          .relations = {leads_on}};
}

ObjectSchema map_schema() {
  ObjectSchema schema{.fields = all_of({map_fields(item_processor),
                                        input_and_output_fields(with_result),
                                        result_fields(),
                                        assign_field(with_result),
                                        retry_and_catch_fields(),
                                        transition_fields()}),
                      .alternatives = map_alternatives(),
                      .relations = map_relations()};
  schema.relations.insert(schema.relations.begin(), leads_on);
  return schema;
}

struct StateType {
  std::string_view name;
  ObjectSchema schema;
};

/// In the order in which the service lists them.
const std::vector<StateType>& state_types() {
  static const std::vector<StateType> types{
      {"Task", task_schema()},
      {"Wait", wait_schema()},
      {"Pass", pass_schema()},
      {"Succeed", succeed_schema()},
      {"Fail", fail_schema()},
      {"Choice", choice_schema()},
      {"Parallel", parallel_schema()},
      {"Map", map_schema()},
  };
  return types;
}

/// Returns nullptr after reporting an invalid Type.
const ObjectSchema* schema_by_type(const Subject& state) {
  const auto* type = member(state.value, "Type");
  if (!type) {
    state.error("The field 'Type' is required");
    return nullptr;
  }
  std::vector<std::string_view> names;
  for (const auto& known : state_types()) {
    if (*type == known.name) return &known.schema;
    names.push_back(known.name);
  }
  state.with(*type, state.place.member("Type"))
      .error("The field 'Type' should have one of these values: " + in_brackets(names));
  return nullptr;
}

// ---- query languages

/// Reads a QueryLanguage field. Any value except JSONPath counts as JSONata; unknown values are also reported.
QueryLanguage language_in(const Json& value) {
  return value == "JSONPath" ? QueryLanguage::JSONPath : QueryLanguage::JSONata;
}

void query_language(const Subject& subject) {
  static const Check known = one_of({"JSONPath", "JSONata"});
  known(subject);
}

/// The surroundings of a state's own fields.
Surroundings inside_of(const Subject& state) {
  auto inside = state.surroundings;
  inside.language = inside.machine_language;
  const auto* own = member(state.value, "QueryLanguage");
  if (!own) return inside;

  query_language(state.with(*own, state.place.member("QueryLanguage")));
  inside.language = language_in(*own);
  const bool machine_is_jsonata = inside.machine_language == QueryLanguage::JSONata;
  if (machine_is_jsonata && inside.language == QueryLanguage::JSONPath) {
    state.error("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
    inside.language_is_certain = false;
  }
  return inside;
}

// ---- states and scopes

void check_state(const Subject& state) {
  if (!expect_object(state)) return;
  const auto* schema = schema_by_type(state);
  if (!schema) return;
  const auto inside = inside_of(state);
  check_object(*schema, Subject{state.value, state.place, inside, state.report});
}

void states(const Subject& subject) {
  if (!expect_object(subject)) return;
  auto inside = subject.surroundings;
  inside.language = inside.machine_language;
  inside.language_is_certain = true;
  if (++inside.nesting > nested_scopes_max) {
    return subject.error(code::too_deeply_nested, "The states are too deeply nested.");
  }
  for (const auto& [name, state] : subject.value.get_ref<const Json::object_t&>()) {
    const auto place = subject.place.member(name);
    const Subject each{state, place, inside, subject.report};
    if (const auto fault = fault_of_state_name(name)) each.error(fault->code, fault->message);
    check_state(each);
  }
}

Fields scope_fields() { return {{"Comment", text}, {"StartAt", text}, {"States", not_empty(states)}}; }

const std::vector<std::string_view>& required_in_scope() {
  static const std::vector<std::string_view> names{"States", "StartAt"};
  return names;
}

void branch(const Subject& subject) {
  static const ObjectSchema schema{.fields = scope_fields(), .required = required_in_scope()};
  check_object(schema, subject);
}

ObjectSchema item_processor_schema() {
  auto fields = scope_fields();
  fields.push_back({"ProcessorConfig", processor_config});
  return {.fields = std::move(fields), .required = required_in_scope()};
}

void item_processor(const Subject& subject) {
  static const ObjectSchema schema = item_processor_schema();
  refuse_distributed_in_express(subject);
  auto inside = subject.surroundings;
  if (execution_type(subject.value) == MachineType::EXPRESS) inside.type = MachineType::EXPRESS;
  check_object(schema, Subject{subject.value, subject.place, inside, subject.report});
}

ObjectSchema machine_schema() {
  auto fields = scope_fields();
  fields.push_back({"QueryLanguage", query_language});
  fields.push_back({"Version", one_of({"1.0"})});
  fields.push_back({"TimeoutSeconds", integer(1, seconds_max)});
  return {.fields = std::move(fields), .required = required_in_scope()};
}

}  // namespace

void definition(const Subject& subject) {
  static const ObjectSchema schema = machine_schema();
  auto inside = subject.surroundings;
  if (const auto* language = member(subject.value, "QueryLanguage")) inside.machine_language = language_in(*language);
  inside.language = inside.machine_language;
  check_object(schema, Subject{subject.value, subject.place, inside, subject.report});
}

}  // namespace stepstorm::asl
