#include "asl/build.hpp"

#include <chrono>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "asl/accepted.hpp"
#include "asl/checks/map_schema.hpp"
#include "asl/checks/schema.hpp"
#include "asl/expression.hpp"
#include "asl/paths/path_parser.hpp"
#include "asl/resource.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::asl {
namespace {

const std::string& text_of(const Json& value) { return value.get_ref<const std::string&>(); }

std::vector<std::string> texts_of(const Json& array) {
  std::vector<std::string> texts;
  for (const auto& element : array) texts.push_back(text_of(element));
  return texts;
}

std::optional<std::string> optional_text(const Json& object, std::string_view name) {
  const auto* value = member(object, name);
  return value ? std::optional(text_of(*value)) : std::nullopt;
}

std::string text_or(const Json& object, std::string_view name, std::string_view otherwise) {
  const auto* value = member(object, name);
  return value ? text_of(*value) : std::string(otherwise);
}

std::int64_t integer_or(const Json& object, std::string_view name, std::int64_t otherwise) {
  const auto* value = member(object, name);
  return value ? integer_value(*value) : otherwise;
}

// ---- values without a path

JitterStrategy jitter_of(const Json& retrier) {
  return text_member(retrier, "JitterStrategy") == "FULL" ? JitterStrategy::FULL : JitterStrategy::NONE;
}

Retrier build_retrier(const Json& retrier) {
  Retrier built;
  built.error_equals = texts_of(retrier.at("ErrorEquals"));
  built.interval = std::chrono::seconds(integer_or(retrier, "IntervalSeconds", built.interval.count()));
  built.max_attempts = static_cast<int>(integer_or(retrier, "MaxAttempts", built.max_attempts));
  if (const auto* rate = member(retrier, "BackoffRate")) built.backoff_rate = rate->get<double>();
  if (const auto* delay = member(retrier, "MaxDelaySeconds"))
    built.max_delay = std::chrono::seconds(integer_value(*delay));
  built.jitter = jitter_of(retrier);
  return built;
}

ResultPath build_result_path(const Json& object) {
  const auto* path = member(object, "ResultPath");
  if (!path || *path == "$") return KeepAll{};
  if (path->is_null()) return KeepNone{};
  return accepted(ReferencePath::parse(text_of(*path)));
}

std::optional<InputType> build_input_type(const Json& config) {
  static const std::unordered_map<std::string_view, InputType> types{{"CSV", InputType::CSV},
                                                                     {"JSON", InputType::JSON},
                                                                     {"JSONL", InputType::JSONL},
                                                                     {"PARQUET", InputType::PARQUET},
                                                                     {"MANIFEST", InputType::MANIFEST}};
  const auto* type = member(config, "InputType");
  return type ? std::optional(types.at(text_of(*type))) : std::nullopt;
}

char build_csv_delimiter(const Json& config) {
  static const std::unordered_map<std::string_view, char> delimiters{
      {"COMMA", ','}, {"PIPE", '|'}, {"SEMICOLON", ';'}, {"SPACE", ' '}, {"TAB", '\t'}};
  return delimiters.at(text_or(config, "CSVDelimiter", "COMMA"));
}

/// Catch[0]/
std::string element_of(const std::string& list, std::size_t index) { return list + '[' + std::to_string(index) + "]/"; }

// ---- the machine

/// Builds states in the order of the definition, depth first: the numbers that number_states has given them.
class Builder {
 public:
  Builder(const Json& definition, MachineType type, std::string text) : machine_(std::make_shared<Machine>()) {
    machine_->type = type;
    machine_->definition = std::move(text);
    if (const auto* timeout = member(definition, "TimeoutSeconds")) {
      machine_->timeout = std::chrono::seconds(integer_value(*timeout));
    }
    machine_language_ =
        text_member(definition, "QueryLanguage") == "JSONata" ? QueryLanguage::JSONata : QueryLanguage::JSONPath;
    number_states(definition);
    machine_->states.reserve(index_of_.size());
    build_scope(definition, std::nullopt);
  }

  MachinePtr take() && { return std::move(machine_); }

 private:
  void number_states(const Json& scope);
  StateIndex index_of(const Json& state_name) const { return index_of_.at(text_of(state_name)); }

  ScopeIndex build_scope(const Json& scope, std::optional<StateIndex> owner);
  State build_state(const std::string& name, const Json& state, StateIndex index, ScopeIndex scope);
  StateDetail build_detail(const Json& state, StateIndex index);

  TaskState build_task(const Json& state);
  PassState build_pass(const Json& state);
  ChoiceState build_choice(const Json& state);
  WaitState build_wait(const Json& state);
  FailState build_fail(const Json& state);
  ParallelState build_parallel(const Json& state, StateIndex index);
  MapState build_map(const Json& state, StateIndex index);

