#include "app/commands/language_suite.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "config/source_folder.hpp"

using namespace stepstorm;
namespace fs = std::filesystem;

namespace {

/// A folder with a suite of one group, gone with this object.
class SmallSuite {
 public:
  explicit SmallSuite(std::string_view cases) {
    fs::create_directories(folder / "groups" / "sums");
    fs::create_directories(folder / "datasets");
    std::ofstream{folder / "groups" / "sums" / "cases.json"} << cases;
    std::ofstream{folder / "datasets" / "three.json"} << "[1, 2, 3]";
  }
  ~SmallSuite() { fs::remove_all(folder); }

  const fs::path folder = fs::temp_directory_path() / ("stepstorm_suite_" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("a suite's cases pass when result, undefined or error are as expected", "[app][jsonata]") {
  const SmallSuite suite{R"suite([
    {"expr": "$sum($)", "dataset": "three", "result": 6},
    {"expr": "$sum($)", "data": [4], "result": 5},
    {"expr": "missing", "dataset": null, "undefinedResult": true},
    {"expr": "1", "dataset": null, "undefinedResult": true},
    {"expr": "$x + 'a'", "data": null, "bindings": {"x": 1}, "code": "T2002", "token": "+"},
    {"expr": "1 + 'a'", "data": null, "code": "T2001"},
    {"expr": "$f()", "data": null, "error": {"code": "T1006"}},
    {"expr": "[3, 1, 2]", "data": null, "result": [1, 2, 3], "unordered": true},
    {"expr": "[3, 1, 2]", "data": null, "result": [1, 2, 3]},
    {"expr": "(((1)))", "data": null, "depth": 2, "code": "U1001"},
    {"expr": "'\ud800'", "data": null, "result": "the escape of an unpaired surrogate is read"}
  ])suite"};
  const auto groups = app::run_language_suite(suite.folder, jsonata::Dialect::V2_2);
  REQUIRE(groups);
  REQUIRE(groups->size() == 1);
  CHECK(groups->front().name == "sums");
  CHECK(groups->front().passed == 6);
  std::string failed;
  for (const auto& failure : groups->front().failures) failed += failure.place + "\n";
  CHECK(failed ==
        "sums/cases.json[1]\nsums/cases.json[3]\nsums/cases.json[5]\nsums/cases.json[8]\nsums/cases.json[10]\n");
}

TEST_CASE("a folder without groups is no suite", "[app][jsonata]") {
  CHECK_FALSE(app::run_language_suite("/nowhere", jsonata::Dialect::V2_2));
}

TEST_CASE("JSONata's official suite passes, but for $eval", "[app][jsonata]") {
  const fs::path folder = config::source_folder() / ".." / "shared" / "jsonata";
  if (!fs::exists(folder)) {
    WARN("skipped: there is no suite in " << folder.lexically_normal());
    return;
  }
  const auto groups = app::run_language_suite(folder, jsonata::Dialect::V2_2);
  REQUIRE(groups);
  std::size_t passed = 0;
  for (const app::SuiteGroup& group : *groups) {
    passed += group.passed;
    if (group.name == "function-eval") continue;
    for (const app::SuiteFailure& failure : group.failures) {
      CAPTURE(failure.place, failure.expression, failure.expected);
      CHECK(failure.actual.empty());
    }
  }
  CHECK(passed > 800);
}
