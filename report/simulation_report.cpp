#include "report/simulation_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/interval.hpp"
#include "report/parts_json.hpp"
#include "report/policies_report.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using simulation::OrderCounts;
using simulation::ResourceResult;
using simulation::SimulationResult;

constexpr std::array percentiles{50.0, 90.0, 95.0, 99.0, 99.9, 99.99};
constexpr std::size_t label_columns = 13;

// ---- numbers as text

template <class... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

double seconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e9; }
double milliseconds(std::chrono::duration<double, std::nano> time) { return time.count() / 1e6; }

std::string percentile_name(double percentile) {
  std::string name = formatted("p%g", percentile);
  return name;
}

// ---- what is measured of one run

double throughput(const SimulationResult& result) { return result.throughput_per_s(); }

double started_per_s(const SimulationResult& result) {
  return result.measured.count() == 0 ? 0 : static_cast<double>(result.orders.started) / seconds(result.measured);
}

/// Of those that have ended, as everywhere: what is still open when a run is cut short has neither succeeded nor failed.
double success_rate(const SimulationResult& result) {
  const auto ended = result.orders.succeeded + result.orders.failed + result.orders.timed_out + result.orders.aborted;
  return ended == 0 ? 0 : static_cast<double>(result.orders.succeeded) / static_cast<double>(ended);
}

/// Attempts that were made for each that was wanted.
double amplification(const messages::Counters& counters) {
  const auto wanted = counters.attempts - counters.retries;
  return wanted == 0 ? 1 : static_cast<double>(counters.attempts) / static_cast<double>(wanted);
}

// ---- the page

class Page {
 public:
  Page(const Terminal& terminal, std::ostream& out) : terminal_(terminal), out_(out) {}

  void title(const std::string& text) { out_ << paint(terminal_, Ink::Bold, text) << '\n'; }
  void row(const std::string& label, const std::string& text, Ink ink = Ink::Dim) {
    const std::string clean = on_one_line(text);
    std::string_view left = clean;
    out_ << paint(terminal_, ink, cell(label, label_columns)) << take_line(left) << '\n';
    while (!left.empty()) out_ << std::string(label_columns, ' ') << take_line(left) << '\n';
  }
  /// Of a table, whose first column is so wide.
  void row_of_table(const std::string& label, std::size_t columns, const std::string& text) {
    out_ << paint(terminal_, Ink::Dim, padded(label, columns)) << on_one_line(text) << '\n';
  }

 private:
  /// As much as has room beside a label, up to a gap between two figures or else between two words.
  std::string_view take_line(std::string_view& left) const {
    const std::size_t room = std::max(terminal_.columns, 2 * label_columns) - label_columns;
    if (columns_of(left) <= room) return std::exchange(left, {});
    const std::string_view fits = left.substr(0, room + 1);
    std::size_t end = fits.rfind("  ");
    if (end == fits.npos) end = fits.rfind(' ');
    if (end == fits.npos || end == 0) return std::exchange(left, {});
    const std::string_view line = left.substr(0, end);
    left.remove_prefix(left.find_first_not_of(' ', end));
    return line;
  }

  const Terminal& terminal_;
  std::ostream& out_;
};

std::string refused(const OrderCounts& orders) {
  std::string text;
  if (orders.throttled > 0) text += ", " + grouped(orders.throttled) + " throttled by the quota";
  if (orders.limit_exceeded > 0) text += ", " + grouped(orders.limit_exceeded) + " beyond the open executions allowed";
  if (orders.shed > 0) text += ", " + grouped(orders.shed) + " shed";
  return text;
}

void print_orders(const SimulationResult& result, Page& page) {
  const OrderCounts& orders = result.orders;
  std::string text = grouped(orders.started) + " started, " + grouped(orders.succeeded) + " succeeded (" +
                     percent(success_rate(result)) + (result.unended > 0 ? " of those that ended)" : ")");
  if (orders.failed > 0) text += ", " + grouped(orders.failed) + " failed";
  if (orders.timed_out > 0) text += ", " + grouped(orders.timed_out) + " timed out";
  if (orders.aborted > 0) text += ", " + grouped(orders.aborted) + " aborted";
  page.row(plural(result.noun), text + refused(orders));
  page.row("throughput",
           short_number(throughput(result)) + ' ' + plural(result.noun) + "/s succeeded, " +
               short_number(started_per_s(result)) + ' ' + plural(result.noun) + "/s started");
  page.row("open",
           "mean " + short_number(result.open_mean) + ", at most " +
               grouped(static_cast<std::uint64_t>(result.open_max)) + ", at the end " +
               grouped(static_cast<std::uint64_t>(result.open_at_end)));
}