  Choice build_rule(const Json& rule, const std::string& at);
  Catcher build_catcher(const Json& catcher, const std::string& at);
  ItemReader build_item_reader(const Json& reader);
  ItemBatcher build_item_batcher(const Json& batcher);
  ResultWriter build_result_writer(const Json& writer);

  JsonPath build_path(const Json& text);
  DataPath build_data_path(const Json& object, std::string_view name);
  // `at` is where the object stands in its state, with a slash behind it: Choices[0]/

  std::optional<Template> build_template(const Json& object, const std::string& name, const std::string& at = "");
  /// The literal, or the path or expression in its place. `read` makes the literal.
  template <class T, class Read>
  std::optional<Field<T>> build_field(const Json& object,
                                      const std::string& name,
                                      const std::string& at,
                                      const Read& read);
  std::optional<IntegerField> build_integer(const Json& object, const std::string& name, const std::string& at = "");
  std::optional<NumberField> build_number(const Json& object, const std::string& name);
  std::optional<TextField> build_text(const Json& object, const std::string& name);
  bool holds_expression(const Json& value) const;
  std::string parameters_field() const { return language_ == QueryLanguage::JSONata ? "Arguments" : "Parameters"; }

  std::shared_ptr<Machine> machine_;
  QueryLanguage machine_language_ = QueryLanguage::JSONPath;
  QueryLanguage language_ = QueryLanguage::JSONPath;           // of the state that is being built
  std::unordered_map<std::string_view, StateIndex> index_of_;  // names are unique over the whole machine
};

// ---- fields

JsonPath Builder::build_path(const Json& text) { return accepted(JsonPath::parse(text_of(text))); }

DataPath Builder::build_data_path(const Json& object, std::string_view name) {
  const auto* path = member(object, name);
  if (!path || *path == "$") return KeepAll{};
  if (path->is_null()) return KeepNone{};
  return build_path(*path);
}

std::optional<Template> Builder::build_template(const Json& object, const std::string& name, const std::string& at) {
  const auto* source = member(object, name);
  if (!source) return std::nullopt;
  if (language_ == QueryLanguage::JSONata) return ExpressionTemplate::compile(*source, at + name);
  return accepted(PayloadTemplate::compile(*source));
}

bool Builder::holds_expression(const Json& value) const {
  return language_ == QueryLanguage::JSONata && value.is_string() && is_expression(text_of(value));
}

/// TimeoutSeconds | TimeoutSecondsPath
template <class T, class Read>
std::optional<Field<T>> Builder::build_field(const Json& object,
                                             const std::string& name,
                                             const std::string& at,
                                             const Read& read) {
  if (const auto* value = member(object, name)) {
    if (holds_expression(*value)) return accepted(Expression::compile(text_of(*value), at + name));
    return read(*value);
  }
  if (language_ == QueryLanguage::JSONata) return std::nullopt;
  const auto* path = member(object, name + "Path");
  if (!path) return std::nullopt;
  if (trimmed(text_of(*path)).starts_with('$')) return build_path(*path);
  return accepted(Intrinsic::parse(text_of(*path)));
}

std::optional<IntegerField> Builder::build_integer(const Json& object, const std::string& name, const std::string& at) {
  return build_field<std::int64_t>(object, name, at, integer_value);
}

std::optional<NumberField> Builder::build_number(const Json& object, const std::string& name) {
  return build_field<double>(object, name, "", [](const Json& literal) { return literal.get<double>(); });
}

std::optional<TextField> Builder::build_text(const Json& object, const std::string& name) {
  return build_field<std::string>(object, name, "", text_of);
}

// ---- scopes and states

void Builder::number_states(const Json& scope) {
  for (const auto& [name, state] : scope.at("States").get_ref<const Json::object_t&>()) {
    index_of_.emplace(name, static_cast<StateIndex>(index_of_.size()));
    if (const auto* branches = member(state, "Branches")) {
      for (const auto& branch : *branches) number_states(branch);
    }
    if (const auto* processor = item_processor_of(state)) number_states(*processor);
  }
}

ScopeIndex Builder::build_scope(const Json& scope, std::optional<StateIndex> owner) {
  const auto index = static_cast<ScopeIndex>(machine_->scopes.size());
  machine_->scopes.push_back({.start_at = index_of(scope.at("StartAt")), .owner = owner});
  for (const auto& [name, state] : scope.at("States").get_ref<const Json::object_t&>()) {
    const auto at = machine_->states.size();
    machine_->states.emplace_back();  // its place, before those of the states inside it
    machine_->states[at] = build_state(name, state, static_cast<StateIndex>(at), index);
  }
  return index;
}

/// The language of a state's own fields; states inside it have the machine's by default.
QueryLanguage language_of(const Json& state, QueryLanguage machine_language) {
  const auto* own = member(state, "QueryLanguage");
  if (!own) return machine_language;
  return *own == "JSONata" ? QueryLanguage::JSONata : QueryLanguage::JSONPath;
}

State Builder::build_state(const std::string& name, const Json& state, StateIndex index, ScopeIndex scope) {
  const auto around = std::exchange(language_, language_of(state, machine_language_));
  State built;
  built.query_language = language_;
  built.name = name;
  built.index = index;
  built.scope = scope;
  if (const auto* next = member(state, "Next")) built.next = index_of(*next);
  built.input_path = build_data_path(state, "InputPath");
  if (text_member(state, "Type") != "Map") built.parameters = build_template(state, parameters_field());
  built.result_selector = build_template(state, "ResultSelector");
  built.result_path = build_result_path(state);
  built.output_path = build_data_path(state, "OutputPath");
  built.output = build_template(state, "Output");
  built.assign = build_template(state, "Assign");
  if (const auto* retriers = member(state, "Retry")) {
    for (const auto& retrier : *retriers) built.retriers.push_back(build_retrier(retrier));
  }
  if (const auto* catchers = member(state, "Catch")) {
    for (const auto& catcher : *catchers)
      built.catchers.push_back(build_catcher(catcher, element_of("Catch", built.catchers.size())));
  }
  built.detail = build_detail(state, index);
  language_ = around;
  return built;
}

Catcher Builder::build_catcher(const Json& catcher, const std::string& at) {
  return {.error_equals = texts_of(catcher.at("ErrorEquals")),
          .next = index_of(catcher.at("Next")),
          .result_path = build_result_path(catcher),
          .output = build_template(catcher, "Output", at),
          .assign = build_template(catcher, "Assign", at)};
}

StateDetail Builder::build_detail(const Json& state, StateIndex index) {
  const auto type = text_member(state, "Type");
  if (type == "Task") return build_task(state);
  if (type == "Pass") return build_pass(state);
  if (type == "Choice") return build_choice(state);
  if (type == "Wait") return build_wait(state);
  if (type == "Fail") return build_fail(state);
  if (type == "Parallel") return build_parallel(state, index);
  if (type == "Map") return build_map(state, index);
  assert(type == "Succeed");
  return SucceedState{};
}

/// Absent when a path or a template is evaluated.
std::optional<TaskTerms> literal_terms(const TaskState& task) {
  const auto is_literal = [](const std::optional<IntegerField>& field) {
    return !field || std::holds_alternative<std::int64_t>(*field);
  };
  const auto literal = [](const std::optional<IntegerField>& field) {
    return field ? std::optional{std::get<std::int64_t>(*field)} : std::nullopt;
  };
  if (task.credentials || !is_literal(task.timeout_seconds) || !is_literal(task.heartbeat_seconds)) return std::nullopt;
  return TaskTerms{literal(task.timeout_seconds), literal(task.heartbeat_seconds), std::nullopt};
}

/// FunctionName with its Qualifier, or StateMachineArn, when they are literal.
std::optional<std::string> literal_target(const Resource& resource, const Json& state, QueryLanguage language) {
  const bool is_jsonata = language == QueryLanguage::JSONata;
  const auto* parameters = member(state, is_jsonata ? "Arguments" : "Parameters");
  if (!parameters || !parameters->is_object()) return std::nullopt;
  const auto is_computed = [&](const Json& value) { return is_jsonata && is_expression(text_of(value)); };
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto* value = member(*parameters, name);
    return value && value->is_string() && !is_computed(*value) ? std::optional{value->get<std::string>()}
                                                               : std::nullopt;
  };
  if (starts_execution(resource)) return text("StateMachineArn");
  const bool computes_qualifier =
      member(*parameters, "Qualifier.$") || (member(*parameters, "Qualifier") && !text("Qualifier"));
  if (!invokes_function(resource) || computes_qualifier) return std::nullopt;
  const auto function = text("FunctionName");
  const auto qualifier = text("Qualifier");
  return function && qualifier ? *function + ':' + *qualifier : function;
}

