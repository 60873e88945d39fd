#include "api/own_endpoints.hpp"

#include <utility>

#include "api/wire.hpp"

namespace stepstorm::api {
namespace {

constexpr std::chrono::seconds longest_advance = std::chrono::days{366 * 20};

Error wrong_request() {
  return {"ValidationException",
          "expected one of {\"advance\": SECONDS}, {\"to\": \"2026-01-01T00:00:00Z\"} and {\"paused\": true or false}"};
}

/// How far the request wants time to move.
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

}  // namespace

Json clock_state(const Account& account, const TimelineState& state) {
  Json shown{
      {"mode", state.simulated ? "virtual" : "wall"}, {"now", render_timestamp(state.now)}, {"paused", state.paused}};
  if (state.next != never) shown["next"] = render_timestamp(state.next);
  if (const auto outside = account.store.outside(); outside > 0) shown["outside"] = outside;
  if (!state.stopped.empty()) shown["stopped"] = state.stopped;
  return shown;
}

void set_clock(Account& account, const Json& request, Reply reply) {
  Timeline& timeline = account.timeline();
  if (!timeline.state().simulated)
    return reply(
        refuse("ValidationException", "the wall clock cannot be set: start stepstorm serve with --clock virtual"));
  const Json paused = json_of(request, "paused");
  if (paused.is_boolean()) {
    timeline.pause(paused.get<bool>());
    return reply(clock_state(account, timeline.state()));
  }
  const auto by = distance(request, timeline.state().now);
  if (!by) return reply(tl::unexpected{by.error()});
  timeline.advance(*by,
                   [&account, reply = std::move(reply)] { reply(clock_state(account, account.timeline().state())); });
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
