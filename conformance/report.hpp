// Reports on many recorded cases: passes by area or by feature, at each level.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/case_file.hpp"
#include "conformance/case_runner.hpp"
#include "conformance/comparison.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

/// One case, run and compared.
struct Verdict {
  std::string file;
  std::string id;
  std::string area;
  std::vector<std::string> features;   // tags and features that the case exercises
  bool recorded = false;               // recorded from the service
  std::optional<std::string> refusal;  // see Played
  Comparison comparison;
};

[[nodiscard]] Verdict judge(const Case& recorded, const Played& played, const std::string& file, bool strict);

/// Returns whether nothing differs at this level and those below it, and something was compared.
[[nodiscard]] bool passes(const Verdict& verdict, Level level);

/// Returns why a case does not pass: the refusal, or the first difference at the lowest level that has one.
[[nodiscard]] std::string reason(const Verdict& verdict, Level level);

/// Returns all differences at the lowest level, up to `level`, that has any.
[[nodiscard]] Differences differences_up_to(const Verdict& verdict, Level level);

struct Count {
  std::size_t passed = 0;
  std::size_t compared = 0;
};
struct Tally {
  std::size_t cases = 0;
  std::size_t recorded = 0;
  std::size_t refused = 0;
  std::map<Level, Count> levels;
};
using Tallies = std::map<std::string, Tally>;

[[nodiscard]] Tallies by_area(const std::vector<Verdict>& verdicts);
[[nodiscard]] Tallies by_feature(const std::vector<Verdict>& verdicts);
[[nodiscard]] Tally total(const std::vector<Verdict>& verdicts);

/// For a terminal: a row per area and the total.
[[nodiscard]] std::string render_table(const std::vector<Verdict>& verdicts);

/// {"cases": [{"id", "file", "area", "passed", "levels", "refusal", "differences"}], "areas": {...}, "total": {...}}
[[nodiscard]] Json render_json(const std::vector<Verdict>& verdicts, Level level);

/// docs/conformance.md: a row per feature that a case exercises.
[[nodiscard]] std::string render_markdown(const std::vector<Verdict>& verdicts);

}  // namespace stepstorm::conformance