void print_times(const metrics::Histogram& response, Page& page) {
  std::string text = "mean " + short_time(response.mean());
  for (const double percentile : percentiles)
    text += "  " + percentile_name(percentile) + ' ' + short_time(response.value_at_percentile(percentile));
  page.row("response", text + "  max " + short_time(response.max()));
}

using Cells = std::array<std::string, 5>;

Cells cells_of(const ResourceResult& resource) {
  return {"  " + resource.name,
          grouped(resource.servers),
          percent(resource.utilisation),
          short_number(resource.queued_mean) + " / " + grouped(static_cast<std::uint64_t>(resource.queued_max)),
          short_time(resource.waiting.mean()) + " / " + short_time(resource.waiting.value_at_percentile(99))};
}

/// As wide as what stands in them, and no narrower than these.
void print_resources(const SimulationResult& result, Page& page) {
  if (result.resources.empty()) return;
  std::vector<Cells> rows{{"resource", "servers", "utilisation", "queue mean / max", "waiting mean / p99"}};
  for (const ResourceResult& resource : result.resources) rows.push_back(cells_of(resource));
  std::array<std::size_t, std::tuple_size_v<Cells>> widths{label_columns, 9, 13, 22, 0};
  for (const Cells& row : rows)
    for (std::size_t column = 0; column + 1 < row.size(); ++column)
      widths[column] = std::max(widths[column], columns_of(row[column]) + 2);
  for (const Cells& row : rows) {
    std::string text;
    for (std::size_t column = 1; column < row.size(); ++column) text += padded(row[column], widths[column]);
    page.row_of_table(row[0], widths[0], text);
  }
}

void print_errors(const SimulationResult& result, Page& page) {
  for (const auto& [error, count] : result.errors) page.row("error", grouped(count) + " x " + error, Ink::Bad);
}

/// The parts, where there is more than one.
std::string cost_parts(const SimulationResult& result) {
  const metrics::Cost& cost = result.cost;
  std::string text;
  int parts = 0;
  const auto add = [&](const char* name, double dollars) {
    if (dollars <= 0) return;
    ++parts;
    text += (text.empty() ? ": " : ", ") + std::string{name} + ' ' + formatted("$%.2f", dollars);
  };
  add("transitions", cost.transitions);
  add("requests", cost.requests);
  add("time and memory", cost.duration);
  add("Lambda", cost.functions);
  return parts > 1 ? text : std::string{};
}

double per_million(const SimulationResult& result) {
  return result.dollars / static_cast<double>(result.all_orders.started) * 1e6;
}
double per_month(const SimulationResult& result) {
  constexpr double month_s = 30 * 86'400;
  return result.dollars / seconds(result.load_time) * month_s;
}

std::string cost_rates(const SimulationResult& result) {
  if (result.all_orders.started == 0 || result.load_time.count() <= 0) return {};
  return "$" + short_number(per_million(result)) + " for a million " + plural(result.noun) + ", $" +
         short_number(per_month(result)) + " for 30 days of this load";
}

Json cost_json(const SimulationResult& result) {
  const metrics::Cost& cost = result.cost;
  Json json{{"region", result.region},
            {"transitions", cost.transitions},
            {"requests", cost.requests},
            {"time_and_memory", cost.duration},
            {"functions", cost.functions}};
  if (result.all_orders.started > 0) json["per_million"] = per_million(result);
  if (result.load_time.count() > 0) json["per_30_days"] = per_month(result);
  return json;
}

