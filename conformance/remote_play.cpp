#include "conformance/remote_play.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "asl/compile.hpp"
#include "values/fingerprint.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::conformance {
namespace {

constexpr const char* test_case = "Recorded";
constexpr std::chrono::seconds patience{60};  // until an execution is over
constexpr std::chrono::milliseconds first_look{1};
constexpr std::chrono::milliseconds last_look{200};

/// Explains why a request to the other engine failed.
struct Refusal {
  std::string error;
  std::string cause;
};

Played refused(const Refusal& refusal) {
  return {.result = {{"status", nullptr},
                     {"output", nullptr},
                     {"error", refusal.error},
                     {"cause", refusal.cause},
                     {"events", Json::array()}},
          .refusal = refusal.cause};
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Json member_or_null(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? Json(nullptr) : *found;
}

bool has_ended(const Json& description) { return text_of(description, "status") != "RUNNING"; }

bool is_express(const Case& recorded) { return recorded.type == asl::MachineType::EXPRESS; }

/// Cases that cannot be waited for, because the recording ends before the execution does.
bool is_watched_only(const Case& recorded) {
  const auto status = recorded.expectation.outcome.find("status");
  return status != recorded.expectation.outcome.end() && *status == "RUNNING";
}

const Call* stop_of(const Case& recorded) {
  const auto found = std::find_if(recorded.during.begin(), recorded.during.end(), [](const Call& call) {
    return call.operation == "StopExecution";
  });
  return found == recorded.during.end() ? nullptr : &*found;
}

/// Calls `look` less and less often, until it returns a result or the time limit is over.
template <class Look>
void look_until(const Look& look) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (auto pause = first_look; !look() && std::chrono::steady_clock::now() < deadline;
       pause = std::min(2 * pause, last_look))
    std::this_thread::sleep_for(pause);
}

// ---- mocks

/// Returns whether AWS's form can express the response.
bool is_plain(const Json& response) { return response.contains("Return") || response.contains("Throw"); }

/// Returns one invocation's response in AWS's form; null when it cannot be expressed.
Json plain(const Json& response) {
  const Json& meant = response.contains("Otherwise") ? response["Otherwise"] : response;
  if (!is_plain(meant)) return nullptr;
  const char* what = meant.contains("Return") ? "Return" : "Throw";
  return {{what, meant[what]}};
}

Json plain_responses(const Json& responses) {
  Json all = Json::object();
  for (const auto& [invocations, response] : responses.items()) {
    all[invocations] = plain(response);
    if (all[invocations].is_null()) return nullptr;
  }
  return all;
}

/// Returns state -> {"0": ..., "1-2": ...}; null when it cannot be expressed.
Json plain_mocks(const Case& recorded) {
  if (!recorded.requests_document.empty()) return nullptr;
  Json all = Json::object();
  for (const auto& [state, responses] : recorded.mock_document.items()) {
    all[state] = plain_responses(responses);
    if (all[state].is_null()) return nullptr;
  }
  return all;
}

/// `named`: state -> {"0": ...}.
void add_to(Json& file, const std::string& machine, const Json& named) {
  Json states = Json::object();
  for (const auto& [state, responses] : named.items()) {
    const std::string name = machine + '/' + state;
    states[state] = name;
    file["MockedResponses"][name] = responses;
  }
  file["StateMachines"][machine]["TestCases"][test_case] = std::move(states);
}

/// In our own form. They take precedence over mocks for every request.
void add_requests_to(Json& file, const std::string& machine, const Json& requests) {
  Json& states = file["StateMachines"][machine]["TestCases"][test_case];
  std::map<std::string, Json> choices;
  for (const Json& one : requests) {
    const std::string state = one["state"];
    Json& list = choices.try_emplace(state, Json::array()).first->second;
    const std::string name = machine + '/' + state + '/' + std::to_string(list.size());
    file["MockedResponses"][name] = one["responses"];
    list.push_back({{"Request", one["request"]}, {"Response", name}});
  }
  for (auto& [state, list] : choices) {
    if (states.contains(state)) list.push_back({{"Response", states[state]}});
    states[state] = std::move(list);
  }
}

Json empty_config() { return {{"StateMachines", Json::object()}, {"MockedResponses", Json::object()}}; }

Json own_config(const Case& recorded) {
  Json file = empty_config();
  const std::string machine = machine_name(recorded);
  add_to(file, machine, recorded.mock_document);
  add_requests_to(file, machine, recorded.requests_document);
  if (recorded.activity_worker) file["ActivityWorker"] = *recorded.activity_worker;
  return file;
}

}  // namespace

