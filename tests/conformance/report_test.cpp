#include "conformance/report.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::conformance {
namespace {

const Differences none;
const Differences one{{"history[1].type", "PassStateEntered", "FailStateEntered"}};

Verdict verdict(const std::string& id, std::optional<Differences> outcome, std::optional<Differences> history) {
  return {.file = id + ".json",
          .id = id,
          .area = id.substr(0, id.find('/')),
          .features = {"Pass"},
          .recorded = true,
          .refusal = {},
          .comparison = {std::move(outcome), history, history}};
}

TEST_CASE("a case passes at a level when nothing differs there or below", "[conformance][report]") {
  CHECK(passes(verdict("a/1", none, none), Level::History));
  CHECK(passes(verdict("a/1", none, one), Level::Outcome));
  CHECK_FALSE(passes(verdict("a/1", none, one), Level::Causal));
  CHECK_FALSE(passes(verdict("a/1", one, none), Level::History));
  CHECK(passes(verdict("a/1", none, std::nullopt), Level::History));                // no history was recorded
  CHECK_FALSE(passes(verdict("a/1", std::nullopt, std::nullopt), Level::History));  // nothing was
}

TEST_CASE("the first difference is the reason, a refusal goes before it", "[conformance][report]") {
  Verdict failed = verdict("a/1", none, one);
  CHECK(reason(failed, Level::History) == "history[1].type: expected PassStateEntered, found FailStateEntered");
  CHECK(reason(failed, Level::Outcome).empty());
  failed.refusal = "no JSONata yet";
  CHECK(reason(failed, Level::History) == "refused: no JSONata yet");
}

TEST_CASE("the table counts passes by area and level", "[conformance][report]") {
  const std::vector<Verdict> verdicts{
      verdict("base/1", none, none), verdict("base/2", none, one), verdict("express/1", one, std::nullopt)};
  CHECK(render_table(verdicts) ==
        "area     cases  outcome  causal  history\n"
        "base         2      2/2     1/2      1/2\n"
        "express      1      0/1       -        -\n"
        "total        3      2/3     1/2      1/2\n");
}

TEST_CASE("the document has a row for each feature that a case exercises", "[conformance][report]") {
  const std::string document = render_markdown({verdict("base/1", none, one)});
  CHECK(document.find("| `Pass` | 1 | 0 | 1/1 | 0/1 | 0/1 |  |\n") != std::string::npos);
  CHECK(document.find("Choice rules") == std::string::npos);
}

}  // namespace
}  // namespace stepstorm::conformance
