#include "api/own_endpoints.hpp"

#include <algorithm>
#include <utility>

#include "api/wire.hpp"
#include "config/mock_file.hpp"
#include "config/readers/fault_reader.hpp"

namespace stepstorm::api {
namespace {

constexpr std::chrono::seconds longest_advance = std::chrono::days{366 * 20};

Error wrong_request() {
  return {"ValidationException",
          "expected one of {\"advance\": SECONDS}, {\"to\": \"2026-01-01T00:00:00Z\"} and {\"paused\": true or false}"};
}

/// Reads how far the request moves time.
tl::expected<std::chrono::nanoseconds, Error> distance(const Json& request, TimePoint now) {
  const Json seconds = json_of(request, "advance");
  if (seconds.is_number()) {
    const double wanted = seconds.get<double>();
    if (!(wanted >= 0) || wanted > static_cast<double>(longest_advance.count()))
      return refuse("ValidationException", "\"advance\" must be from 0 to 632448000 seconds");
    return std::chrono::nanoseconds{static_cast<std::int64_t>(wanted * 1e9)};
  }
  const auto until = parse_timestamp(text_of(request, "to"));
  if (!until) return tl::unexpected{wrong_request()};
  if (*until < now || *until - now > longest_advance)
    return refuse("ValidationException", "\"to\" must lie in the 20 years after " + render_timestamp(now));
  return *until - now;
}

// ---- the clock

/// {"mode", "now", "paused", "next", "outside", "stopped"}: the last three only when they apply.
Json clock_state(const Account& account) {
  const TimelineState state = account.timeline().state();
  Json shown{
      {"mode", state.simulated ? "virtual" : "wall"}, {"now", render_timestamp(state.now)}, {"paused", state.paused}};
  if (state.next != never) shown["next"] = render_timestamp(state.next);
  if (const auto outside = account.store.outside(); outside > 0) shown["outside"] = outside;
  if (!state.stopped.empty()) shown["stopped"] = state.stopped;
  return shown;
}

void get_clock(Account& account, const std::string&, Reply reply) { reply(clock_state(account)); }

/// {"advance": seconds}, {"to": a timestamp} or {"paused": true or false}, on the virtual clock. Answers with the
/// clock's state after time has moved.
void set_clock(Account& account, const std::string& body, Reply reply) {
  const auto request = read_body(body);
  if (!request) return reply(tl::unexpected{request.error()});
  Timeline& timeline = account.timeline();
  if (!timeline.state().simulated)
    return reply(
        refuse("ValidationException", "the wall clock cannot be set: start stepstorm serve with --clock virtual"));
  const Json paused = json_of(*request, "paused");
  if (paused.is_boolean()) {
    timeline.pause(paused.get<bool>());
    return reply(clock_state(account));
  }
  const auto by = distance(*request, timeline.state().now);
  if (!by) return reply(tl::unexpected{by.error()});
  timeline.advance(*by, [&account, reply = std::move(reply)] { reply(clock_state(account)); });
}

// ---- files in PUT requests

/// `mocks:3:17: /StateMachines: expected an object, found 5; and 2 more`
Error invalid_document(const std::vector<config::FileFinding>& findings) {
  const std::string more = findings.size() > 1 ? "; and " + std::to_string(findings.size() - 1) + " more" : "";
  return {"ValidationException", config::render(findings.front()) + more};
}

// ---- faults

/// The plan as it was set, with the counts of offered and fired faults.
Json fault_state(Account& account) {
  Json shown = account.fault_document.is_null() ? Json{{"method", Json::array()}} : account.fault_document;
  Json counts = Json::array();
  const auto counted = account.engine().fault_counts();
  for (std::size_t index = 0; index < counted.size(); ++index)
    counts.push_back({{"name", shown["method"][index]["name"]},
                      {"offered", counted[index].offered},
                      {"fired", counted[index].fired}});
  shown["counts"] = std::move(counts);
  return shown;
}

void get_faults(Account& account, const std::string&, Reply reply) { reply(fault_state(account)); }

void put_faults(Account& account, const std::string& body, Reply reply) {
  auto read = config::read_fault_plan(body, "faults", account.options().settings.resources);
  if (!read) return reply(tl::unexpected{invalid_document(read.error())});
  account.engine().plan_faults(std::move(read->plan));
  account.fault_document = std::move(read->document);
  reply(fault_state(account));
}

void delete_faults(Account& account, const std::string&, Reply reply) {
  account.engine().plan_faults({});
  account.fault_document = nullptr;
  reply(fault_state(account));
}

// ---- mocks

/// {"StateMachines": {<machine>: [<test case>, ...]}}
Json mock_state(Account& account) {
  Json machines = Json::object();
  if (const MockFilePtr& file = account.mocks.file())
    for (const auto& [name, cases] : file->state_machines) {
      Json& listed = machines[name] = Json::array();
      for (const auto& [test_case, states] : cases) listed.push_back(test_case);
    }
  return {{"StateMachines", std::move(machines)}};
}

void get_mocks(Account& account, const std::string&, Reply reply) { reply(mock_state(account)); }

void put_mocks(Account& account, const std::string& body, Reply reply) {
  auto file = config::read_mocks(body, "mocks");
  if (!file) return reply(tl::unexpected{invalid_document(file.error())});
  account.mocks.replace(std::make_shared<const config::MockFile>(std::move(*file)));
  reply(mock_state(account));
}

void delete_mocks(Account& account, const std::string&, Reply reply) {
  account.mocks.replace(nullptr);
  reply(mock_state(account));
}

// ---- buckets

/// {<bucket>: {<key>: <text>}}
tl::expected<orchestration::StoredBuckets, Error> read_buckets(const std::string& body) {
  const auto document = read_body(body);
  if (!document) return tl::unexpected{document.error()};
  orchestration::StoredBuckets buckets;
  for (const auto& [bucket, objects] : document->items()) {
    orchestration::StoredObjects& kept = buckets[bucket];
    if (!objects.is_object()) return refuse("ValidationException", bucket + ": expected an object of keys and texts");
    for (const auto& [key, text] : objects.items()) {
      if (!text.is_string()) return refuse("ValidationException", bucket + '/' + key + ": expected a text");
      kept[key] = text.get<std::string>();
    }
  }
  return buckets;
}

void get_buckets(Account& account, const std::string&, Reply reply) { reply(Json(account.buckets().buckets())); }

void put_buckets(Account& account, const std::string& body, Reply reply) {
  auto buckets = read_buckets(body);
  if (!buckets) return reply(tl::unexpected{buckets.error()});
  account.buckets().replace(std::move(*buckets), account.now());
  get_buckets(account, body, std::move(reply));
}

void delete_buckets(Account& account, const std::string& body, Reply reply) {
  account.buckets().replace({}, account.now());
  get_buckets(account, body, std::move(reply));
}

constexpr OwnEndpoint endpoints[] = {{"GET", "health", nullptr},
                                     {"GET", "ready", nullptr},
                                     {"GET", "metrics", nullptr},
                                     {"POST", "reset", nullptr},
                                     {"GET", "clock", get_clock},
                                     {"POST", "clock", set_clock},
                                     {"GET", "faults", get_faults},
                                     {"PUT", "faults", put_faults},
                                     {"DELETE", "faults", delete_faults},
                                     {"GET", "mocks", get_mocks},
                                     {"PUT", "mocks", put_mocks},
                                     {"DELETE", "mocks", delete_mocks},
                                     {"GET", "buckets", get_buckets},
                                     {"PUT", "buckets", put_buckets},
                                     {"DELETE", "buckets", delete_buckets}};

}  // namespace

std::span<const OwnEndpoint> own_endpoints() { return endpoints; }

const OwnEndpoint* find_own_endpoint(std::string_view method, std::string_view name) {
  const auto found = std::find_if(std::begin(endpoints), std::end(endpoints), [&](const OwnEndpoint& one) {
    return one.method == method && one.name == name;
  });
  return found == std::end(endpoints) ? nullptr : found;
}

std::string metrics(const Account& account) {
  const StoreCounts counts = account.store.counts();
  const std::string labels = "{account=\"" + account.options().account + "\"} ";
  std::string text;
  const auto add = [&](const char* name, const char* type, std::uint64_t value) {
    text += "# TYPE " + std::string(name) + ' ' + type + '\n' + name + labels + std::to_string(value) + '\n';
  };
  add("aws_states_executions_started_total", "counter", counts.started);
  add("aws_states_executions_succeeded_total", "counter", counts.succeeded);
  add("aws_states_executions_failed_total", "counter", counts.failed);
  add("aws_states_executions_timed_out_total", "counter", counts.timed_out);
  add("aws_states_executions_aborted_total", "counter", counts.aborted);
  add("aws_states_executions_redriven_total", "counter", counts.redriven);
  add("aws_states_open_execution_count", "gauge", counts.open);
  add("stepstorm_waiting_outside", "gauge", account.store.outside());
  return text;
}

}  // namespace stepstorm::api