std::string machine_name(const Case& recorded) {
  constexpr std::size_t readable_max = 60;
  const auto is_plain_letter = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  };
  std::string name = recorded.id.substr(0, readable_max);
  std::replace_if(
      name.begin(), name.end(), [&](char c) { return !is_plain_letter(c); }, '-');
  char digits[17];
  std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(fingerprint(recorded.id)));
  return name + '-' + digits;
}

Json mock_config(const std::vector<Case>& cases) {
  Json file = empty_config();
  for (const Case& recorded : cases)
    if (const Json mocks = plain_mocks(recorded); !mocks.is_null()) add_to(file, machine_name(recorded), mocks);
  return file;
}

struct RemotePlay::Answer : tl::expected<Json, Refusal> {
  using tl::expected<Json, Refusal>::expected;
};

tl::expected<std::unique_ptr<RemotePlay>, std::string> RemotePlay::at(const http::Endpoint& endpoint) {
  http::BlockingClient client{endpoint};
  const auto health = client.call({"GET", "/_stepstorm/health", {}, {}});
  if (!health) return tl::unexpected{health.error()};
  const bool ours = health->status == 200 && health->body == R"({"status":"ok"})";
  return std::unique_ptr<RemotePlay>{new RemotePlay{endpoint, ours}};
}

RemotePlay::Answer RemotePlay::send(const Case& recorded,
                                    const std::string& method,
                                    const std::string& path,
                                    const Json& body) {
  const auto response = client_.call({method,
                                      path,
                                      {{"Content-Type", "application/json"}, {"X-Stepstorm-Account", recorded.account}},
                                      method == "GET" ? std::string{} : to_text(body)});
  if (!response) return tl::unexpected{Refusal{"Unreachable", response.error()}};
  auto answer = parse_json(response->body);
  if (response->status == 200 && answer) return std::move(*answer);
  return tl::unexpected{Refusal{"Unsupported", path + ": " + response->body}};
}

RemotePlay::Answer RemotePlay::call(const Case& recorded, const std::string& operation, const Json& request) {
  const std::string credential = recorded.account + "/20260101/" + recorded.region + "/states/aws4_request";
  const auto response = client_.call(
      {"POST",
       "/",
       {{"Content-Type", "application/x-amz-json-1.0"},
        {"X-Amz-Target", "AWSStepFunctions." + operation},
        {"X-Amz-Date", "20260101T000000Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=" + std::string(64, '0')}},
       to_text(request)});
  if (!response) return tl::unexpected{Refusal{"Unreachable", response.error()}};
  auto answer = parse_json(response->body);
  if (!answer || !answer->is_object())
    return tl::unexpected{Refusal{"Unreadable", operation + " was answered by what is no JSON object"}};
  if (response->status == 200) return std::move(*answer);
  const std::string type = text_of(*answer, "__type");
  return tl::unexpected{Refusal{type.substr(type.find('#') + 1), text_of(*answer, "message")}};
}

/// A fresh account; its clock begins when the case was recorded, unless it is the wall's.
RemotePlay::Answer RemotePlay::begin_anew(const Case& recorded) {
  if (recorded.recorded_at)
    if (auto reset = send(recorded, "POST", "/_stepstorm/reset", {{"now", render_timestamp(*recorded.recorded_at)}}))
      return reset;
  return send(recorded, "POST", "/_stepstorm/reset", Json::object());
}

/// A fresh account with what the case needs around it; and its activities.
RemotePlay::Answer RemotePlay::prepare(const Case& recorded) {
  if (ours_) {
    if (auto reset = begin_anew(recorded); !reset) return reset;
    if (auto mocks = send(recorded, "PUT", "/_stepstorm/mocks", own_config(recorded)); !mocks) return mocks;
    if (auto put = send(recorded, "PUT", "/_stepstorm/buckets", Json(recorded.buckets)); !put) return put;
  } else if (plain_mocks(recorded).is_null()) {
    return tl::unexpected{Refusal{"Unsupported", "its mocks cannot be said in a MockConfigFile.json"}};
  }
  const auto compiled = asl::compile(recorded.definition, recorded.type);
  if (!compiled.machine) return Json::object();
  for (const std::string& arn : activities_of(recorded, *compiled.machine))
    if (arn.find(":activity:") != std::string::npos)
      if (auto made = call(recorded, "CreateActivity", {{"name", arn.substr(arn.rfind(':') + 1)}}); !made) return made;
  return Json::object();
}

