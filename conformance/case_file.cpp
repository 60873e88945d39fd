#include "conformance/case_file.hpp"

#include <charconv>
#include <chrono>
#include <utility>

#include "config/mock_file.hpp"
#include "config/reader.hpp"
#include "config/text_file.hpp"
#include "conformance/event_list.hpp"
#include "values/time_range.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::conformance {
namespace fs = std::filesystem;
namespace {

using config::given;
using config::list_of;
using config::Members;
using config::Node;
using config::read_text;

constexpr std::size_t case_bytes_max = 64u << 20;

// ---- values

bool read_any(const Node& node, Json& out) {
  out = node.value();
  return true;
}

bool read_object(const Node& node, Json& out) {
  if (!node.value().is_object()) return node.expected("an object");
  return read_any(node, out);
}

/// Members for people, which are not read.
bool read_note(const Node&, Json&) { return true; }

bool read_definition(const Node& node, std::string& out) {
  out = node.value().is_string() ? node.value().get<std::string>() : to_text(node.value());
  return true;
}

bool read_input_text(const Node& node, std::optional<Json>& out) {
  std::string text;
  if (!read_text(node, text)) return false;
  auto value = parse_json(text);
  if (!value) return node.expected("a JSON text");
  out = std::move(*value);
  return true;
}

bool read_ignored(const Node& node, IgnoredPath& out) {
  std::string text;
  if (!read_text(node, text)) return false;
  auto path = parse_ignored_path(text);
  if (!path) return node.expected("a path such as $..output.Cause");
  out = std::move(*path);
  return true;
}

/// `13-12-2023, 07:09:01`, as upstream writes it.
std::optional<TimePoint> recording_time(const std::string& text) {
  if (const auto at = parse_timestamp(text)) return at;
  if (text.size() != std::string_view("13-12-2023, 07:09:01").size()) return std::nullopt;
  const std::string day = text.substr(6, 4) + '-' + text.substr(3, 2) + '-' + text.substr(0, 2);
  return parse_timestamp(day + 'T' + text.substr(12) + 'Z');
}

bool read_recording_time(const Node& node, std::optional<TimePoint>& out) {
  std::string text;
  if (!read_text(node, text)) return false;
  out = recording_time(text);
  if (!out) return node.expected("a time such as 2023-12-13T07:09:01Z");
  return is_in_range(*out) || node.expected(std::string("a time ") + range_of_time);
}

// ---- the surroundings of the execution

struct Request {
  std::string state;
  Json request;
  std::vector<orchestration::MockResponse> responses;
};

bool read_request(const Node& node, Request& out) {
  return Members{node}
      .required("state", read_text, out.state)
      .required("request", read_any, out.request)
      .required("responses", config::read_case_responses, out.responses)
      .no_others();
}

/// Recorded requests may hold wildcards.
orchestration::MockedTask mocked(Request&& recorded) {
  return {
      .state = std::move(recorded.state),
      .takes = [request = std::move(recorded.request)](const Json& input) { return agree(request, input, nullptr); },
      .responses = std::move(recorded.responses)};
}

struct Object {
  std::string bucket;
  std::string key;
  std::optional<std::string> body;  // absent: not text, and then no execution reads it
};

bool read_body(const Node& node, std::optional<std::string>& out) {
  if (node.value().is_null()) return true;
  if (!node.value().is_string()) return node.expected("text or null");
  out = node.value().get<std::string>();
  return true;
}

bool read_s3_object(const Node& node, Object& out) {
  return Members{node}
      .required("bucket", read_text, out.bucket)
      .required("key", read_text, out.key)
      .optional("body", read_body, out.body)
      .no_others();
}

/// Queues, functions and other resources: mocks answer in their place.
bool read_buckets(const Node& node, orchestration::StoredBuckets& out) {
  std::vector<std::string> names;
  std::vector<Object> objects;
  const bool ok = Members{node}
                      .optional("s3-bucket", list_of(read_text), names)
                      .optional("s3", list_of(read_s3_object), objects)
                      .others_allowed();
  for (const std::string& name : names) out[name];
  for (Object& object : objects) out[object.bucket][object.key] = std::move(object.body).value_or("");
  return ok;
}

bool read_call(const Node& node, Call& out) {
  return Members{node}
      .required("operation", read_text, out.operation)
      .optional("params", read_object, out.params)
      .no_others();
}

// ---- what is expected

bool read_status(const Node& node, std::optional<std::string>& out) {
  for (const std::string_view status : {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"})
    if (node.value() == status) {
      out = status;
      return true;
    }
  return node.expected("RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED");
}

bool read_event(const Node& node, Json& out) {
  if (!node.value().is_object() || !node.value().contains("type") || !node.value()["type"].is_string())
    return node.expected("an event: an object with a type");
  return read_any(node, out);
}

/// Events as GetExecutionHistory returns them have timestamps, recorded ones have none.
bool read_history(const Node& node, std::optional<Json>& out) {
  std::vector<Json> events;
  if (!list_of(read_event)(node, events)) return false;
  const bool raw = !events.empty() && events.front().contains("timestamp");
  out = raw ? as_recorded(node.value()) : node.value();
  return true;
}

/// Further recorded material (describe_execution ...) is not compared.
bool read_expectation(const Node& node, Expectation& out) {
  std::optional<std::string> status;
  std::optional<Json> output, error, cause;
  const bool ok = Members{node}
                      .optional("status", read_status, status)
                      .optional("output", given(read_any), output)
                      .optional("error", given(read_any), error)
                      .optional("cause", given(read_any), cause)
                      .optional("history", read_history, out.history)
                      .others_allowed();
  if (status) out.outcome["status"] = *status;
  if (output) out.outcome["output"] = std::move(*output);
  if (error) out.outcome["error"] = std::move(*error);
  if (cause) out.outcome["cause"] = std::move(*cause);
  return ok;
}

std::optional<std::string> recorded_worker(const Expectation& expectation) {
  if (!expectation.history) return std::nullopt;
  for (const Json& event : *expectation.history) {
    const auto details = event.find("activityStartedEventDetails");
    if (details == event.end() || !details->is_object()) continue;
    const auto name = details->find("workerName");
    if (name != details->end() && name->is_string()) return name->get<std::string>();
  }
  return std::nullopt;
}

// ---- the case

void name_after_file(Case& out, const fs::path& file) {
  if (out.id.empty()) out.id = file.parent_path().filename().string() + '/' + file.stem().string();
  out.area = out.id.substr(0, out.id.find('/'));
}

void read_members(const Node& node, Case& out) {
  using asl::MachineType;
  const auto type = config::word<MachineType>({{"STANDARD", MachineType::STANDARD}, {"EXPRESS", MachineType::EXPRESS}});
  const auto start = config::word<bool>({{"async", false}, {"sync", true}});
  bool synchronously = false;  // shows in the answer of the call alone, not in the execution
  Json note;
  std::optional<Json> input_text;
  std::vector<Request> requests;
  const auto read_mocks = [&](const Node& mocks, orchestration::MockPlan& plan) {
    out.mock_document = mocks.value();
    return config::read_case_mocks(mocks, plan);
  };
  const auto read_requests = [&](const Node& all, std::vector<Request>& read) {
    out.requests_document = all.value();
    return list_of(read_request)(all, read);
  };
  Members members{node};
  members.optional("id", read_text, out.id)
      .optional("recorded", read_recording_time, out.recorded_at)
      .optional("account", read_text, out.account)
      .optional("region", read_text, out.region)
      .optional("type", type, out.type)
      .optional("start", start, synchronously)
      .required("definition", read_definition, out.definition)
      .optional("input", read_any, out.input)
      .optional("input_text", read_input_text, input_text)
      .optional("mocks_by_request", read_requests, requests)
      .optional("mocks", read_mocks, out.mocks)
      .optional("fixtures", read_buckets, out.buckets)
      .optional("during", list_of(read_call), out.during)
      .required("expect", read_expectation, out.expectation)
      .optional("ignore", list_of(read_ignored), out.expectation.ignored)
      .optional("unordered", config::read_flag, out.expectation.unordered)
      .optional("tags", list_of(read_text), out.tags)
      .optional("features", list_of(read_text), out.features);
  for (const char* name : {"source_test", "source_key", "validated", "comment"})
    members.optional(name, read_note, note);
  members.no_others();
  if (input_text) out.input = std::move(*input_text);
  orchestration::MockPlan plan;
  for (Request& request : requests) plan.push_back(mocked(std::move(request)));
  plan.insert(plan.end(), std::make_move_iterator(out.mocks.begin()), std::make_move_iterator(out.mocks.end()));
  out.mocks = std::move(plan);
}

// ---- relative times

/// N of `{{now+Nd}}`.
std::optional<int> days_from_now(const std::string& text) {
  constexpr std::string_view before = "{{now+", after = "d}}";
  if (!text.starts_with(before) || !text.ends_with(after)) return std::nullopt;
  constexpr int days_max = 100 * 366;
  int days = 0;
  const char* end = text.data() + text.size() - after.size();
  const auto [stop, error] = std::from_chars(text.data() + before.size(), end, days);
  if (error != std::errc{} || stop != end || days < 0 || days > days_max) return std::nullopt;
  return days;
}

void fill_in(Json& value, TimePoint now) {
  if (value.is_structured())
    for (Json& child : value) fill_in(child, now);
  if (!value.is_string()) return;
  if (const auto days = days_from_now(value.get_ref<const std::string&>()))
    value = render_timestamp(std::chrono::floor<std::chrono::seconds>(now) + std::chrono::days(*days));
}

}  // namespace

tl::expected<Case, std::vector<config::FileFinding>> read_case(std::string_view text, const fs::path& file) {
  config::Report report{file.string(), text};
  Case recorded;
  if (const auto document = parse_json(text))
    read_members(Node{*document, report}, recorded);
  else
    report.add(document.error().at, document.error().message);
  if (!report.empty()) return tl::unexpected{std::move(report).take()};
  name_after_file(recorded, file);
  recorded.activity_worker = recorded_worker(recorded.expectation);
  return recorded;
}

tl::expected<Case, std::vector<config::FileFinding>> load_case(const fs::path& file) {
  const auto text = config::read_text_file(file, case_bytes_max);
  if (!text)
    return tl::unexpected{
        std::vector{config::FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return read_case(*text, file);
}

Json input_at(const Case& recorded, TimePoint now) {
  Json input = recorded.input;
  fill_in(input, now);
  return input;
}

}  // namespace stepstorm::conformance