void print_work(const SimulationResult& result, Page& page) {
  const auto& counters = result.counters;
  page.row("work",
           grouped(counters.transitions) + " transitions, " + grouped(counters.attempts) + " attempts, " +
               grouped(counters.retries) + " retries: " + formatted("%.2f", amplification(counters)) +
               " attempts for each task");
  if (counters.throttled > 0)
    page.row("throttled", grouped(counters.throttled) + " steps put off by the quota of state transitions");
  if (result.policies)
    for (const PolicyRow& policy : policy_rows(*result.policies)) page.row(policy.label, policy.text);
  page.row("cost",
           formatted("$%.2f", result.dollars) + " for all " + plural(result.noun) + ", by AWS's prices for " +
               result.region + cost_parts(result));
  if (const std::string rates = cost_rates(result); !rates.empty()) page.row("", rates);
}

std::string measured_text(const std::optional<double>& value) {
  return value ? formatted("%.6g", *value) : std::string{"nothing was measured"};
}

void print_thresholds(const SimulationReport& report, Page& page) {
  for (const experiment::ThresholdResult& result : report.thresholds)
    page.row("threshold",
             (result.held ? "✓ " : "✗ ") + result.metric + ' ' + result.expression + ": " + measured_text(result.value),
             result.held ? Ink::Good : Ink::Bad);
}

void print_schedule(const SimulationResult& result, Page& page) {
  if (!result.schedule) return;
  page.row("generator", schedule_text(*result.schedule, result.noun));
  if (const std::string text = bottleneck_text(*result.schedule, result.noun); !text.empty())
    page.row("", text, Ink::Bad);
}

void print_end(const SimulationReport& report, const SimulationResult& result, Page& page) {
  if (!report.cut.empty())
    page.row("PARTIAL",
             report.cut + ": what was measured until then, in " + std::to_string(report.results.size()) + " of " +
                 counted(report.wanted, "run"),
             Ink::Bad);
  if (result.unended > 0)
    page.row("unended",
             grouped(result.unended) + ' ' +
                 (result.unended == 1 ? result.noun + " was" : plural(result.noun) + " were") +
                 " still open at the end",
             Ink::Bad);
}

// ---- several replications

using Measure = std::function<double(const SimulationResult&)>;

metrics::Interval interval_of(const std::vector<SimulationResult>& results, const Measure& measure) {
  std::vector<double> values;
  for (const SimulationResult& result : results) values.push_back(measure(result));
  return metrics::interval(values);
}

/// The measures that replications are compared by; each name ends in its unit.
std::vector<std::pair<std::string, Measure>> measures(const SimulationResult& like) {
  std::vector<std::pair<std::string, Measure>> all{
      {"throughput_per_s", throughput}, {"success_rate", success_rate}, {"response_mean_ms", [](const auto& result) {
                                                                           return milliseconds(result.response.mean());
                                                                         }}};
  for (const double percentile : percentiles)
    all.emplace_back("response_" + percentile_name(percentile) + "_ms", [percentile](const auto& result) {
      return milliseconds(result.response.value_at_percentile(percentile));
    });
  all.emplace_back("open_mean", [](const auto& result) { return result.open_mean; });
  all.emplace_back("dollars", [](const auto& result) { return result.dollars; });
  for (std::size_t index = 0; index < like.resources.size(); ++index) {
    const std::string& name = like.resources[index].name;
    all.emplace_back(name + "_utilisation",
                     [index](const auto& result) { return result.resources[index].utilisation; });
    all.emplace_back(name + "_waiting_mean_ms",
                     [index](const auto& result) { return milliseconds(result.resources[index].waiting.mean()); });
  }
  return all;
}

void print_intervals(const std::vector<SimulationResult>& results, Page& page, std::ostream& out) {
  out << '\n';
  page.title(counted(results.size(), "replication") + ", each with a seed of its own: means and 95 % intervals");
  for (const auto& [name, measure] : measures(results.front())) {
    const auto interval = interval_of(results, measure);
    out << "  " << cell(name, 28) << short_number(interval.mean) << " ± " << short_number(interval.half_width) << '\n';
  }
}

// ---- JSON

Json orders_json(const OrderCounts& orders) {
  Json json = {{"started", orders.started},
               {"succeeded", orders.succeeded},
               {"failed", orders.failed},
               {"timed_out", orders.timed_out},
               {"aborted", orders.aborted},
               {"throttled", orders.throttled},
               {"limit_exceeded", orders.limit_exceeded}};
  if (orders.shed > 0) json["shed"] = orders.shed;
  return json;
}

