#include "execution/result_writer.hpp"

#include "asl/arn.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

std::string folder(const MapRunNames& run, const std::string& prefix) {
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
Json described(const MapRunNames& run, const ChildResult& result) {
  const std::string& arn = result.execution_arn;
  Json made = {{"ExecutionArn", arn},
               {"Input", to_text(*result.input)},
               {"InputDetails", {{"Included", true}}},
               {"Name", std::string(asl::parse_execution_name(arn).value_or(arn))},
               {"StartDate", render_timestamp(result.started_at)},
               {"StateMachineArn", run.child_machine_arn},
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

/// NONE: the whole execution; COMPACT: its output; FLATTEN: the elements of its output, where that is a list. Calls
/// `add` with each entry.
template <class Add>
void add_entries(const std::string& transformation, const MapRunNames& run, const ChildResult& result, const Add& add) {
  const Payload* output = output_of(result);
  if (transformation == "NONE" || !output) {
    add(described(run, result));
  } else if (transformation == "FLATTEN" && (*output)->is_array()) {
    for (const Json& element : **output) add(element);
  } else {
    add(**output);
  }
}

constexpr std::array<const char*, 3> group_names{"FAILED", "PENDING", "SUCCEEDED"};

std::size_t group_of(const ChildResult& result) {
  if (std::holds_alternative<Succeeded>(result.status)) return 2;
  return std::holds_alternative<Aborted>(result.status) ? 1 : 0;
}

bool in_lines(const asl::ResultWriter& writer) { return writer.output_type != "JSON"; }

}  // namespace

bool shows_children(const asl::MapState& map) {
  return map.result_writer && (map.result_writer->resource || map.result_writer->transformation == "NONE");
}

void collect_output(Json& outputs, const asl::MapState& map, const MapRunNames& run, const ChildResult& result) {
  if (!output_of(result)) return;
  add_entries(map.result_writer ? map.result_writer->transformation : "COMPACT", run, result, [&](const Json& entry) {
    outputs.push_back(entry);
  });
}

void ResultFiles::add(const asl::ResultWriter& writer, const MapRunNames& run, const ChildResult& result) {
  Group& group = groups_[group_of(result)];
  add_entries(writer.transformation, run, result, [&](const Json& entry) { append(group, writer, entry); });
}

std::size_t ResultFiles::bytes() const {
  std::size_t bytes = 0;
  for (const Group& group : groups_) bytes += group.text.capacity();
  return bytes;
}

void ResultFiles::append(Group& group, const asl::ResultWriter& writer, const Json& entry) {
  if (group.any && !in_lines(writer)) group.text += ',';
  group.text += to_text(entry);
  if (in_lines(writer)) group.text += '\n';
  group.any = true;
}

Objects ResultFiles::finish(const asl::ResultWriter& writer,
                            const MapRunNames& run,
                            const std::string& bucket,
                            const std::string& prefix) && {
  const std::string place = folder(run, prefix);
  const std::string extension = writer.output_type == "JSONL" ? "jsonl" : "json";
  Objects objects;
  Json named = Json::object();
  for (std::size_t index = 0; index < groups_.size(); ++index) {
    const std::string name = group_names[index];
    Group& group = groups_[index];
    named[name] = Json::array();
    if (!group.any) continue;
    objects.emplace_back(place + "/" + name + "_0." + extension,
                         in_lines(writer) ? std::move(group.text) : '[' + group.text + ']');
    named[name].push_back({{"Key", objects.back().first}, {"Size", objects.back().second.size()}});
  }
  const Json manifest = {{"DestinationBucket", bucket}, {"MapRunArn", run.arn}, {"ResultFiles", named}};
  objects.emplace_back(manifest_key(run, prefix), to_text(manifest));
  return objects;
}

std::string manifest_key(const MapRunNames& run, const std::string& prefix) {
  return folder(run, prefix) + "/manifest.json";
}

}  // namespace stepstorm::execution
