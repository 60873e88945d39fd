// Every recorded case that is beside the project, run and compared as `stepstorm conform` does it.
#include "tests/conformance/corpus.hpp"

#include <catch2/catch.hpp>

#include "conformance/report.hpp"

namespace stepstorm::conformance {
namespace {

TEST_CASE("every recorded case ends as it was recorded, with the same history", "[conformance][corpus]") {
  const auto corpus = corpus_or_skip();
  if (!corpus) return;
  for (const auto& [file, recorded] : corpus_cases(*corpus)) {
    const Verdict verdict = judge(recorded, play(recorded), file, false);
    INFO(verdict.id << "\n" << reason(verdict, Level::History));
    CHECK(passes(verdict, Level::History));
  }
}

}  // namespace
}  // namespace stepstorm::conformance