TaskState Builder::build_task(const Json& state) {
  TaskState built{.resource = accepted(parse_resource(text_of(state.at("Resource")))),
                  .timeout_seconds = build_integer(state, "TimeoutSeconds"),
                  .heartbeat_seconds = build_integer(state, "HeartbeatSeconds"),
                  .credentials = build_template(state, "Credentials"),
                  .literal_terms = std::nullopt,
                  .target = std::nullopt};
  built.literal_terms = literal_terms(built);
  built.target = literal_target(built.resource, state, language_);
  return built;
}

PassState Builder::build_pass(const Json& state) {
  const auto* result = member(state, "Result");
  return {.result = result && !result->is_null() ? std::optional(Payload(*result)) : std::nullopt};
}

ChoiceState Builder::build_choice(const Json& state) {
  ChoiceState built;
  for (const auto& rule : state.at("Choices"))
    built.choices.push_back(build_rule(rule, element_of("Choices", built.choices.size())));
  if (const auto* otherwise = member(state, "Default")) built.otherwise = index_of(*otherwise);
  return built;
}

Choice Builder::build_rule(const Json& rule, const std::string& at) {
  Choice built{.rule = Field<bool>{false},
               .next = index_of(rule.at("Next")),
               .output = build_template(rule, "Output", at),
               .assign = build_template(rule, "Assign", at)};
  if (language_ == QueryLanguage::JSONata) {
    built.rule = *build_field<bool>(rule, "Condition", at, [](const Json& literal) { return literal.get<bool>(); });
  } else {
    built.rule = ChoiceRule::compile(rule);
  }
  return built;
}

