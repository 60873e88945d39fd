#include "app/commands/validate.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "values/json.hpp"

namespace stepstorm::app {
namespace {

/// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("stepstorm_validate_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string file(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  std::string missing(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

constexpr std::string_view valid = R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})";
constexpr std::string_view warned = R"({"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "$.e"}}})";
constexpr std::string_view wrong = "StartAt: A\nStates:\n  A: {Type: Pass, Next: Ghost}\n  B: {Type: Succeed}\n";

struct Said {
  int exit_code;
  std::string out, err;
};

Said validate(const ValidateOptions& options) {
  std::ostringstream out, err;
  const int exit_code = validate_command(options, out, err);
  return {exit_code, out.str(), err.str()};
}

TEST_CASE("validate prints findings as a compiler does, then how many there are", "[app][validate]") {
  const Folder folder;
  const auto file = folder.file("wrong.yaml", wrong);
  const auto said = validate({.files = {folder.file("valid.json", valid), file}});
  CHECK(said.exit_code == 1);
  CHECK(said.out == file + ":3:25: error MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /States/A/Next\n" +
                        file +
                        ":4:6: error MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B\n"
                        "2 definitions checked: 2 errors, 0 warnings\n");
  CHECK(said.err.empty());
}

TEST_CASE("validate is content with warnings unless asked not to be", "[app][validate]") {
  const Folder folder;
  const auto file = folder.file("warned.json", warned);
  CHECK(validate({.files = {file}}).exit_code == 0);
  CHECK(validate({.files = {file}, .warnings_as_errors = true}).exit_code == 1);
  CHECK_THAT(validate({.files = {file}}).out, Catch::EndsWith("1 definition checked: 0 errors, 1 warning\n"));
}

TEST_CASE("validate judges by the type of machine", "[app][validate]") {
  const Folder folder;
  const auto file = folder.file("activity.json",
                                R"({"StartAt": "A", "States": {"A": {"Type": "Task", "End": true, "TimeoutSeconds": 5,
                                    "Resource": "arn:aws:states:us-east-1:123456789012:activity:a"}}})");
  CHECK(validate({.files = {file}}).exit_code == 0);
  CHECK(validate({.files = {file}, .type = asl::MachineType::EXPRESS}).exit_code == 1);
}

TEST_CASE("validate names what it cannot read and judges the rest", "[app][validate]") {
  const Folder folder;
  const auto missing = folder.missing("nowhere.json");
  const auto said = validate({.files = {missing, folder.file("wrong.yaml", wrong)}});
  CHECK(said.exit_code == 2);
  CHECK(said.err == "stepstorm: no such file: " + missing + '\n');
  CHECK_THAT(said.out, Catch::EndsWith("1 definition checked: 2 errors, 0 warnings\n"));
}

TEST_CASE("validate reads standard input for -", "[app][validate]") {
  std::istringstream input("{");
  auto* const before = std::cin.rdbuf(input.rdbuf());
  const auto said = validate({.files = {"-"}});
  std::cin.rdbuf(before);
  std::cin.clear();
  CHECK(said.exit_code == 1);
  CHECK_THAT(said.out, Catch::StartsWith("<stdin>:1:2: error INVALID_JSON_DESCRIPTION: "));
}

TEST_CASE("validate prints the service's diagnostics as JSON, with line and column", "[app][validate]") {
  const Folder folder;
  const auto file = folder.file("wrong.yaml", wrong);
  const auto said = validate({.files = {file, folder.missing("gone")}, .format = ReportFormat::JSON});
  const auto report = parse_json(said.out);
  REQUIRE(report);
  const auto& files = report->at("files");
  CHECK(to_text(files.at(0).at("diagnostics").at(0)) ==
        R"({"severity":"ERROR","code":"MISSING_TRANSITION_TARGET","message":"Missing 'Next' target: Ghost",)"
        R"("location":"/States/A/Next","line":3,"column":25})");
  CHECK(files.at(0).at("file") == file);
  CHECK(files.at(0).at("result") == "FAIL");
  CHECK(files.at(1).contains("unreadable"));
}

}  // namespace
}  // namespace stepstorm::app
