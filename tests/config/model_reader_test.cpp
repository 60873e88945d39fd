// Workers of kind `model`, from their settings to what they do.
#include "config/readers/model_reader.hpp"

#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "values/overload.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {
namespace {

using namespace orchestration;
using namespace std::chrono_literals;

std::vector<std::string> complaints(const std::string& settings) {
  Report report{"s.json", settings};
  const auto document = parse_json(settings);
  REQUIRE(document);
  workers::ModelOptions options;
  read_model(Node{*document, report}, options);
  std::vector<std::string> lines;
  for (const FileFinding& finding : std::move(report).take()) lines.push_back(finding.pointer + ": " + finding.message);
  return lines;
}

workers::ModelOptions options_of(const std::string& settings) {
  for (const std::string& complaint : complaints(settings)) FAIL(complaint);
  Report report{"s.json", settings};
  const auto document = parse_json(settings);
  workers::ModelOptions options;
  read_model(Node{*document, report}, options);
  return options;
}

class Claims {
 public:
  explicit Claims(const std::string& settings, std::uint64_t seed = 1)
      : model(options_of(settings), world::Stream::named(seed, "claims"), ledger) {}

  messages::Task task(const std::string& input, std::uint64_t execution = 0, std::uint32_t attempt = 1) const {
    return {.token = {},
            .execution = execution,
            .visit = 2,
            .state = 0,
            .number = attempt,
            .input = Payload{parse_json(input).value()},
            .order = execution};
  }

  std::string answer(const std::string& input, std::uint64_t execution = 0, std::uint32_t attempt = 1) {
    return std::visit(Overload{[](const workers::Succeed& x) { return to_text(*x.output); },
                               [](const workers::Raise& x) { return x.type + ": " + x.message; },
                               [](const auto&) { return std::string{"something else"}; }},
                      model.run_at(task(input, execution, attempt), TimePoint{1s}));
  }

  /// "payout C-1 10 by attempt 1"
  std::vector<std::string> effects() const {
    std::vector<std::string> lines;
    for (const books::Effect& effect : ledger->effects().effects())
      lines.push_back(effect.name + ' ' + effect.key + (effect.amount ? ' ' + to_text(Json(*effect.amount)) : "") +
                      " by attempt " + std::to_string(effect.cause.attempt) + (effect.stands() ? "" : ", undone"));
    return lines;
  }

  std::shared_ptr<books::Ledger> ledger = std::make_shared<books::Ledger>(1, true);
  workers::Model model;
};

TEST_CASE("the first outcome whose rule holds answers, by its template", "[config][model]") {
  Claims claims{R"json({"outcomes": [
    {"when": {"Variable": "$.amount", "NumericGreaterThan": 100}, "error": "Claim.TooMuch", "cause": "more than 100"},
    {"when": {"Variable": "$.amount", "NumericLessThan": 10}, "output": {"paid.$": "$.amount", "try.$": "$$.Attempt"}},
    {"output": {"id.$": "States.Format('{}/{}', $.claimId, $$.Order)"}}]})json"};
  CHECK(claims.answer(R"({"amount": 200})") == "Claim.TooMuch: more than 100");
  CHECK(claims.answer(R"({"amount": 5})", 0, 3) == R"({"paid":5,"try":3})");
  CHECK(claims.answer(R"({"amount": 50, "claimId": "C-1"})", 4) == R"({"id":"C-1/4"})");
}

TEST_CASE("what no outcome takes is answered with its input", "[config][model]") {
  const std::string never = R"({"outcomes": [{"when": {"Variable": "$.a", "IsPresent": true}, "error": "E"}]})";
  for (const std::string& settings : {std::string{"{}"}, never}) {
    Claims claims{settings};
    CHECK(claims.answer(R"({"b":1})") == R"({"b":1})");
  }
}

