// The table of the engine's own answers in ../shared/jsonpath, where it is beside the project. The rules that it shows
// are proven here, too, by the tables of json_path_test and path_filter_test.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "asl/paths/json_path.hpp"
#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

namespace fs = std::filesystem;

fs::path table() { return fs::path(STEPSTORM_SOURCE_DIR) / "../shared/jsonpath/cases.json"; }

/// "refused", "fails", or the value as text.
std::string answer(const std::string& text, const Json& document) {
  const auto path = JsonPath::parse(text);
  if (!path) return "refused";
  const auto selection = path->select(document, FixedReferences());
  return selection ? to_text(**selection) : "fails";
}

std::string expected(const Json& one_case) {
  if (one_case.contains("refused")) return "refused";
  return one_case.contains("fails") ? "fails" : to_text(one_case.at("value"));
}

TEST_CASE("every path of the engine's table has the engine's answer", "[asl][json_path]") {
  if (!fs::exists(table())) {
    WARN("skipped: there is no " << table().lexically_normal());
    return;
  }
  std::ifstream file(table());
  const Json read_table = read(std::string(std::istreambuf_iterator<char>(file), {}));
  REQUIRE(read_table.at("cases").size() > 500);
  for (const auto& one_case : read_table.at("cases")) {
    const auto text = one_case.at("path").get<std::string>();
    const auto& document = read_table.at("documents").at(one_case.at("document").get<std::size_t>());
    CAPTURE(text, to_text(document));
    CHECK(answer(text, document) == expected(one_case));
  }
}

}  // namespace
}  // namespace stepstorm::asl
