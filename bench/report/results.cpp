#include "bench/report/results.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "bench/harness/figure.hpp"
#include "values/json.hpp"

namespace stepstorm::bench {
namespace {

constexpr const char* schema = "stepstorm-bench";

// ---- reading

struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A value in a file, which knows its place.
class FileValue {
 public:
  FileValue(const Json& value, std::string pointer) : value_(value), pointer_(std::move(pointer)) {}

  FileValue member(const std::string& name) const {
    const std::string pointer = pointer_to(pointer_, name);
    if (!value_.is_object()) wrong(pointer_, "an object");
    const auto found = value_.find(name);
    if (found == value_.end()) wrong(pointer, "this member");
    return {*found, pointer};
  }
  std::vector<FileValue> list(const std::string& name) const {
    const FileValue all = member(name);
    if (!all.value_.is_array()) wrong(all.pointer_, "an array");
    std::vector<FileValue> places;
    for (std::size_t i = 0; i < all.value_.size(); ++i) places.push_back({all.value_[i], pointer_to(all.pointer_, i)});
    return places;
  }
  std::vector<std::pair<std::string, std::string>> texts(const std::string& name) const {
    const FileValue all = member(name);
    if (!all.value_.is_object()) wrong(all.pointer_, "an object");
    std::vector<std::pair<std::string, std::string>> members;
    for (const auto& [key, value] : all.value_.items()) members.emplace_back(key, all.text(key));
    return members;
  }
  std::string text(const std::string& name) const {
    const FileValue place = member(name);
    if (!place.value_.is_string()) wrong(place.pointer_, "a string");
    return place.value_.get<std::string>();
  }
  double number(const std::string& name) const {
    const FileValue place = member(name);
    if (!place.value_.is_number()) wrong(place.pointer_, "a number");
    return place.value_.get<double>();
  }
  std::uint64_t count(const std::string& name) const {
    const FileValue place = member(name);
    if (!place.value_.is_number_unsigned()) wrong(place.pointer_, "a whole number");
    return place.value_.get<std::uint64_t>();
  }
  bool flag(const std::string& name) const {
    const FileValue place = member(name);
    if (!place.value_.is_boolean()) wrong(place.pointer_, "true or false");
    return place.value_.get<bool>();
  }
  void must_be(const std::string& name, const Json& expected) const {
    if (member(name).value_ != expected) wrong(pointer_to(pointer_, name), to_text(expected));
  }

 private:
  [[noreturn]] static void wrong(const std::string& pointer, const std::string& expected) {
    throw Wrong((pointer.empty() ? "the whole" : pointer) + ": expected " + expected);
  }

