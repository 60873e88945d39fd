#include "report/html/schedule.hpp"

#include <array>

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 4> lags{
    {{"lag p50", "p50_ms"}, {"lag p99", "p99_ms"}, {"lag p99.9", "p99.9_ms"}, {"lag max", "max_ms"}}};

void add_row(const std::string& whose, const Json& schedule, Table& table) {
  const auto rate = [&](const char* name) { return escaped(in_words(number_in(schedule, name), Unit::PerSecond)); };
  std::vector<Markup> cells = {
      escaped(whose), escaped(count_in_words(count_in(schedule, "sent"))), rate("asked_per_s"), rate("achieved_per_s")};
  for (const auto& [title, name] : lags)
    cells.push_back(escaped(in_words(number_in(member(schedule, "lag"), name), Unit::Milliseconds)));
  cells.push_back(escaped(count_in_words(count_in(schedule, "late_starts")) + " over " +
                          in_words(number_in(schedule, "late_after_ms"), Unit::Milliseconds)));
  table.row(cells, flag_in(schedule, "was_bottleneck") ? "failed" : "");
}

Table empty_table(const std::string& nouns) {
  std::vector<Column> columns = {
      {"run"}, {nouns + " sent", Align::Right}, {"asked", Align::Right}, {"achieved", Align::Right}};
  for (const auto& [title, name] : lags) columns.push_back({title, Align::Right});
  columns.push_back({"late starts", Align::Right});
  return Table(std::move(columns));
}

}  // namespace

Markup schedule_section(const Json& report) {
  Table table = empty_table(nouns_in(report));
  Markup sentences;
  bool any = false;
  bool closed_loop = false;
  for (const char* whose : {"experiment", "control"}) {
    const Json& schedule = member(member(report, whose), "schedule");
    if (!schedule.is_object()) continue;
    any = true;
    closed_loop = flag_in(schedule, "closed_loop");
    add_row(whose, schedule, table);
    const std::string bottleneck = text_in(schedule, "bottleneck");
    if (!bottleneck.empty()) sentences += paragraph("warning", std::string(whose) + ": " + bottleneck);
  }
  if (!any) return {};
  if (sentences.empty())
    sentences = paragraph("note",
                          closed_loop ? "The load is a closed loop: users come when they are ready, not on a schedule."
                                      : "The generator kept its schedule: it was not the bottleneck.");
  return section("schedule",
                 "The load's generator",
                 table.markup() + sentences +
                     paragraph("note",
                               "On the wall clock. The lag is from an execution's intended start to its being sent; "
                               "response times count from the intended start."));
}

}  // namespace stepstorm::report::html
