#include "conformance/report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "values/utf8.hpp"

namespace stepstorm::conformance {
namespace {

void count(Tally& tally, const Verdict& verdict) {
  ++tally.cases;
  tally.recorded += verdict.recorded;
  tally.refused += verdict.refusal.has_value();
  for (const Level level : levels) {
    const auto& differences = verdict.comparison.at(level);
    if (!differences) continue;
    ++tally.levels[level].compared;
    tally.levels[level].passed += differences->empty();
  }
}

/// `348/348`, or `-` where nothing was compared.
std::string fraction(const Tally& tally, Level level) {
  const auto found = tally.levels.find(level);
  if (found == tally.levels.end()) return "-";
  return std::to_string(found->second.passed) + '/' + std::to_string(found->second.compared);
}

// ---- the features of a case

/// Tags with a colon, and these, say how a case was recorded.
bool says_what_is_exercised(const std::string& tag) {
  return tag.find(':') == tag.npos && tag != "partial-history" && tag != "client-side-validation";
}

std::vector<std::string> exercised(const Case& recorded) {
  std::set<std::string> names(recorded.features.begin(), recorded.features.end());
  std::copy_if(recorded.tags.begin(), recorded.tags.end(), std::inserter(names, names.end()), says_what_is_exercised);
  return {names.begin(), names.end()};
}

// ---- tables

using Row = std::array<std::string, 5>;

Row row_of(const std::string& name, const Tally& tally) {
  return {name,
          std::to_string(tally.cases),
          fraction(tally, Level::Outcome),
          fraction(tally, Level::Causal),
          fraction(tally, Level::History)};
}

/// The first column to the left, the others to the right.
std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, 5> widths{};
  for (const Row& row : rows)
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], row[column].size());
  std::string text;
  for (const Row& row : rows) {
    text += row[0] + std::string(widths[0] - row[0].size(), ' ');
    for (std::size_t column = 1; column < row.size(); ++column)
      text += "  " + std::string(widths[column] - row[column].size(), ' ') + row[column];
    text += '\n';
  }
  return text;
}

Json tally_json(const Tally& tally) {
  Json json = {{"cases", tally.cases}, {"refused", tally.refused}};
  for (const auto& [level, counted] : tally.levels)
    json[std::string(level_name(level))] = {{"passed", counted.passed}, {"compared", counted.compared}};
  return json;
}

Json differences_json(const Differences& differences) {
  Json list = Json::array();
  for (const Difference& difference : differences)
    list.push_back({{"path", difference.path}, {"expected", difference.expected}, {"actual", difference.actual}});
  return list;
}

/// Returns whether the case agrees at each level; null where nothing was compared.
Json levels_json(const Comparison& comparison) {
  Json json = Json::object();
  for (const Level level : levels) {
    const auto& differences = comparison.at(level);
    json[std::string(level_name(level))] = differences ? Json(differences->empty()) : Json(nullptr);
  }
  return json;
}

Json verdict_json(const Verdict& verdict, Level level) {
  Json json = {{"id", verdict.id},
               {"file", verdict.file},
               {"area", verdict.area},
               {"passed", passes(verdict, level)},
               {"levels", levels_json(verdict.comparison)}};
  if (verdict.refusal) json["refusal"] = *verdict.refusal;
  json["differences"] = differences_json(differences_up_to(verdict, level));
  return json;
}

// ---- markdown

/// The part of the document that a feature's row stands in: `choice:NumericEquals` is a choice rule.
std::string_view section_of(const std::string& feature) {
  static constexpr std::pair<std::string_view, std::string_view> prefixes[] = {{"choice:", "Choice rules"},
                                                                               {"intrinsic:", "Intrinsic functions"},
                                                                               {"jsonata", "JSONata"},
                                                                               {"JSONata", "JSONata"},
                                                                               {"task:", "Task resources"},
                                                                               {"service:", "Task resources"}};
  for (const auto& [prefix, section] : prefixes)
    if (feature.starts_with(prefix)) return section;
  return "States and fields";
}