/// Keeps the virtual clock of ours where it is.
RemotePlay::Answer RemotePlay::pause(const Case& recorded, bool paused) {
  if (!ours_) return Json::object();
  auto answer = send(recorded, "POST", "/_stepstorm/clock", {{"paused", paused}});
  if (!answer) return Json::object();  // a wall clock goes on
  return answer;
}

/// Returns the execution's ARN; for an EXPRESS machine, its result.
RemotePlay::Answer RemotePlay::start(const Case& recorded, const std::string& machine) {
  TimePoint now = std::chrono::system_clock::now();
  if (ours_)
    if (const auto clock = send(recorded, "GET", "/_stepstorm/clock", {}))
      now = parse_timestamp(text_of(*clock, "now")).value_or(now);
  const bool chooses = !recorded.mock_document.empty() || !recorded.requests_document.empty();
  return call(recorded,
              is_express(recorded) ? "StartSyncExecution" : "StartExecution",
              {{"stateMachineArn", chooses ? machine + '#' + test_case : machine},
               {"input", to_text(input_at(recorded, now))}});
}

RemotePlay::Answer RemotePlay::history(const Case& recorded, const std::string& execution) {
  Json events = Json::array();
  Json request{{"executionArn", execution}, {"maxResults", 1000}};
  for (;;) {
    auto page = call(recorded, "GetExecutionHistory", request);
    if (!page) return page;
    for (Json& event : (*page)["events"]) events.push_back(std::move(event));
    if (!page->contains("nextToken")) return events;
    request["nextToken"] = (*page)["nextToken"];
  }
}

/// Waits until the execution has no work left at this instant: its history is the same twice in a row.
RemotePlay::Answer RemotePlay::until_quiet(const Case& recorded, const std::string& execution) {
  Answer seen = Json::array();
  std::size_t before = 0;
  look_until([&] {
    seen = history(recorded, execution);
    if (!seen) return true;
    return std::exchange(before, seen->size()) == seen->size() && before > 0;
  });
  return seen;
}

RemotePlay::Answer RemotePlay::finish(const Case& recorded, const std::string& execution) {
  if (const Call* stop = stop_of(recorded)) {
    if (auto quiet = until_quiet(recorded, execution); !quiet) return quiet;
    Json request{{"executionArn", execution}};
    for (const char* name : {"error", "cause"})
      if (stop->params.contains(name)) request[name] = stop->params[name];
    if (auto stopped = call(recorded, "StopExecution", request); !stopped) return stopped;
    if (auto resumed = pause(recorded, false); !resumed) return resumed;
  } else if (is_watched_only(recorded)) {
    if (auto quiet = until_quiet(recorded, execution); !quiet) return quiet;
  }
  Answer description = Json::object();
  look_until([&] {
    description = call(recorded, "DescribeExecution", {{"executionArn", execution}});
    return !description || has_ended(*description) || is_watched_only(recorded);
  });
  return description;
}

Played RemotePlay::play(const Case& recorded) {
  if (const auto prepared = prepare(recorded); !prepared) return refused(prepared.error());
  const auto created = call(recorded,
                            "CreateStateMachine",
                            {{"name", machine_name(recorded)},
                             {"definition", recorded.definition},
                             {"roleArn", "arn:aws:iam::" + recorded.account + ":role/conformance"},
                             {"type", is_express(recorded) ? "EXPRESS" : "STANDARD"}});
  if (!created) return refused(created.error());
  const bool halts = stop_of(recorded) || is_watched_only(recorded);
  if (halts)
    if (const auto paused = pause(recorded, true); !paused) return refused(paused.error());
  const auto started = start(recorded, text_of(*created, "stateMachineArn"));
  if (!started) return refused(started.error());
  const std::string execution = text_of(*started, "executionArn");
  const auto ended = is_express(recorded) ? started : finish(recorded, execution);
  if (!ended) return refused(ended.error());
  Json result = Json::object();
  for (const char* name : {"status", "output", "error", "cause"}) result[name] = member_or_null(*ended, name);
  const auto events = is_express(recorded) ? Answer{Json::array()} : history(recorded, execution);
  if (!events) return refused(events.error());
  result["events"] = *events;
  return {.result = std::move(result), .refusal = {}};
}

}  // namespace stepstorm::conformance