  const Json& value_;
  std::string pointer_;
};

RowResult read_row(const FileValue& place) {
  return {place.text("name"),
          place.text("unit"),
          place.text("better") == "more",
          place.number("median"),
          place.number("min"),
          place.number("max"),
          place.list("samples").size()};
}

RunResult read_run(const FileValue& place) {
  const FileValue machine = place.member("machine");
  const FileValue build = place.member("build");
  RunResult run{.name = place.text("name"),
                .question = place.text("question"),
                .quick = place.flag("quick"),
                .cpu = machine.text("cpu"),
                .cores = machine.count("cores"),
                .load_average = machine.number("load_average"),
                .compiler = build.text("compiler"),
                .build_type = build.text("type"),
                .seed = place.count("seed"),
                .repetitions = place.count("repetitions"),
                .conditions = place.texts("conditions")};
  for (const FileValue& row : place.list("rows")) run.rows.push_back(read_row(row));
  for (const FileValue& ratio : place.list("ratios"))
    run.ratios.push_back({ratio.text("name"), ratio.number("median"), ratio.number("min"), ratio.number("max")});
  for (const FileValue& check : place.list("checks")) run.checks.emplace_back(check.text("what"), check.flag("done"));
  for (const FileValue& aim : place.list("aims")) run.aims.emplace_back(aim.text("what"), aim.flag("reached"));
  for (const FileValue& skipped : place.list("skipped"))
    run.skipped.emplace_back(skipped.text("what"), skipped.text("why"));
  return run;
}

std::vector<RunResult> read_runs(const Json& json) {
  const FileValue whole{json, ""};
  whole.must_be("schema", schema);
  whole.must_be("version", 1);
  std::vector<RunResult> runs;
  for (const FileValue& run : whole.list("runs")) runs.push_back(read_run(run));
  return runs;
}

tl::expected<Json, std::string> read_json(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return tl::unexpected(file.string() + ": cannot be read");
  std::ostringstream text;
  text << stream.rdbuf();
  auto json = parse_json(text.str());
  if (!json)
    return tl::unexpected(file.string() + ":" + std::to_string(json.error().at.line) + ": " + json.error().message);
  return *std::move(json);
}

// ---- comparing

/// As much better as `now` is: 2 is twice as good.
double gain(const RowResult& base, const RowResult& now) {
  const double above = base.more_is_better ? now.median : base.median;
  const double below = base.more_is_better ? base.median : now.median;
  if (above == below) return 1;
  return below == 0 ? 1e9 : above / below;
}

bool beyond_noise(const RowResult& base, const RowResult& now) { return now.max < base.min || now.min > base.max; }

/// What counts as a change, as a share; more where too few samples say how much is noise.
double notable(const RowResult& base, const RowResult& now) {
  return std::min(base.samples, now.samples) < 3 ? 0.25 : 0.05;
}

std::string verdict(const RowResult& base, const RowResult& now) {
  const double change = gain(base, now);
  if (!beyond_noise(base, now)) return "";
  return change < 1 - notable(base, now) ? "DROP" : change > 1 + notable(base, now) ? "better" : "";
}

template <class... Values>
std::string line(const char* format, Values... values) {
  char text[400];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

void compare_run(const RunResult& base, const RunResult& now, Comparison& comparison) {
  comparison.text += "\n" + now.name + "\n";
  if (base.cpu != now.cpu || base.cores != now.cores || base.build_type != now.build_type || base.quick != now.quick)
    comparison.text += "  the base was measured under other conditions\n";
  for (const RowResult& was : base.rows) {
    const auto is =
        std::find_if(now.rows.begin(), now.rows.end(), [&](const auto& row) { return row.name == was.name; });
    const bool gone = is == now.rows.end();
    const std::string word = gone ? "GONE" : verdict(was, *is);
    comparison.dropped = comparison.dropped || word == "DROP" || gone;
    comparison.text += line("  %-58s %-10s %14s -> %-14s %6s  %s\n",
                            was.name.c_str(),
                            was.unit.c_str(),
                            figure(was.median).c_str(),
                            gone ? "-" : figure(is->median).c_str(),
                            gone || was.median == 0 ? "-" : line("%.2f", is->median / was.median).c_str(),
                            word.c_str());
  }
}

// ---- as Markdown

std::string spread(double median, double min, double max) {
  return figure(median) + " | " + figure(min) + " - " + figure(max);
}

std::string section(const RunResult& run) {
  std::string text = "\n## " + run.name + "\n\n" + run.question + "\n\n";
  for (const auto& [what, value] : run.conditions) text += "* " + what + ": " + value + "\n";
  text += line("* seed %lu, %lu repetitions, load average before it %.1f\n\n",
               static_cast<unsigned long>(run.seed),
               static_cast<unsigned long>(run.repetitions),
               run.load_average);
  text += "| what | unit | median | min - max |\n|---|---|---|---|\n";
  for (const RowResult& row : run.rows)
    text += "| " + row.name + " | " + row.unit + " | " + spread(row.median, row.min, row.max) + " |\n";
  if (!run.ratios.empty()) text += "\n| ratio | median | min - max |\n|---|---|---|\n";
  for (const RatioResult& ratio : run.ratios)
    text += "| " + ratio.name + " | " + spread(ratio.median, ratio.min, ratio.max) + " |\n";
  if (!run.aims.empty()) text += "\n";
  for (const auto& [what, reached] : run.aims)
    text += "* " + std::string(reached ? "reached" : "**missed**") + ": " + what + "\n";
  if (!run.skipped.empty()) text += "\n";
  for (const auto& [what, why] : run.skipped) text += "* skipped: " + what + ": " + why + "\n";
  const auto done = std::count_if(run.checks.begin(), run.checks.end(), [](const auto& check) { return check.second; });
  text +=
      line("\nChecked that the work was done: %zu of %zu held.\n", static_cast<std::size_t>(done), run.checks.size());
  return text;
}

constexpr const char* introduction = R"(# Benchmarks

Written by `./dev bench --write-docs` from one run of all benchmarks. Figures of one run on one machine, which may have had
other things to do: compare within a table. A ratio is the median of quotients of neighbouring measurements; its table
says more than two absolute figures do. Each program under `bench/` says at its top what it measures, and checks that the
work was done.
)";

constexpr const char* file_format = R"(
## The file of results

`./dev bench [NAME] --json FILE` writes `{"schema": "stepstorm-bench", "version": 1, "runs": [...]}`, a run for each
benchmark. Members are only ever added; a new meaning is a new version.

| member of a run | |
|---|---|
| `name`, `question` | of the benchmark |
| `quick` | true: the figures say nothing about speed |
| `machine` | `cpu`, `cores`, `load_average` of the minute before |
| `build` | `compiler`, `type` |
| `seed`, `repetitions` | |
| `conditions` | what the figures depend on, as text by name |
| `rows` | `name`, `unit`, `better` (`more` or `less`), `median`, `min`, `max`, `samples` in the order of measuring |
| `ratios` | `name`, `median`, `min`, `max`, `samples` |
| `checks` | `what`, `done`: whether the work was done |
| `aims` | `what`, `reached` |
| `skipped` | `what`, `why` |

`./dev bench [NAME] --compare BASE.json` measures, and sets each row beside the base's. A row that is worse by more than a
twentieth, none of whose samples is as good as any of the base's, is a drop: the command ends with 1. Where there are
fewer than three samples, it must be worse by a quarter.
)";

}  // namespace