std::string markdown_row(const std::string& name, const Tally& tally) {
  std::string row = "| " + name + " | " + std::to_string(tally.recorded) + " | " +
                    std::to_string(tally.cases - tally.recorded) + " |";
  for (const Level level : levels) row += ' ' + fraction(tally, level) + " |";
  return row + ' ' + (tally.refused ? std::to_string(tally.refused) : "") + " |\n";
}

std::string markdown_table(const std::string& first_column, const Tallies& tallies) {
  std::string table = "| " + first_column + " | recorded | own | outcome | causal | history | refused |\n" +
                      "|---|---:|---:|---:|---:|---:|---:|\n";
  for (const auto& [name, tally] : tallies) table += markdown_row('`' + on_one_line(name) + '`', tally);
  return table;
}

}  // namespace

Verdict judge(const Case& recorded, const Played& played, const std::string& file, bool strict) {
  return {.file = file,
          .id = recorded.id,
          .area = recorded.area,
          .features = exercised(recorded),
          .recorded = recorded.recorded_at.has_value(),
          .refusal = played.refusal,
          .comparison = compare(played.result, recorded.expectation, strict)};
}

bool passes(const Verdict& verdict, Level level) {
  bool compared = false;
  for (const Level below : levels) {
    if (below > level) break;
    const auto& differences = verdict.comparison.at(below);
    if (differences && !differences->empty()) return false;
    compared = compared || differences.has_value();
  }
  return compared;
}

Differences differences_up_to(const Verdict& verdict, Level level) {
  for (const Level below : levels) {
    const auto& differences = verdict.comparison.at(below);
    if (below <= level && differences && !differences->empty()) return *differences;
  }
  return {};
}

std::string reason(const Verdict& verdict, Level level) {
  if (verdict.refusal) return "refused: " + *verdict.refusal;
  const Differences differences = differences_up_to(verdict, level);
  if (differences.empty()) return passes(verdict, level) ? "" : "nothing is expected";
  const Difference& first = differences.front();
  return first.path + ": expected " + first.expected + ", found " + first.actual;
}

Tallies by_area(const std::vector<Verdict>& verdicts) {
  Tallies tallies;
  for (const Verdict& verdict : verdicts) count(tallies[verdict.area], verdict);
  return tallies;
}

Tallies by_feature(const std::vector<Verdict>& verdicts) {
  Tallies tallies;
  for (const Verdict& verdict : verdicts)
    for (const std::string& feature : verdict.features) count(tallies[feature], verdict);
  return tallies;
}

Tally total(const std::vector<Verdict>& verdicts) {
  Tally tally;
  for (const Verdict& verdict : verdicts) count(tally, verdict);
  return tally;
}

std::string render_table(const std::vector<Verdict>& verdicts) {
  std::vector<Row> rows{{"area", "cases", "outcome", "causal", "history"}};
  for (const auto& [area, tally] : by_area(verdicts)) rows.push_back(row_of(area, tally));
  rows.push_back(row_of("total", total(verdicts)));
  return aligned(rows);
}

Json render_json(const std::vector<Verdict>& verdicts, Level level) {
  Json cases = Json::array();
  for (const Verdict& verdict : verdicts) cases.push_back(verdict_json(verdict, level));
  Json areas = Json::object();
  for (const auto& [area, tally] : by_area(verdicts)) areas[area] = tally_json(tally);
  return {{"level", level_name(level)}, {"cases", cases}, {"areas", areas}, {"total", tally_json(total(verdicts))}};
}

std::string render_markdown(const std::vector<Verdict>& verdicts) {
  std::map<std::string_view, Tallies> sections;
  for (const auto& [feature, tally] : by_feature(verdicts)) sections[section_of(feature)][feature] = tally;
  std::string text = "## By area\n\n" + markdown_table("area", by_area(verdicts));
  for (const std::string_view section :
       {"States and fields", "Task resources", "Choice rules", "Intrinsic functions", "JSONata"})
    if (sections.contains(section))
      text += "\n## " + std::string(section) + "\n\n" + markdown_table("feature", sections[section]);
  return text;
}

}  // namespace stepstorm::conformance
