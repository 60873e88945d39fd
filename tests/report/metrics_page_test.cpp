// docs/metrics.md says which metrics there are, where they can be used, and what can be asked of them: as the code has
// it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "config/source_folder.hpp"
#include "experiment/figure.hpp"
#include "experiment/stop_conditions.hpp"
#include "experiment/verdict.hpp"
#include "report/json/experiment_run_json.hpp"
#include "report/report_file.hpp"

namespace stepstorm::report {
namespace {

using Names = std::set<std::string>;
using Row = std::map<std::string, std::string>;  // by column

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream rest(line.substr(1));
  for (std::string cell; std::getline(rest, cell, '|');) {
    const auto begin = cell.find_first_not_of(' ');
    cells.push_back(begin == cell.npos ? "" : cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
  }
  return cells;
}

/// By metric, without the quotation marks around it.
std::map<std::string, Row> page() {
  std::ifstream file(config::source_folder() / "docs" / "metrics.md");
  std::map<std::string, Row> rows;
  std::vector<std::string> columns;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) break;  // other tables are of parts of a run
    if (!line.starts_with("| ")) continue;
    const auto cells = cells_of(line);
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    REQUIRE(cells.size() == columns.size());
    Row& row = rows[cells[0].substr(1, cells[0].size() - 2)];
    for (std::size_t column = 0; column < cells.size(); ++column) row[columns[column]] = cells[column];
  }
  return rows;
}

Names marked(const std::string& column) {
  Names names;
  for (const auto& [metric, row] : page()) {
    CHECK((row.at(column) == "yes" || row.at(column) == "-"));
    if (row.at(column) == "yes") names.insert(metric);
  }
  return names;
}

Names names_of(const std::vector<std::string_view>& names) { return {names.begin(), names.end()}; }

/// What a report that holds one run with a resource and an error is compared by.
Names names_of_compare() {
  experiment::RunRecord run;
  run.result.resources.emplace_back().name = "payment";
  run.result.errors["E"] = 1;
  run.recovery = std::chrono::seconds{1};
  const auto file = std::filesystem::temp_directory_path() / "stepstorm_metrics_page_test.json";
  std::ofstream(file) << Json{{"replications", replications_json({run})}};
  const auto report = load_report(file);
  std::filesystem::remove(file);
  REQUIRE(report);
  Names names;
  for (const Series& series : report->series) names.insert(series.metric.substr(0, series.metric.find_first_of(" {")));
  return names;
}

std::string aggregations_text(const metrics::Metric& metric) {
  std::string text;
  for (const std::string_view each : aggregations_of(metric))
    text += (text.empty() ? "`" : " `") + std::string(each) + '`';
  return text;
}

}  // namespace

TEST_CASE("the page of metrics names those that the code knows, each where it can be used", "[app][metrics]") {
  CHECK(marked("hypothesis") == names_of(experiment::phase_metric_names()));
  CHECK(marked("thresholds") == names_of(experiment::metric_names()));
  CHECK(marked("guardrails") == names_of(experiment::guardrail_metric_names()));
  CHECK(marked("compare") == names_of_compare());
}

TEST_CASE("the page of metrics says of which a sweep can draw a map", "[app][metrics]") {
  Names known;
  for (const auto& [metric, row] : page())
    if (experiment::figure_called(metric)) known.insert(metric);
  CHECK(marked("sweep") == known);
  Names missing = names_of(experiment::metric_names());
  missing.insert({"goodput_per_s", "goodput_kept"});
  for (const std::string& metric : known) missing.erase(metric);
  CHECK(missing.empty());
}

TEST_CASE("the page of metrics says what can be asked of each", "[app][metrics]") {
  const auto rows = page();
  for (const std::string_view metric : experiment::metric_names()) {
    CAPTURE(metric);
    CHECK(rows.at(std::string(metric)).at("ask for") == aggregations_text(*experiment::kind_of(metric)));
  }
  for (const std::string_view metric : experiment::guardrail_metric_names()) {
    CAPTURE(metric);
    CHECK(rows.at(std::string(metric)).at("ask for") == aggregations_text(experiment::guardrail_kind(metric)));
  }
  for (const auto& [metric, row] : rows) {
    CAPTURE(metric);
    CHECK((row.at("unit") == "ms") == metric.ends_with("_ms"));
    CHECK((row.at("unit") == "orders per second") == metric.ends_with("_per_s"));
    CHECK_FALSE(row.at("what it is").empty());
  }
}

}  // namespace stepstorm::report