Json times_json(const metrics::Histogram& times) {
  Json json = {{"count", times.count()}, {"mean_ms", milliseconds(times.mean())}};
  for (const double percentile : percentiles)
    json[percentile_name(percentile) + "_ms"] = milliseconds(times.value_at_percentile(percentile));
  json["max_ms"] = milliseconds(times.max());
  return json;
}

Json counters_json(const messages::Counters& counters) {
  Json json = {{"transitions", counters.transitions},
               {"attempts", counters.attempts},
               {"retries", counters.retries},
               {"refused", counters.refused},
               {"unavailable", counters.unavailable},
               {"lost", counters.lost},
               {"late_answers", counters.late_answers},
               {"throttled", counters.throttled}};
  if (counters.retries_refused > 0) json["retries_refused"] = counters.retries_refused;
  if (counters.circuit_refused > 0) json["circuit_refused"] = counters.circuit_refused;
  if (counters.circuit_openings > 0) json["circuit_openings"] = counters.circuit_openings;
  return json;
}

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json schedule_json(const simulation::ScheduleResult& schedule, const std::string& noun) {
  return {{"sent", schedule.sent},
          {"asked_per_s", or_null(schedule.asked_per_s())},
          {"achieved_per_s", or_null(schedule.achieved_per_s())},
          {"lag", times_json(schedule.lag)},
          {"late_starts", schedule.late},
          {"late_after_ms", milliseconds(simulation::late_after)},
          {"worst_at_s", seconds(schedule.worst_at)},
          {"closed_loop", schedule.closed_loop},
          {"was_bottleneck", schedule.was_bottleneck()},
          {"bottleneck", schedule.was_bottleneck() ? Json(bottleneck_text(schedule, noun)) : Json(nullptr)}};
}

}  // namespace

std::string schedule_text(const simulation::ScheduleResult& schedule, const std::string& noun) {
  const auto rate = [](const std::optional<double>& value) { return value ? short_number(*value) : std::string{"?"}; };
  const auto lag = [&](double percentile) {
    return percentile_name(percentile) + ' ' + short_time(schedule.lag.value_at_percentile(percentile));
  };
  const std::string asked =
      schedule.closed_loop ? std::string{} : rate(schedule.asked_per_s()) + ' ' + plural(noun) + "/s asked, ";
  return asked + rate(schedule.achieved_per_s()) + (asked.empty() ? ' ' + plural(noun) + "/s" : "/s") + " sent; lag " +
         lag(50) + "  " + lag(99) + "  " + lag(99.9) + "  max " + short_time(schedule.lag.max()) + "; " +
         counted(schedule.late, "late start") + " (over " + short_time(simulation::late_after) + ")";
}

std::string bottleneck_text(const simulation::ScheduleResult& schedule, const std::string& noun) {
  if (!schedule.was_bottleneck()) return {};
  return "THE GENERATOR WAS THE BOTTLENECK: " +
         percent(static_cast<double>(schedule.late) / static_cast<double>(schedule.sent)) + " of the " + plural(noun) +
         " were sent late, the worst at " + in_words(schedule.worst_at) +
         "; response times count that, from the intended start";
}

Json result_json(const SimulationResult& result) {
  Json errors = Json::object();
  for (const auto& [error, count] : result.errors) errors[error] = count;
  Json resources = Json::object();
  for (const ResourceResult& resource : result.resources)
    resources[resource.name] = {{"servers", resource.servers},
                                {"taken", resource.taken},
                                {"utilisation", resource.utilisation},
                                {"busy_mean", resource.busy_mean},
                                {"queue_mean", resource.queued_mean},
                                {"queue_max", resource.queued_max},
                                {"waiting", times_json(resource.waiting)}};
  Json json = {{"seed", result.seed}};
  const bool can_be_repeated = !result.schedule;
  if (can_be_repeated) json["hash"] = formatted("%016llx", static_cast<unsigned long long>(result.hash));
  json.update({{"measured_s", seconds(result.measured)},
               {"orders", orders_json(result.orders)},
               {"throughput_per_s", throughput(result)},
               {"started_per_s", started_per_s(result)},
               {"success_rate", success_rate(result)},
               {"response", times_json(result.response)},
               {"open_mean", result.open_mean},
               {"open_max", result.open_max},
               {"open_at_end", result.open_at_end},
               {"errors", std::move(errors)},
               {"resources", std::move(resources)},
               {"all_orders", orders_json(result.all_orders)},
               {"counters", counters_json(result.counters)},
               {"attempts_per_task", amplification(result.counters)},
               {"dollars", result.dollars},
               {"cost", cost_json(result)}});
  if (result.partial) json["partial"] = true;
  if (result.unended > 0) json["unended"] = result.unended;
  if (result.policies) json["policies"] = policies_json(*result.policies);
  if (result.schedule) json["schedule"] = schedule_json(*result.schedule, result.noun);
  return json;
}

