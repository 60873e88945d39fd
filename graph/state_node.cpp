#include "graph/state_node.hpp"

#include <algorithm>
#include <cstdio>

#include "graph/node_box.hpp"
#include "graph/words.hpp"
#include "values/overload.hpp"

namespace stepstorm::graph {
namespace {

constexpr double title_width_max = 190;
constexpr std::size_t title_lines_max = 5;
constexpr double subtitle_width_max = 220;

struct Look {  // what depends on the type of the state
  NodeKind kind;
  Icon icon;
  std::string subtitle;
};

// ---- words

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

std::string after_last(const std::string& text, char separator) { return text.substr(text.rfind(separator) + 1); }

/// Of what is known only at run time: as the definition has it.
template <class T>
std::string source_text(const asl::Field<T>& field) {
  return std::visit(Overload{[](const T&) { return std::string{}; },
                             [](const asl::JsonPath& path) { return path.text(); },
                             [](const asl::Intrinsic& call) { return call.text(); },
                             [](const asl::Expression& expression) { return expression.text(); }},
                    field);
}

std::string field_text(const asl::IntegerField& field) {
  const auto* literal = std::get_if<std::int64_t>(&field);
  return literal ? std::to_string(*literal) : source_text(field);
}

std::string_view pattern_text(asl::IntegrationPattern pattern) {
  switch (pattern) {
    case asl::IntegrationPattern::RequestResponse: return "";
    case asl::IntegrationPattern::Sync:
    case asl::IntegrationPattern::Sync2: return ", waits for the job";
    case asl::IntegrationPattern::WaitForTaskToken: return ", waits for a callback";
  }
  return "";
}

/// sendMessage.waitForTaskToken -> sendMessage
std::string action_alone(const std::string& action) { return action.substr(0, action.find('.')); }

std::string function_name(const std::string& arn) {
  const auto after_type = arn.find(":function:");
  return after_type == std::string::npos ? after_last(arn, ':') : arn.substr(after_type + 10);
}

// ---- one look for each type

Look task_look(const asl::TaskState& task) {
  const std::string& arn = task.resource.arn;
  return std::visit(Overload{[&](const asl::LambdaResource&) {
                               return Look{NodeKind::Task, Icon::Function, "Lambda: " + function_name(arn)};
                             },
                             [&](const asl::ActivityResource&) {
                               return Look{NodeKind::Task, Icon::Person, "Activity: " + after_last(arn, ':')};
                             },
                             [&](const asl::ServiceResource& service) {
                               return Look{NodeKind::Task,
                                           Icon::Service,
                                           service.type + ": " + action_alone(service.action) +
                                               std::string(pattern_text(service.pattern))};
                             }},
                    task.resource.kind);
}

Look wait_look(const asl::WaitState& wait) {
  const auto words =
      std::visit(Overload{[](const asl::WaitSeconds& wait_for) {
                            const auto* seconds = std::get_if<std::int64_t>(&wait_for.seconds);
                            return seconds ? "Wait " + duration_text(std::chrono::seconds(*seconds))
                                           : "Wait " + field_text(wait_for.seconds) + " s";
                          },
                          [](const asl::WaitUntil& wait_until) {
                            const auto* at = std::get_if<TimePoint>(&wait_until.timestamp);
                            return "Wait until " + (at ? render_timestamp(*at) : source_text(wait_until.timestamp));
                          }},
                 wait.wait);
  return {NodeKind::Wait, Icon::Clock, words};
}

Look fail_look(const asl::FailState& fail) {
  if (!fail.error) return {NodeKind::Fail, Icon::Cross, "Fail"};
  const auto* literal = std::get_if<std::string>(&*fail.error);
  return {NodeKind::Fail, Icon::Cross, literal ? *literal : "Error from " + source_text(*fail.error)};
}

Look map_look(const asl::MapState& map) {
  std::string words = map.mode == asl::ProcessorMode::DISTRIBUTED ? "Distributed Map" : "Map";
  if (const auto* path = std::get_if<asl::JsonPath>(&map.items_path)) words += " over " + path->text();
  if (const auto* items = map.items ? std::get<asl::ExpressionTemplate>(*map.items).whole() : nullptr)
    words += " over " + items->text();
  if (map.max_concurrency && field_text(*map.max_concurrency) != "0") {
    words += ", " + field_text(*map.max_concurrency) + " at once";
  }
  return {NodeKind::Map, Icon::Layers, words};
}

Look look_of(const asl::State& state) {
  return std::visit(Overload{[](const asl::TaskState& task) { return task_look(task); },
                             [](const asl::PassState&) {
                               return Look{NodeKind::Pass, Icon::Arrow, "Pass"};
                             },
                             [](const asl::ChoiceState&) {
                               return Look{NodeKind::Choice, Icon::Fork, "Choice"};
                             },
                             [](const asl::WaitState& wait) { return wait_look(wait); },
                             [](const asl::SucceedState&) {
                               return Look{NodeKind::Succeed, Icon::Check, "Succeed"};
                             },
                             [](const asl::FailState& fail) { return fail_look(fail); },
                             [](const asl::ParallelState& parallel) {
                               return Look{NodeKind::Parallel,
                                           Icon::Bars,
                                           "Parallel: " + counted(std::ssize(parallel.branches), "branch", "branches")};
                             },
                             [](const asl::MapState& map) { return map_look(map); }},
                    state.detail);
}

// ---- badges

int retries_allowed(const asl::State& state) {
  int most = 0;
  for (const auto& retrier : state.retriers) most = std::max(most, retrier.max_attempts);
  return most;
}

std::vector<Badge> badges_of(const asl::State& state, const StateSummary* summary) {
  std::vector<Badge> badges;
  if (!summary) {
    if (const int most = retries_allowed(state))
      badges.push_back({Mark::Retry, "up to " + counted(most, "retry", "retries")});
    return badges;
  }
  if (summary->entered > 1)
    badges.push_back({Mark::Entered, grouped(static_cast<std::uint64_t>(summary->entered)) + "×"});
  if (summary->time.count() > 0) badges.push_back({Mark::Time, duration_text(summary->time)});
  if (summary->retried > 0) badges.push_back({Mark::Retry, counted(summary->retried, "retry", "retries")});
  if (summary->caught > 0) badges.push_back({Mark::Caught, std::to_string(summary->caught) + " caught"});
  if (summary->failed > 0) badges.push_back({Mark::Failed, std::to_string(summary->failed) + " failed"});
  return badges;
}

// ---- the tooltip

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string retrier_text(const asl::Retrier& retrier) {
  if (retrier.max_attempts == 0) return "No retry: " + joined(retrier.error_equals);
  char rate[32];
  std::snprintf(rate, sizeof rate, "%g", retrier.backoff_rate);
  return "Retry: " + joined(retrier.error_equals) + "; up to " + counted(retrier.max_attempts, "time", "times") +
         ", first after " + duration_text(retrier.interval) + ", then times " + rate;
}

std::string summary_text(const StateSummary& summary) {
  return "Entered " + counted(summary.entered, "time", "times") + ": " + std::to_string(summary.succeeded) +
         " succeeded, " + std::to_string(summary.caught) + " caught, " + std::to_string(summary.failed) + " failed, " +
         std::to_string(summary.retried) + " retried; " + duration_text(summary.time);
}

std::string tooltip_of(const asl::State& state, const Json& definition, const StateSummary* summary) {
  std::string text = state.name + " (" + std::string(asl::type_name(state)) + ")";
  const auto add = [&](const std::string& line) { text += '\n' + line; };
  if (const auto comment = definition.find("Comment"); comment != definition.end() && comment->is_string()) {
    add(comment->get_ref<const std::string&>());
  }
  if (const auto* task = std::get_if<asl::TaskState>(&state.detail)) {
    add(task->resource.arn);
    if (task->timeout_seconds) add("TimeoutSeconds: " + field_text(*task->timeout_seconds));
    if (task->heartbeat_seconds) add("HeartbeatSeconds: " + field_text(*task->heartbeat_seconds));
  }
  for (const auto& retrier : state.retriers) add(retrier_text(retrier));
  if (summary) add(summary_text(*summary));
  return text;
}

}  // namespace

Node state_node(const asl::State& state, const Json& definition, const StateSummary* summary) {
  Look look = look_of(state);
  Node node;
  node.kind = look.kind;
  node.icon = look.icon;
  node.title = wrap(state.name, title_style, title_width_max, title_lines_max);
  node.subtitle = wrap(look.subtitle, subtitle_style, subtitle_width_max, 1).front();
  node.badges = badges_of(state, summary);
  node.tooltip = tooltip_of(state, definition, summary);
  if (summary) node.outcome = summary->outcome;
  return node;
}

}  // namespace stepstorm::graph
