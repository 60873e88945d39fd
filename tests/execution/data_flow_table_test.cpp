// The table of ../shared/dataflow, where it is beside the project: machines of one state, and how AWS's own local
// engine ended them. Causes are compared without white space, since that engine quotes inputs as they were sent.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {
namespace {

/// No table: an empty list, with a message that the test is skipped.
Json rows_or_skip() {
  const auto file = std::filesystem::path(STEPSTORM_SOURCE_DIR) / ".." / "shared" / "dataflow" / "cases.json";
  std::ifstream stream(file);
  if (!stream) {
    WARN("skipped: there is no table of data flow in " << file.lexically_normal());
    return Json::array();
  }
  return parse_json(std::string(std::istreambuf_iterator<char>(stream), {})).value();
}

/// The state as A; where it is a Choice, Y and N are Pass states that say "yes" and "no".
std::string machine_of(const Json& state) {
  Json states = {{"A", state}};
  if (state.at("Type") == "Choice") {
    states["Y"] = {{"Type", "Pass"}, {"Result", "yes"}, {"End", true}};
    states["N"] = {{"Type", "Pass"}, {"Result", "no"}, {"End", true}};
  }
  return to_text({{"StartAt", "A"}, {"States", states}});
}

std::string without_blanks(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) != 0; }),
             text.end());
  return text;
}

bool agrees(const Json& row, const Performance& run) {
  if (run.status() != row.at("status")) return false;
  if (run.status() == "SUCCEEDED") return run.output() == row.at("output");
  const auto [error, cause] = run.reason();
  return error == row.at("error").get<std::string>() &&
         (!row.contains("cause") ||
          without_blanks(cause.value_or("")) == without_blanks(row.at("cause").get<std::string>()));
}

TEST_CASE("99 of 100 states of the table of data flow end as in AWS's own local engine", "[execution][data_flow]") {
  const Json rows = rows_or_skip();
  std::size_t differ = 0;
  for (const Json& row : rows) {
    const auto run = rehearse(machine_of(row.at("state")), row.at("input"));
    if (agrees(row, run)) continue;
    ++differ;
    UNSCOPED_INFO(to_text(row) << "\n  but here " << run.status() << ' ' << to_text(run.output()) << ' '
                               << run.reason().error.value_or("") << ": " << run.reason().cause.value_or(""));
  }
  CHECK(differ * 100 <= rows.size());
}

}  // namespace
}  // namespace stepstorm::execution
