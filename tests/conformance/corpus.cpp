#include "tests/conformance/corpus.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "config/source_folder.hpp"

namespace stepstorm::conformance {
namespace fs = std::filesystem;
namespace {

std::vector<CaseFile> cases_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<CaseFile> cases;
  for (const fs::path& file : files) {
    auto recorded = load_case(file);
    if (!recorded) FAIL(config::render(recorded.error().front()));
    cases.emplace_back(file, std::move(*recorded));
  }
  return cases;
}

}  // namespace

std::optional<fs::path> corpus_or_skip() {
  const fs::path corpus = config::source_folder() / ".." / "shared" / "conformance";
  if (fs::is_directory(corpus / "cases")) return corpus.lexically_normal();
  WARN("skipped: there are no recorded cases in " << corpus.lexically_normal());
  return std::nullopt;
}

std::vector<CaseFile> corpus_cases(const fs::path& corpus) { return cases_below(corpus / "cases"); }

std::vector<CaseFile> golden_cases() { return cases_below(config::source_folder() / "tests/conformance/golden"); }

}  // namespace stepstorm::conformance