WaitState Builder::build_wait(const Json& state) {
  if (auto seconds = build_integer(state, "Seconds")) return {WaitSeconds{std::move(*seconds)}};
  return {WaitUntil{*build_field<TimePoint>(
      state, "Timestamp", "", [](const Json& literal) { return accepted(parse_timestamp(text_of(literal))); })}};
}

FailState Builder::build_fail(const Json& state) {
  return {.error = build_text(state, "Error"), .cause = build_text(state, "Cause")};
}

ParallelState Builder::build_parallel(const Json& state, StateIndex index) {
  ParallelState built;
  for (const auto& branch : state.at("Branches")) built.branches.push_back(build_scope(branch, index));
  return built;
}

// ---- Map

MapState Builder::build_map(const Json& state, StateIndex index) {
  const auto& processor = *item_processor_of(state);
  MapState built;
  built.processor = build_scope(processor, index);
  built.mode = processor_mode(processor);
  built.execution_type = execution_type(processor);
  built.items_path = build_data_path(state, "ItemsPath");
  built.items = build_template(state, "Items");
  built.item_selector = build_template(state, member(state, "ItemSelector") ? "ItemSelector" : "Parameters");
  built.max_concurrency = build_integer(state, "MaxConcurrency");
  built.tolerated_failure_count = build_integer(state, "ToleratedFailureCount");
  built.tolerated_failure_percentage = build_number(state, "ToleratedFailurePercentage");
  if (const auto* reader = member(state, "ItemReader")) built.item_reader = build_item_reader(*reader);
  if (const auto* batcher = member(state, "ItemBatcher")) built.item_batcher = build_item_batcher(*batcher);
  if (const auto* writer = member(state, "ResultWriter")) built.result_writer = build_result_writer(*writer);
  built.label = optional_text(state, "Label");
  return built;
}

ItemReader Builder::build_item_reader(const Json& reader) {
  ItemReader built;
  built.resource = text_of(reader.at("Resource"));
  built.parameters = build_template(reader, parameters_field(), "ItemReader/");
  const auto* config = member(reader, "ReaderConfig");
  if (!config) return built;
  built.input_type = build_input_type(*config);
  if (text_member(*config, "CSVHeaderLocation") == "GIVEN") built.csv_header_location = CsvHeaderLocation::GIVEN;
  if (const auto* headers = member(*config, "CSVHeaders")) built.csv_headers = texts_of(*headers);
  built.csv_delimiter = build_csv_delimiter(*config);
  built.items_pointer = optional_text(*config, "ItemsPointer");
  built.manifest_type = optional_text(*config, "ManifestType");
  built.transformation = optional_text(*config, "Transformation");
  built.max_items = build_integer(*config, "MaxItems", "ItemReader/ReaderConfig/");
  return built;
}

ItemBatcher Builder::build_item_batcher(const Json& batcher) {
  return {.max_items_per_batch = build_integer(batcher, "MaxItemsPerBatch", "ItemBatcher/"),
          .max_input_bytes_per_batch = build_integer(batcher, "MaxInputBytesPerBatch", "ItemBatcher/"),
          .batch_input = build_template(batcher, "BatchInput", "ItemBatcher/")};
}

ResultWriter Builder::build_result_writer(const Json& writer) {
  ResultWriter built;
  built.resource = optional_text(writer, "Resource");
  built.parameters = build_template(writer, parameters_field(), "ResultWriter/");
  const auto* config = member(writer, "WriterConfig");
  if (!config) return built;
  built.transformation = text_of(config->at("Transformation"));
  built.output_type = text_of(config->at("OutputType"));
  return built;
}

}  // namespace

MachinePtr build(const Json& definition, MachineType type, std::string text) {
  return Builder(definition, type, std::move(text)).take();
}

}  // namespace stepstorm::asl
