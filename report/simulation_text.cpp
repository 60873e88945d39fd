#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/cost_report.hpp"
#include "report/experiment_findings.hpp"
#include "report/policies_report.hpp"
#include "report/run_measures.hpp"
#include "report/schedule_report.hpp"
#include "report/simulation_report.hpp"
#include "values/formatted.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using simulation::OrderCounts;
using simulation::ResourceResult;
using simulation::SimulationResult;

constexpr std::size_t label_columns = 13;

// ---- the page

class Page {
 public:
  Page(const terminal::Terminal& terminal, std::ostream& out) : terminal_(terminal), out_(out) {}

  void title(const std::string& text) { out_ << terminal::paint(terminal_, terminal::Ink::Bold, text) << '\n'; }
  void row(const std::string& label, const std::string& text, terminal::Ink ink = terminal::Ink::Dim) {
    const std::string clean = on_one_line(text);
    const std::size_t room = std::max(terminal_.columns, 2 * label_columns) - label_columns;
    std::string_view left = clean;
    out_ << terminal::paint(terminal_, ink, terminal::cell(label, label_columns)) << terminal::take_line(left, room)
         << '\n';
    while (!left.empty()) out_ << std::string(label_columns, ' ') << terminal::take_line(left, room) << '\n';
  }
  /// Prints a row of a table whose first column has this width.
  void row_of_table(const std::string& label, std::size_t columns, const std::string& text) {
    out_ << terminal::paint(terminal_, terminal::Ink::Dim, terminal::padded(label, columns)) << on_one_line(text)
         << '\n';
  }

 private:
  const terminal::Terminal& terminal_;
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
           short_number(result.throughput_per_s()) + ' ' + plural(result.noun) + "/s succeeded, " +
               short_number(started_per_s(result)) + ' ' + plural(result.noun) + "/s started");
  page.row("open",
           "mean " + short_number(result.open_mean) + ", at most " +
               grouped(static_cast<std::uint64_t>(result.open_max)) + ", at the end " +
               grouped(static_cast<std::uint64_t>(result.open_at_end)));
}

void print_times(const metrics::Histogram& response, Page& page) {
  std::string text = "mean " + short_time(response.mean());
  for (const double percentile : percentiles_shown)
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

/// Prints a table whose columns are as wide as their contents, and no narrower than `widths`.
void print_resources(const SimulationResult& result, Page& page) {
  if (result.resources.empty()) return;
  std::vector<Cells> rows{{"resource", "servers", "utilisation", "queue mean / max", "waiting mean / p99"}};
  for (const ResourceResult& resource : result.resources) rows.push_back(cells_of(resource));
  std::array<std::size_t, std::tuple_size_v<Cells>> widths{label_columns, 9, 13, 19, 0};
  for (const Cells& row : rows)
    for (std::size_t column = 0; column + 1 < row.size(); ++column)
      widths[column] = std::max(widths[column], terminal::columns_of(row[column]) + 2);
  for (const Cells& row : rows) {
    std::string text;
    for (std::size_t column = 1; column < row.size(); ++column) text += terminal::padded(row[column], widths[column]);
    page.row_of_table(row[0], widths[0], text);
  }
}

void print_errors(const SimulationResult& result, Page& page) {
  for (const auto& [error, count] : result.errors)
    page.row("error", grouped(count) + " x " + error, terminal::Ink::Bad);
}

void print_work(const SimulationResult& result, Page& page) {
  const auto& counters = result.counters;
  page.row("work",
           grouped(counters.transitions) + " transitions, " + grouped(counters.attempts) + " attempts, " +
               grouped(counters.retries) + " retries: " + formatted("%.2f", attempts_per_task(counters)) +
               " attempts for each task");
  if (counters.throttled > 0)
    page.row("throttled", grouped(counters.throttled) + " steps put off by the quota of state transitions");
  if (result.policies)
    for (const PolicyRow& policy : policy_rows(*result.policies, result.noun)) page.row(policy.label, policy.text);
  page.row("cost", cost_text(result));
  if (const std::string rates = cost_rates_text(result); !rates.empty()) page.row("", rates);
}

std::string measured_text(const std::optional<double>& value) {
  return value ? formatted_number(*value) : std::string{"nothing was measured"};
}

void print_thresholds(const SimulationReport& report, Page& page) {
  for (const experiment::ThresholdResult& result : report.thresholds)
    page.row("threshold",
             (result.held ? "✓ " : "✗ ") + result.metric + ' ' + result.expression + ": " + measured_text(result.value),
             result.held ? terminal::Ink::Good : terminal::Ink::Bad);
}

void print_schedule(const SimulationResult& result, Page& page) {
  if (!result.schedule) return;
  page.row("generator", schedule_text(*result.schedule, result.noun));
  if (const std::string text = bottleneck_text(*result.schedule, result.noun); !text.empty())
    page.row("", text, terminal::Ink::Bad);
}

void print_end(const SimulationReport& report, const SimulationResult& result, Page& page) {
  if (!report.cut.empty())
    page.row("PARTIAL",
             report.cut + ": what was measured until then, in " + std::to_string(report.results.size()) + " of " +
                 counted(report.wanted, "run"),
             terminal::Ink::Bad);
  if (result.unended > 0)
    page.row("unended",
             grouped(result.unended) + ' ' +
                 (result.unended == 1 ? result.noun + " was" : plural(result.noun) + " were") +
                 " still open at the end",
             terminal::Ink::Bad);
}

// ---- several replications

void print_intervals(const std::vector<SimulationResult>& results, Page& page, std::ostream& out) {
  out << '\n';
  page.title(counted(results.size(), "replication") + ", each with a seed of its own: means and 95 % intervals");
  for (const auto& [name, measure] : run_measures(results.front())) {
    const auto interval = interval_of(results, measure);
    out << "  " << terminal::cell(name, 28) << short_number(interval.mean) << " ± " << short_number(interval.half_width)
        << '\n';
  }
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

void print_report(const SimulationReport& report, const terminal::Terminal& terminal, std::ostream& out) {
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
  if (report.clock == launch::Clock::Virtual)
    page.row("hash", formatted("%016llx", static_cast<unsigned long long>(first.hash)));
  else
    page.row("wall clock",
             std::string{"what happened cannot be repeated: only arrivals and draws have a seed"} +
                 (report.results.size() > 1 ? "; replications ran one after the other" : ""));
  if (report.results.size() > 1) print_intervals(report.results, page, out);

  if (report.clock == launch::Clock::Wall) return;
  const double elapsed = std::max(1e-9, world::seconds(report.elapsed));
  const auto simulated = virtual_time(report.results);
  out << '\n'
      << terminal::paint(terminal,
                         terminal::Ink::Dim,
                         in_words(simulated) + " of virtual time in " + in_words(report.elapsed) + ": " +
                             short_number(world::seconds(simulated) / elapsed) + " times real time, " +
                             short_number(static_cast<double>(orders_in(report.results)) / elapsed) + ' ' +
                             plural(first.noun) + " a second")
      << '\n';
}

}  // namespace stepstorm::report
