#include "asl/checks/map_schema.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "asl/checks/field_checks.hpp"
#include "asl/checks/names.hpp"
#include "asl/quotas.hpp"
#include "asl/resource.hpp"

namespace stepstorm::asl {
namespace {

// ---- ItemReader

void is_one_of_s3(const Subject& resource, const std::vector<std::string_view>& actions) {
  if (!expect_text(resource)) return;
  const auto& arn = resource.value.get_ref<const std::string&>();
  const bool allowed =
      std::any_of(actions.begin(), actions.end(), [&](auto action) { return is_s3_resource(arn, action); });
  if (!allowed) resource.error("The field 'Resource' does not match any of the allowed values");
}

void reader_resource(const Subject& subject) { is_one_of_s3(subject, {"getObject", "listObjectsV2"}); }

void input_type(const Subject& subject) {
  static const Check known = one_of({"CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"});
  known(subject);
  if (subject.value != "PARQUET") return;
  subject.error(code::unsupported_input_type, "InputType 'PARQUET' is not supported yet");
}

void says_where_headers_are(const Subject& config) {
  const auto type = text_member(config.value, "InputType");
  const bool has_location = has(config.value, "CSVHeaderLocation");
  const bool takes_location = type.empty() || type == "CSV" || type == "MANIFEST";
  if (type == "CSV" && !has_location) config.error("The field 'CSVHeaderLocation' is required");
  if (!takes_location && has_location) config.error(is_not_supported("CSVHeaderLocation"));
  if (text_member(config.value, "CSVHeaderLocation") == "GIVEN" && !has(config.value, "CSVHeaders")) {
    config.error(are_required({"CSVHeaders"}));
  }
}

ObjectSchema reader_config_schema() {
  return {
      .fields =
          {
              {"InputType", input_type},
              {"CSVHeaderLocation", one_of({"FIRST_ROW", "GIVEN"})},
              {"CSVHeaders", not_empty(array_of(text))},
              {"CSVDelimiter", one_of({"COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"})},
              {"ItemsPointer", text},
              {"ManifestType", one_of({"ATHENA_DATA", "S3_INVENTORY"})},
              {"Transformation", one_of({"NONE", "LOAD_AND_FLATTEN"})},
              {"MaxItems", integer(0), Dialect::Any, true},
              {"MaxItemsPath", reference_path, Dialect::JSONPath},
          },
      .alternatives = {{{"MaxItems", "MaxItemsPath"}}},
      .relations = {says_where_headers_are},
  };
}

/// InputType is required for a single object, and for objects that LOAD_AND_FLATTEN loads; a list of objects needs
/// none.
void knows_its_input_type(const Subject& reader) {
  const auto* config = member(reader.value, "ReaderConfig");
  const auto no_config = Json::object();
  const Json& settings = config ? *config : no_config;
  const bool reads_object = is_s3_resource(text_member(reader.value, "Resource"), "getObject");
  const bool flattens = text_member(settings, "Transformation") == "LOAD_AND_FLATTEN";
  if (!(reads_object || flattens) || has(settings, "InputType")) return;
  const auto place = reader.place.member("ReaderConfig");
  reader.with(settings, config ? place : reader.place).error(are_required({config ? "InputType" : "ReaderConfig"}));
}

ObjectSchema item_reader_schema() {
  return {
      .fields =
          {
              {"Resource", reader_resource},
              {"Parameters", object_template, Dialect::JSONPath},
              {"Arguments", expressions(), Dialect::JSONata},
              {"ReaderConfig", object(reader_config_schema())},
          },
      .required = {"Resource"},
      .relations = {knows_its_input_type},
  };
}

// ---- ItemBatcher

void has_a_limit(const Subject& batcher) {
  constexpr std::array<std::string_view, 4> limits{
      "MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"};
  if (std::any_of(limits.begin(), limits.end(), [&](auto name) { return has(batcher.value, name); })) return;
  batcher.error("This object should have at least one of the following fields: " +
                in_brackets({limits.begin(), limits.end()}));
}

ObjectSchema item_batcher_schema() {
  return {
      .fields =
          {
              {"MaxItemsPerBatch", integer(0), Dialect::Any, true},
              {"MaxItemsPerBatchPath", reference_path, Dialect::JSONPath},
              {"MaxInputBytesPerBatch", integer(0, payload_bytes_max), Dialect::Any, true},
              {"MaxInputBytesPerBatchPath", reference_path, Dialect::JSONPath},
              {"BatchInput", object_template, Dialect::Any, true},
          },
      .alternatives = {{{"MaxItemsPerBatch", "MaxItemsPerBatchPath"}},
                       {{"MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"}}},
      .relations = {has_a_limit},
  };
}

// ---- ResultWriter

void writer_resource(const Subject& subject) { is_one_of_s3(subject, {"putObject"}); }

void says_what_to_write(const Subject& writer) {
  const bool is_jsonata = writer.surroundings.language == QueryLanguage::JSONata;
  const std::string_view parameters = is_jsonata ? "Arguments" : "Parameters";
  const bool has_resource = has(writer.value, "Resource");
  if (!has_resource && !has(writer.value, "WriterConfig")) return writer.error(are_required({"Resource", parameters}));
  if (has_resource && !has(writer.value, parameters)) return writer.error(are_required({parameters}));
  if (!has_resource && has(writer.value, parameters)) return writer.error(are_required({"Resource"}));
}

ObjectSchema result_writer_schema() {
  return {
      .fields =
          {
              {"Resource", writer_resource},
              {"Parameters", object_template, Dialect::JSONPath},
              {"Arguments", expressions(), Dialect::JSONata},
              {"WriterConfig",
               object({.fields = {{"Transformation", one_of({"NONE", "COMPACT", "FLATTEN"})},
                                  {"OutputType", one_of({"JSON", "JSONL"})}},
                       .required = {"Transformation", "OutputType"}})},
          },
      .relations = {says_what_to_write},
  };
}

// ---- Label

void label(const Subject& subject) {
  if (!expect_text(subject)) return;
  if (const auto fault = fault_of_label(subject.value.get_ref<const std::string&>()))
    subject.error(fault->code, fault->message);
}

// ---- the state

void warn_of_distributed_fields(const Subject& map) {
  static const std::vector<std::string_view> distributed_only{"ItemReader",
                                                              "ItemBatcher",
                                                              "ResultWriter",
                                                              "Label",
                                                              "ToleratedFailureCount",
                                                              "ToleratedFailureCountPath",
                                                              "ToleratedFailurePercentage",
                                                              "ToleratedFailurePercentagePath"};
  const auto* processor = item_processor_of(map.value);
  if (!processor || processor_mode(*processor) == ProcessorMode::DISTRIBUTED) return;
  std::vector<std::string_view> present;
  for (const auto name : distributed_only) {
    if (has(map.value, name)) present.push_back(name);
  }
  if (present.empty()) return;
  map.warn(code::has_no_effect,
           "These fields have an effect only with ProcessorConfig.Mode DISTRIBUTED: " + in_brackets(present));
}

// ---- ProcessorConfig

void has_execution_type_when_distributed(const Subject& config) {
  const bool is_distributed = text_member(config.value, "Mode") == "DISTRIBUTED";
  const bool has_type = has(config.value, "ExecutionType");
  if (is_distributed && !has_type) config.error(are_required({"ExecutionType"}));
  if (!is_distributed && has_type) config.error(is_not_supported("ExecutionType"));
}

}  // namespace

std::vector<FieldSchema> map_fields(const Check& processor) {
  return {
      {"ItemProcessor", processor},
      {"Iterator", processor},
      {"ItemsPath", items_path, Dialect::JSONPath},
      {"Items", items, Dialect::JSONata},
      {"Parameters", payload_template, Dialect::JSONPath},
      {"ItemSelector", payload_template, Dialect::Any, true},
      {"ItemReader", object(item_reader_schema())},
      {"ItemBatcher", object(item_batcher_schema())},
      {"ResultWriter", object(result_writer_schema())},
      {"MaxConcurrency", integer(0), Dialect::Any, true},
      {"MaxConcurrencyPath", reference_path, Dialect::JSONPath},
      {"ToleratedFailureCount", integer(0), Dialect::Any, true},
      {"ToleratedFailureCountPath", reference_path, Dialect::JSONPath},
      {"ToleratedFailurePercentage", number(0.0, 100.0), Dialect::Any, true},
      {"ToleratedFailurePercentagePath", reference_path, Dialect::JSONPath},
      {"Label", label},
  };
}

std::vector<Alternatives> map_alternatives() {
  return {
      {{"ItemProcessor", "Iterator"}, true},
      {{"MaxConcurrency", "MaxConcurrencyPath"}},
      {{"ToleratedFailureCount", "ToleratedFailureCountPath"}},
      {{"ToleratedFailurePercentage", "ToleratedFailurePercentagePath"}},
  };
}

std::vector<Check> map_relations() { return {warn_of_distributed_fields}; }

void processor_config(const Subject& subject) {
  static const ObjectSchema schema{
      .fields = {{"Mode", one_of({"INLINE", "DISTRIBUTED"})}, {"ExecutionType", one_of({"STANDARD", "EXPRESS"})}},
      .relations = {has_execution_type_when_distributed},
  };
  check_object(schema, subject);
}

void refuse_distributed_in_express(const Subject& processor) {
  if (processor.surroundings.type != MachineType::EXPRESS) return;
  if (processor_mode(processor.value) != ProcessorMode::DISTRIBUTED) return;
  const auto config = processor.place.member("ProcessorConfig");
  processor.with(processor.value, config.member("Mode"))
      .error("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines");
}

const Json* item_processor_of(const Json& map) {
  const auto* processor = member(map, "ItemProcessor");
  return processor ? processor : member(map, "Iterator");
}

ProcessorMode processor_mode(const Json& processor) {
  const auto* config = member(processor, "ProcessorConfig");
  return config && text_member(*config, "Mode") == "DISTRIBUTED" ? ProcessorMode::DISTRIBUTED : ProcessorMode::INLINE;
}

MachineType execution_type(const Json& processor) {
  const auto* config = member(processor, "ProcessorConfig");
  return config && text_member(*config, "ExecutionType") == "EXPRESS" ? MachineType::EXPRESS : MachineType::STANDARD;
}

}  // namespace stepstorm::asl
