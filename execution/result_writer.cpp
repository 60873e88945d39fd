#include "execution/result_writer.hpp"

#include "asl/arn.hpp"
#include "asl/overload.hpp"

namespace stepstorm::execution {
namespace {

std::string folder(const MapRun& run, const std::string& prefix) {
  return prefix.empty() ? run.uuid : prefix + "/" + run.uuid;
}

const Payload* output_of(const ChildResult& result) {
  const auto* succeeded = std::get_if<Succeeded>(&result.status);
  return succeeded ? &succeeded->output : nullptr;
}

void add_reason(Json& described, const ErrorOutput& reason) {
  if (reason.error) described["Error"] = *reason.error;
  if (reason.cause) described["Cause"] = *reason.cause;
}

/// A child as DescribeExecution shows it, in PascalCase.
Json described(const MapRun& run, const ChildResult& result) {
  const std::string& arn = result.execution_arn;
  Json made = {{"ExecutionArn", arn},
               {"Input", to_text(*result.input)},
               {"InputDetails", {{"Included", true}}},
               {"Name", std::string(asl::parse_execution_name(arn).value_or(arn))},
               {"StartDate", render_timestamp(result.started_at)},
               {"StateMachineArn", run.children_of->arn},
               {"Status", status_name(result.status)},
               {"StopDate", render_timestamp(result.ended_at)}};
  std::visit(Overload{[&](const Succeeded& succeeded) {
                        made["Output"] = to_text(*succeeded.output);
                        made["OutputDetails"] = {{"Included", true}};
                      },
                      [&](const Failed& failed) { add_reason(made, *failed.reason); },
                      [&](const Aborted& aborted) { add_reason(made, *aborted.reason); },
                      [](const TimedOut&) {},
                      [](const Running&) {}},
             result.status);
  return made;
}

/// NONE: the whole execution; COMPACT: its output; FLATTEN: the elements of its output, where that is a list.
void add_result(Json& list, const std::string& transformation, const MapRun& run, const ChildResult& result) {
  const Payload* output = output_of(result);
  if (transformation == "NONE" || !output) {
    list.push_back(described(run, result));
  } else if (transformation == "FLATTEN" && (*output)->is_array()) {
    for (const Json& element : **output) list.push_back(element);
  } else {
    list.push_back(**output);
  }
}

std::string rendered(const Json& list, const std::string& output_type) {
  if (output_type == "JSON") return to_text(list);
  std::string lines;
  for (const Json& entry : list) lines += to_text(entry) + '\n';
  return lines;
}

const char* file_group(const ChildResult& result) {
  if (std::holds_alternative<Succeeded>(result.status)) return "SUCCEEDED";
  return std::holds_alternative<Aborted>(result.status) ? "PENDING" : "FAILED";
}

}  // namespace

Json collected_outputs(const asl::MapState& map, const MapRun& run) {
  const std::string transformation = map.result_writer ? map.result_writer->transformation : "COMPACT";
  Json outputs = Json::array();
  for (const auto& result : run.results)
    if (result && output_of(*result)) add_result(outputs, transformation, run, *result);
  return outputs;
}

Objects result_files(const asl::ResultWriter& writer,
                     const MapRun& run,
                     const std::string& bucket,
                     const std::string& prefix) {
  const std::string place = folder(run, prefix);
  const std::string extension = writer.output_type == "JSONL" ? "jsonl" : "json";
  Objects objects;
  Json named = Json::object();
  for (const char* group : {"FAILED", "PENDING", "SUCCEEDED"}) {
    Json list = Json::array();
    for (const auto& result : run.results)
      if (result && std::string_view(file_group(*result)) == group)
        add_result(list, writer.transformation, run, *result);
    named[group] = Json::array();
    if (list.empty()) continue;
    objects.emplace_back(place + "/" + group + "_0." + extension, rendered(list, writer.output_type));
    named[group].push_back({{"Key", objects.back().first}, {"Size", objects.back().second.size()}});
  }
  const Json manifest = {{"DestinationBucket", bucket}, {"MapRunArn", *run.arn}, {"ResultFiles", named}};
  objects.emplace_back(manifest_key(run, prefix), to_text(manifest));
  return objects;
}

std::string manifest_key(const MapRun& run, const std::string& prefix) {
  return folder(run, prefix) + "/manifest.json";
}

}  // namespace stepstorm::execution
