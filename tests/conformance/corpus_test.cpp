// Every recorded case that is beside the project, run and compared as `stepstorm conform` does it.
#include "tests/conformance/corpus.hpp"

#include <catch2/catch.hpp>

#include "conformance/report.hpp"

namespace stepstorm::conformance {
namespace {

bool is_jsonata(const Case& recorded) {
  return std::find(recorded.tags.begin(), recorded.tags.end(), "JSONata") != recorded.tags.end();
}

TEST_CASE("every recorded JSONPath case ends as it was recorded, with the same history", "[conformance][corpus]") {
  const auto corpus = corpus_or_skip();
  if (!corpus) return;
  for (const auto& [file, recorded] : corpus_cases(*corpus)) {
    if (is_jsonata(recorded)) continue;
    const Verdict verdict = judge(recorded, play(recorded), file, false);
    INFO(verdict.id << "\n" << reason(verdict, Level::History));
    CHECK(passes(verdict, Level::History));
  }
}

TEST_CASE("a recorded case in JSONata is refused by the name of its query language", "[conformance][corpus]") {
  const auto corpus = corpus_or_skip();
  if (!corpus) return;
  for (const auto& [file, recorded] : corpus_cases(*corpus)) {
    if (!is_jsonata(recorded)) continue;
    const Played played = play(recorded);
    INFO(recorded.id);
    REQUIRE(played.refusal);
    CHECK(played.refusal->find("JSONata") != std::string::npos);
  }
}

}  // namespace
}  // namespace stepstorm::conformance
