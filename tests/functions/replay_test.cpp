#include "functions/replay.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "functions/recording.hpp"

namespace stepstorm::functions {
namespace {

using workers::Fail;
using workers::Invocation;
using workers::Outcome;
using workers::Write;

std::string text_of(const Outcome& outcome) {
  if (const auto* wrote = std::get_if<Write>(&outcome)) return "wrote " + wrote->text;
  const auto& failed = std::get<Fail>(outcome);
  return failed.error + ": " + failed.cause + (failed.death ? ", died: " + *failed.death : "");
}

/// Answers with what it was given, but fails the first attempt.
class Echoes final : public workers::Environments {
 public:
  class Echo final : public workers::Environment {
   public:
    void invoke(Invocation&& invocation, Answer answer) override {
      if (invocation.attempt == 1) return answer(Fail{"First", "c", "died"});
      answer(Write{invocation.payload});
    }
  };
  std::unique_ptr<workers::Environment> make(std::shared_ptr<const workers::FunctionOptions>,
                                             std::function<void(std::string)>) override {
    return std::make_unique<Echo>();
  }
};

std::shared_ptr<const workers::FunctionOptions> function_called(const std::string& name) {
  workers::FunctionOptions function;
  function.name = name;
  return std::make_shared<const workers::FunctionOptions>(std::move(function));
}

std::string ask(workers::Environment& environment, Invocation invocation) {
  std::string answered;
  environment.invoke(std::move(invocation), [&](const Outcome& outcome) { answered = text_of(outcome); });
  return answered;
}

TEST_CASE("what was recorded is answered again", "[functions][replay]") {
  const auto recording = std::make_shared<Recording>();
  RecordedEnvironments recorded{std::make_shared<Echoes>(), recording};
  const auto environment = recorded.make(function_called("F"), {});
  CHECK(ask(*environment, {"{\"a\":1}", 7, 2, 1}) == "First: c, died: died");
  CHECK(ask(*environment, {"{\"a\":1}", 7, 2, 2}) == "wrote {\"a\":1}");
  CHECK(ask(*environment, {"\"\\u00fc\\n\"", 8, 0, 2}) == "wrote \"\\u00fc\\n\"");

  const auto replay = Replay::read(recording->text().value());
  REQUIRE(replay.has_value());
  ReplayedEnvironments replayed{*replay};
  const auto again = replayed.make(function_called("F"), {});
  CHECK(ask(*again, {"{\"a\":1}", 7, 2, 1}) == "First: c, died: died");
  CHECK(ask(*again, {"{\"a\":1}", 7, 2, 2}) == "wrote {\"a\":1}");
  CHECK(ask(*again, {"\"\\u00fc\\n\"", 8, 0, 2}) == "wrote \"\\u00fc\\n\"");
  CHECK((*replay)->missing() == 0);
}

TEST_CASE("what was not recorded fails, and is counted", "[functions][replay]") {
  const auto replay =
      Replay::read(R"({"function":"F","execution":0,"visit":0,"attempt":1,"took_ms":5,"payload":"1","wrote":"2"})");
  REQUIRE(replay.has_value());
  ReplayedEnvironments replayed{*replay};
  const auto f = replayed.make(function_called("F"), {});
  const auto g = replayed.make(function_called("G"), {});
  CHECK(ask(*f, {"1"}) == "wrote 2");
  CHECK((*replay)->missing() == 0);
  CHECK_THAT(ask(*f, {"2"}), Catch::StartsWith("Function.NotRecorded: "));
  CHECK_THAT(ask(*g, {"1"}), Catch::StartsWith("Function.NotRecorded: "));
  CHECK((*replay)->missing() == 2);
  CHECK((*replay)->missed() == "F 2");
  CHECK(f->known_time({"1"}) == std::chrono::milliseconds{5});
}

TEST_CASE("the same attempt goes before one of that number, and that before any other", "[functions][replay]") {
  const auto line = [](int execution, int attempt, const std::string& wrote) {
    return R"({"function":"F","execution":)" + std::to_string(execution) + R"(,"visit":0,"attempt":)" +
           std::to_string(attempt) + R"(,"took_ms":0,"payload":"1","wrote":")" + wrote + "\"}\n";
  };
  const auto replay = Replay::read(line(5, 1, "5/1") + line(4, 2, "4/2") + line(4, 1, "4/1"));
  REQUIRE(replay.has_value());
  struct Row {
    std::uint64_t execution;
    std::uint32_t attempt;
    std::uint64_t chance;
    const char* expected;
  };
  const auto row = GENERATE(values<Row>({
      {4, 1, 0, "4/1"},
      {4, 1, 1, "4/1"},
      {5, 1, 0, "5/1"},
      {9, 1, 0, "4/1"},
      {9, 1, 1, "5/1"},
      {9, 2, 1, "4/2"},
      {5, 3, 0, "4/1"},
      {5, 3, 2, "4/2"},
  }));
  CAPTURE(row.execution, row.attempt, row.chance);
  const RecordedAnswer* found = (*replay)->find("F", {"1", row.execution, 0, row.attempt, row.chance});
  REQUIRE(found);
  CHECK(std::get<Write>(found->outcome).text == row.expected);
}

TEST_CASE("a recording that is none is refused with its line", "[functions][replay]") {
  const std::string good =
      R"({"function":"F","execution":0,"visit":0,"attempt":1,"took_ms":5,"payload":"1","wrote":"2"})";
  struct Row {
    const char* what;
    const char* with;
    const char* complaint;
  };
  const auto row = GENERATE(values<Row>({
      {"\"F\"", "1", "line 2: /function: expected a function's name"},
      {"\"visit\":0", "\"visit\":-1", "line 2: /visit: expected a whole number"},
      {"\"visit\":0", "\"visit\":4294967296", "line 2: /visit: expected a whole number"},
      {"\"attempt\":1", "\"attempt\":0", "line 2: /attempt: expected a whole number from 1"},
      {"5", "-5", "line 2: /took_ms: expected milliseconds"},
      {"5", "1e300", "line 2: /took_ms: expected milliseconds"},
      {"\"1\"", "1", "line 2: /payload: expected a text, the JSON that the function was given"},
      {"\"wrote\":\"2\"", "\"error\":\"E\"", "line 2: /wrote: expected a text, or \"error\" and \"cause\""},
      {"\"wrote\"", "\"writes\"", "line 2: /writes: no such member"},
  }));
  std::string bad = good;
  bad.replace(bad.find(row.what), std::string{row.what}.size(), row.with);
  const auto replay = Replay::read(good + '\n' + bad + '\n');
  REQUIRE_FALSE(replay.has_value());
  CHECK(replay.error() == row.complaint);
  CHECK_FALSE(Replay::read("\n").has_value());
  CHECK_FALSE(Replay::read("[]").has_value());
  CHECK(Replay::read("").has_value());
}

}  // namespace
}  // namespace stepstorm::functions
