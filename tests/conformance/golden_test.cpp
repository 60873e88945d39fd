// The project's own cases: a history for each row of semantics.md 8.7, in our words and on our definitions, so that
// the proof is there where ../shared/conformance is not.
#include <algorithm>

#include <catch2/catch.hpp>

#include "config/source_folder.hpp"
#include "conformance/report.hpp"

namespace stepstorm::conformance {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> golden_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(config::source_folder() / "tests/conformance/golden"))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("every case of our own ends as it says, with the history that it says", "[conformance][golden]") {
  const auto files = golden_files();
  REQUIRE_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto own = load_case(file);
    if (!own) FAIL(config::render(own.error().front()));
    const Verdict verdict = judge(*own, play(*own), file, true);
    INFO(verdict.id << "\n" << reason(verdict, Level::History));
    CHECK(passes(verdict, Level::History));
  }
}

TEST_CASE("a case of our own is named after its file", "[conformance][golden]") {
  for (const fs::path& file : golden_files()) {
    const auto own = load_case(file);
    REQUIRE(own);
    CHECK(own->id == file.parent_path().filename().string() + '/' + file.stem().string());
  }
}

}  // namespace
}  // namespace stepstorm::conformance