TEST_CASE("outcomes come as often as their probabilities say, of the attempts that others leave", "[config][model]") {
  Claims claims{R"({"outcomes": [
    {"probability": 0.1, "output": "a"},
    {"when": {"Variable": "$.odd", "BooleanEquals": true}, "probability": 0.5, "output": "b"},
    {"probability": 0.2, "output": "c"},
    {"output": "d"}]})"};
  std::map<std::string, int> odd, even;
  for (std::uint64_t execution = 0; execution < 10'000; ++execution) {
    ++odd[claims.answer(R"({"odd":true})", execution)];
    ++even[claims.answer(R"({"odd":false})", execution)];
  }
  const auto about = [](int count, double share) { return std::abs(count / 10'000.0 - share) < 0.02; };
  CHECK(about(odd[R"("a")"], 0.1));
  CHECK(about(odd[R"("b")"], 0.5));
  CHECK(about(odd[R"("c")"], 0.2));
  CHECK(about(odd[R"("d")"], 0.2));
  CHECK(about(even[R"("a")"], 0.1));
  CHECK(even.count(R"("b")") == 0);
  CHECK(about(even[R"("c")"], 0.2));
}

TEST_CASE("equal tasks get equal outcomes, times and draws, whatever else the worker does", "[config][model]") {
  const std::string settings = R"json({"outcomes": [
    {"probability": 0.5, "service_time": {"uniform": ["1 s", "9 s"]}, "output": {"id.$": "States.UUID()"}},
    {"service_time": {"uniform": ["20 s", "90 s"]}, "output": {"n.$": "States.MathRandom(1, 1000000)"}}]})json";
  Claims first{settings}, second{settings}, other{settings, 2};
  int differs = 0;
  for (std::uint64_t execution = 100; execution-- > 0;) static_cast<void>(second.answer("{}", execution));
  for (std::uint64_t execution = 0; execution < 100; ++execution) {
    const std::string answer = first.answer("{}", execution);
    CHECK(answer == second.answer("{}", execution));
    differs += answer != other.answer("{}", execution);
    const auto time = first.model.own_time(first.task("{}", execution));
    CHECK(time == second.model.own_time(second.task("{}", execution)));
    CHECK((*time < 10s) == answer.starts_with(R"({"id")"));  // of the outcome that it will be
  }
  CHECK(differs == 100);
}

TEST_CASE("an outcome is answered later, in working hours where there are such", "[config][model]") {
  const std::string outcomes = R"("outcomes": [
    {"when": {"Variable": "$.large", "BooleanEquals": true}, "answers_after": "10 h", "output": "late"},
    {"answers_after": {"uniform": ["1 h", "2 h"]}, "output": "soon"}])";
  Claims always{"{" + outcomes + "}"};
  Claims by_day{"{" + outcomes + R"(, "working_hours": {"from": "8 h", "to": "16 h", "days": ["Monday", "Tuesday"]}})"};
  const TimePoint monday_at_ten = parse_timestamp("2026-11-30T10:00:00Z").value();
  const auto large = always.task(R"({"large":true})");
  CHECK(always.model.may_answer_later());
  CHECK(always.model.answer_at(large, monday_at_ten) == monday_at_ten + 10h);
  CHECK(by_day.model.answer_at(large, monday_at_ten) == monday_at_ten + 26h);
  const auto small = always.model.answer_at(always.task(R"({"large":false})"), monday_at_ten);
  CHECK((small >= monday_at_ten + 1h && small <= monday_at_ten + 2h));
  CHECK_FALSE(Claims{R"({"outcomes": [{"output": "now"}]})"}.model.may_answer_later());
}

TEST_CASE("hours that nobody works in are refused", "[config][model]") {
  struct Row {
    std::string hours;
    std::string complaint;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"from": "17 h", "to": "9 h"})",
       "/working_hours: expected 'from' (17 h 00 min) before 'to' (9 h 00 min), both since midnight"},
      {R"({"to": "25 h"})",
       "/working_hours: expected 'from' (9 h 00 min) before 'to' (25 h 00 min), both since midnight"},
      {R"({"days": []})", "/working_hours/days: expected a list that is not empty, found an empty list"},
      {R"({"days": ["Mon"]})",
       "/working_hours/days/0: expected Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday, found "
       "\"Mon\""},
  }));
  CHECK(complaints(R"({"working_hours": )" + row.hours + "}") == std::vector{row.complaint});
}

TEST_CASE("effects take place before the answer, an error too, each attempt's unless a token says otherwise",
          "[config][model]") {
  const std::string with_token = R"({"outcomes": [{"error": "Bank.Reset", "effects": [
    {"effect": "payout", "key": "$.claimId", "amount": "$.amount", "idempotent_by": "$.token"},
    {"effect": "letter", "key": "$.claimId"}]}])";
  struct Row {
    std::string settings;
    std::vector<std::string> effects;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {with_token + "}", {"payout C-1 10.5 by attempt 1", "letter C-1 by attempt 1", "letter C-1 by attempt 2"}},
      {with_token + R"(, "idempotent": false})",
       {"payout C-1 10.5 by attempt 1",
        "letter C-1 by attempt 1",
        "payout C-1 10.5 by attempt 2",
        "letter C-1 by attempt 2"}},
  }));
  Claims claims{row.settings};
  CHECK(claims.answer(R"({"claimId":"C-1","amount":10.5,"token":"t"})", 0, 1) == "Bank.Reset: ");
  CHECK(claims.answer(R"({"claimId":"C-1","amount":10.5,"token":"t"})", 0, 2) == "Bank.Reset: ");
  CHECK(claims.effects() == row.effects);
}