namespace {

Json intervals_json(const std::vector<SimulationResult>& results) {
  Json json = Json::object();
  for (const auto& [name, measure] : measures(results.front())) {
    const auto interval = interval_of(results, measure);
    json[name] = {{"mean", interval.mean}, {"half_width_95", interval.half_width}};
  }
  return json;
}

std::chrono::nanoseconds virtual_time(const std::vector<SimulationResult>& results) {
  std::chrono::nanoseconds sum{0};
  for (const SimulationResult& result : results) sum += result.ended_at;
  return sum;
}

std::uint64_t orders_in(const std::vector<SimulationResult>& results) {
  std::uint64_t sum = 0;
  for (const SimulationResult& result : results) sum += result.all_orders.started;
  return sum;
}

}  // namespace

void print_report(const SimulationReport& report, const Terminal& terminal, std::ostream& out) {
  const simulation::Scenario& scenario = *report.scenario;
  const SimulationResult& first = report.results.front();
  Page page(terminal, out);
  page.title(scenario.title.empty() ? scenario.state_machine->name : scenario.title);
  page.row("scenario",
           scenario.state_machine->name + ", seed " + std::to_string(first.seed) + ", " + in_words(first.measured) +
               " measured" +
               (scenario.warm_up.count() > 0 ? " after " + in_words(scenario.warm_up) + " of warm-up" : ""));
  print_end(report, first, page);
  print_schedule(first, page);
  print_orders(first, page);
  print_times(first.response, page);
  print_resources(first, page);
  page.row("measured",
           "response and waiting are of the " + plural(first.noun) + " started; all else is of the measured time");
  print_errors(first, page);
  print_work(first, page);
  print_thresholds(report, page);
  if (report.clock == Clock::Virtual)
    page.row("hash", formatted("%016llx", static_cast<unsigned long long>(first.hash)));
  else
    page.row("wall clock",
             std::string{"what happened cannot be repeated: only arrivals and draws have a seed"} +
                 (report.results.size() > 1 ? "; replications ran one after the other" : ""));
  if (report.results.size() > 1) print_intervals(report.results, page, out);

  if (report.clock == Clock::Wall) return;
  const double elapsed = std::max(1e-9, seconds(report.elapsed));
  const auto simulated = virtual_time(report.results);
  out << '\n'
      << paint(terminal,
               Ink::Dim,
               in_words(simulated) + " of virtual time in " + in_words(report.elapsed) + ": " +
                   short_number(seconds(simulated) / elapsed) + " times real time, " +
                   short_number(static_cast<double>(orders_in(report.results)) / elapsed) + ' ' + plural(first.noun) +
                   " a second")
      << '\n';
}

Json report_json(const SimulationReport& report) {
  const simulation::Scenario& scenario = *report.scenario;
  Json json = {{"title", scenario.title}, {"state_machine", scenario.state_machine->name}};
  if (report.clock == Clock::Wall) json["clock"] = "wall";
  if (!report.cut.empty()) json["partial"] = report.cut;
  if (report.results.size() > 1) json["intervals"] = intervals_json(report.results);
  json["replications"] = Json::array();
  for (const SimulationResult& result : report.results) json["replications"].push_back(result_json(result));
  for (std::size_t index = 0; index < report.selected.size(); ++index)
    if (!report.selected[index].empty())
      json["replications"][index]["metrics"] =
          metrics_json(report.selected[index], seconds(report.results[index].measured));
  for (const experiment::ThresholdResult& result : report.thresholds)
    json["thresholds"].push_back({{"metric", result.metric},
                                  {"expression", result.expression},
                                  {"value", or_null(result.value)},
                                  {"held", result.held}});
  return json;
}

}  // namespace stepstorm::app
