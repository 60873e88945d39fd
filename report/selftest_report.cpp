#include "report/selftest_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "values/formatted.hpp"
#include "values/overload.hpp"
#include "values/words.hpp"

namespace stepstorm::report {
namespace {

using selftest::Comparison;
using selftest::Exact;
using selftest::Statistical;
using selftest::Verdict;

constexpr std::size_t name_columns = 45;
constexpr std::size_t expected_columns = 19;
constexpr std::size_t measured_columns = 20;
constexpr std::size_t half_width_columns = 9;

std::string six_digits(double number) { return formatted("%.6g", number); }

std::string share(double part, double whole) { return formatted("%.2f %%", 100 * part / std::abs(whole)); }

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Holds: return "holds";
    case Verdict::Differs: return "differs";
    case Verdict::NotPreciseEnough: return "not precise enough";
  }
  return {};
}

bool holds(const selftest::Check& check) { return selftest::verdict(check) == Verdict::Holds; }

/// The number of checks, and of failed ones.
struct Tally {
  std::uint64_t checks = 0;
  std::uint64_t failed = 0;
};

Tally tally(const SelftestReport& report) {
  Tally tally;
  for (const auto& section : report.sections) {
    tally.checks += section.checks.size();
    tally.failed += static_cast<std::uint64_t>(std::count_if(
        section.checks.begin(), section.checks.end(), [](const selftest::Check& check) { return !holds(check); }));
  }
  return tally;
}

// ---- for people

struct Cells {
  std::string expected;
  std::string measured;
  std::string half_width;
};

Cells cells_of(const selftest::Check& check) {
  return std::visit(Overload{[](const Statistical& random) {
                               return Cells{six_digits(random.expected),
                                            six_digits(random.measured.mean),
                                            share(random.half_width(), random.expected)};
                             },
                             [](const Comparison& both) {
                               return Cells{six_digits(both.published.mean),
                                            six_digits(both.measured.mean),
                                            share(both.half_width(), both.published.mean)};
                             },
                             [](const Exact& exact) {
                               return Cells{grouped(exact.expected), grouped(exact.measured), "exact"};
                             }},
                    check.figures);
}

std::string line_of(const std::string& name, const Cells& cells) {
  const auto right = [](const std::string& text, std::size_t columns) {
    return std::string(columns - std::min(columns, terminal::columns_of(text)), ' ') + text;
  };
  return terminal::padded(name, name_columns) + right(cells.expected, expected_columns) +
         right(cells.measured, measured_columns) + right(cells.half_width, half_width_columns);
}

void print_section(const SelftestReport::Section& section, const terminal::Terminal& terminal, std::ostream& out) {
  out << '\n' << terminal::paint(terminal, terminal::Ink::Bold, section.title) << '\n';
  for (const selftest::Check& check : section.checks) {
    const std::string name = "  " + check.name + (check.unit.empty() ? "" : ", " + check.unit);
    const Verdict verdict = selftest::verdict(check);
    out << line_of(name, cells_of(check)) << "  "
        << terminal::paint(
               terminal, verdict == Verdict::Holds ? terminal::Ink::Good : terminal::Ink::Bad, word_of(verdict))
        << '\n';
  }
}

std::string headline(const selftest::Options& options) {
  return "The simulator against what is known exactly, seed " + std::to_string(options.seed) +
         (options.quick ? "; quick: intervals may be 5 times as wide as they should be" : "");
}

// ---- for programs

Json figures_json(const selftest::Check& check) {
  return std::visit(Overload{[](const Statistical& random) {
                               return Json{{"expected", random.expected},
                                           {"measured", random.measured.mean},
                                           {"half_width", random.half_width()},
                                           {"half_width_allowed", random.precision * std::abs(random.expected)}};
                             },
                             [](const Comparison& both) {
                               return Json{{"expected", both.published.mean},
                                           {"measured", both.measured.mean},
                                           {"half_width", both.half_width()}};
                             },
                             [](const Exact& exact) {
                               return Json{{"expected", exact.expected}, {"measured", exact.measured}};
                             }},
                    check.figures);
}

Json check_json(const selftest::Check& check) {
  Json json{{"name", check.name}};
  if (!check.unit.empty()) json["unit"] = check.unit;
  json.update(figures_json(check));
  json["verdict"] = word_of(selftest::verdict(check));
  return json;
}

Json section_json(const SelftestReport::Section& section) {
  Json checks = Json::array();
  for (const selftest::Check& check : section.checks) checks.push_back(check_json(check));
  return {{"title", section.title}, {"checks", std::move(checks)}};
}

}  // namespace

bool all_hold(const SelftestReport& report) { return tally(report).failed == 0; }

void print_selftest(const SelftestReport& report, const terminal::Terminal& terminal, std::ostream& out) {
  out << terminal::paint(terminal, terminal::Ink::Bold, headline(report.options)) << '\n'
      << terminal::paint(terminal, terminal::Ink::Dim, line_of("", {"expected", "measured", "± 99.9 %"})) << '\n';
  for (const auto& section : report.sections) print_section(section, terminal, out);
  const auto [checks, failed] = tally(report);
  out << '\n'
      << (failed == 0
              ? terminal::paint(terminal, terminal::Ink::Good, "All " + counted(checks, "check") + " hold.")
              : terminal::paint(
                    terminal, terminal::Ink::Bad, counted(failed, "check") + " of " + grouped(checks) + " failed."))
      << '\n';
}

Json selftest_json(const SelftestReport& report) {
  const auto [checks, failed] = tally(report);
  Json json{{"seed", report.options.seed},
            {"quick", report.options.quick},
            {"confidence", selftest::confidence},
            {"checks", checks},
            {"failed", failed},
            {"experiments", Json::array()}};
  for (const auto& section : report.sections) json["experiments"].push_back(section_json(section));
  return json;
}

}  // namespace stepstorm::report