tl::expected<std::vector<RunResult>, std::string> read_results(const std::filesystem::path& file) {
  const auto json = read_json(file);
  if (!json) return tl::unexpected(json.error());
  try {
    return read_runs(*json);
  } catch (const Wrong& wrong) {
    return tl::unexpected(file.string() + ": " + wrong.what());
  }
}

tl::expected<std::string, std::string> collected(const std::vector<std::filesystem::path>& files) {
  Json whole = {{"schema", schema}, {"version", 1}, {"runs", Json::array()}};
  for (const auto& file : files) {
    if (const auto results = read_results(file); !results) return tl::unexpected(results.error());
    const Json json = read_json(file).value();
    for (const Json& run : json["runs"]) whole["runs"].push_back(run);
  }
  return whole.dump(2) + "\n";
}

Comparison compare(const std::vector<RunResult>& base, const std::vector<RunResult>& now) {
  Comparison comparison;
  for (const RunResult& run : now) {
    const auto was = std::find_if(base.begin(), base.end(), [&](const auto& one) { return one.name == run.name; });
    if (was == base.end())
      comparison.text += "\n" + run.name + "\n  is not in the base\n";
    else
      compare_run(*was, run, comparison), ++comparison.runs;
  }
  return comparison;
}

std::string markdown(const std::vector<RunResult>& runs) {
  std::string text = introduction;
  if (!runs.empty()) {
    const RunResult& first = runs.front();
    text += "\nMachine: " + first.cpu + ", " + std::to_string(first.cores) + " cores. Build: " + first.compiler + ", " +
            first.build_type + ".\n";
  }
  for (const RunResult& run : runs) text += section(run);
  return text + file_format;
}

}  // namespace stepstorm::bench