TEST_CASE("a compensation undoes, before or after", "[config][model]") {
  const std::string pay = R"({"effect": "payout", "key": "$.id", "idempotent_by": "$.id"})";
  const std::string undo = R"({"undoes": "payout", "key": "$.id", "idempotent_by": "$.id"})";
  const std::string outcomes = R"({"outcomes": [{"when": {"Variable": "$.undo", "BooleanEquals": true}, "effects": [)" +
                               undo + "]}, {\"effects\": [" + pay + "]}]}";
  Claims claims{outcomes};
  static_cast<void>(claims.answer(R"({"id":1,"undo":false})"));
  static_cast<void>(claims.answer(R"({"id":1,"undo":true})"));
  static_cast<void>(claims.answer(R"({"id":2,"undo":true})"));
  CHECK(claims.answer(R"({"id":2,"undo":false})") == "Model.Cancelled: 'payout' of 2 was undone before it took place");
  CHECK(claims.effects() == std::vector<std::string>{"payout 1 by attempt 1, undone"});
}

TEST_CASE("what cannot be evaluated is an error, and nothing takes place", "[config][model]") {
  struct Row {
    std::string outcome;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"when": {"Variable": "$.none", "BooleanEquals": true}})", "Model.Invalid: the rule of outcome 0: "},
      {R"({"effects": [{"effect": "payout", "key": "$.none"}]})", "Model.Invalid: the effect 'payout': "},
      {R"({"effects": [{"effect": "payout", "key": "$"}]})",
       R"(Model.Invalid: the effect 'payout': key is {"a":"x"}, expected text or a number)"},
      {R"({"effects": [{"effect": "payout", "key": "k", "amount": "$.a"}]})",
       R"(Model.Invalid: the effect 'payout': amount is "x", expected a number)"},
      {R"({"effects": [{"effect": "payout", "key": "k"}], "output": {"x.$": "$.none"}})",
       "Model.Invalid: the output: "},
  }));
  Claims claims{"{\"outcomes\": [" + row.outcome + "]}"};
  CHECK_THAT(claims.answer(R"({"a":"x"})"), Catch::StartsWith(row.expected));
  CHECK(claims.effects().empty());
}

TEST_CASE("each mistake in a model gets one error with its place", "[config][model]") {
  struct Row {
    std::string settings;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"outcomes": []})", "/outcomes: expected a list that is not empty, found an empty list"},
      {R"({"outcomes": [{"output": 1, "error": "E"}]})",
       "/outcomes/0/error: contradicts 'output': expected one of the two"},
      {R"({"outcomes": [{"cause": "c"}]})", "/outcomes/0/cause: there is no 'error' that it is of"},
      {R"({"outcomes": [{"when": {"Variable": "$.a"}}]})", "/outcomes/0/when: "},
      {R"({"outcomes": [{"output": {"a.$": 7}}]})", "/outcomes/0/output/a.$: "},
      {R"({"outcomes": [{"output": {"a.$": "$x"}}]})", "/outcomes/0/output: there is no variable $x here"},
      {R"({"outcomes": [{"output": 1}, {"output": 2}]})", "/outcomes/0: takes all attempts, so that no outcome"},
      {R"({"outcomes": [{"probability": 0.7}, {"probability": 0.6}]})",
       "/outcomes: expected probabilities that sum to 1 at most"},
      {R"({"outcomes": [{"effects": [{"key": "k"}]}]})", "/outcomes/0/effects/0: 'effect' or 'undoes' is missing"},
      {R"({"outcomes": [{"effects": [{"effect": "e", "undoes": "e", "key": "k"}]}]})",
       "/outcomes/0/effects/0/undoes: contradicts 'effect'"},
      {R"({"outcomes": [{"effects": [{"undoes": "e", "key": "k", "amount": 1}]}]})",
       "/outcomes/0/effects/0/amount: what is undone"},
      {R"({"outcomes": [{"effects": [{"effect": "e", "key": {}}]}]})",
       "/outcomes/0/effects/0/key: expected a path such as \"$.id\", an intrinsic function call, text or a number"},
      {R"({"outcomes": [{"effects": [{"effect": "e", "key": "$..["}]}]})", "/outcomes/0/effects/0/key: "},
  }));
  CAPTURE(row.settings);
  const auto found = complaints(row.settings);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::StartsWith(row.expected));
}

}  // namespace
}  // namespace stepstorm::config
