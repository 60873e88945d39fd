#include "app/command_line.hpp"

#include <sstream>

#include <catch2/catch.hpp>

namespace stepstorm::app {
namespace {

template <class Options>
Options parsed(const std::vector<std::string>& words) {
  const auto command = parse_command_line(words);
  if (!command) UNSCOPED_INFO(command.error().text);
  REQUIRE(command.has_value());
  return std::get<Options>(*command);
}

Answer answer(const std::vector<std::string>& words) {
  const auto command = parse_command_line(words);
  REQUIRE(!command.has_value());
  return command.error();
}

TEST_CASE("run takes a machine and keeps defaults for the rest", "[app][command_line]") {
  const auto run = parsed<RunOptions>({"run", "m.json"});
  CHECK(run.machine == "m.json");
  CHECK(run.input == std::nullopt);
  CHECK(run.settings == std::nullopt);
  CHECK(run.history == HistoryView::Live);
  CHECK(run.seed == std::nullopt);
  CHECK(run.name == std::nullopt);
  CHECK(run.log_level == "warn");
}

TEST_CASE("run takes every option", "[app][command_line]") {
  const auto run = parsed<RunOptions>({"run",
                                       "--input",
                                       R"({"a":[1,2]})",
                                       "--settings=s.json",
                                       "--history",
                                       "json",
                                       "--seed",
                                       "18446744073709551615",
                                       "--name",
                                       "n",
                                       "--log-level",
                                       "debug",
                                       "m.json"});
  CHECK(run.machine == "m.json");
  CHECK(run.input == R"({"a":[1,2]})");
  CHECK(run.settings == "s.json");
  CHECK(run.history == HistoryView::Json);
  CHECK(run.seed == 18446744073709551615u);
  CHECK(run.name == "n");
  CHECK(run.log_level == "debug");
}

TEST_CASE("explore and shrink take their options", "[app][command_line]") {
  using namespace std::chrono_literals;
  const auto explore = parsed<ExploreOptions>({"explore", "e.json", "--seeds", "10000", "--seed", "7"});
  CHECK(explore.file == "e.json");
  CHECK(explore.seeds == 10'000);
  CHECK(explore.seed == 7);
  CHECK(parsed<ExploreOptions>({"explore", "e.json"}).seeds == 1'000);

  const auto shrink = parsed<ShrinkOptions>({"shrink", "e.json", "--budget", "2 min", "--out", "s.json"});
  CHECK(shrink.out == "s.json");
  CHECK(shrink.budget.time == 2min);
  CHECK_FALSE(shrink.budget.runs);
  CHECK(parsed<ShrinkOptions>({"shrink", "e.json", "--budget", "50"}).budget.runs == 50);
  CHECK(parsed<ShrinkOptions>({"shrink", "e.json"}).budget.runs == 1'000);
  for (const std::string wrong : {"0", "-1", "0 s", "much", "5 parsecs", ""}) CHECK_FALSE(parse_budget(wrong));
}

TEST_CASE("compare takes two reports", "[app][command_line]") {
  const auto compare = parsed<CompareOptions>({"compare", "a.json", "--json", "b.json", "--confidence", "0.99"});
  CHECK(compare.a == "a.json");
  CHECK(compare.b == "b.json");
  CHECK(compare.confidence == 0.99);
  CHECK(compare.json);
}

TEST_CASE("an input is any JSON text", "[app][command_line]") {
  const auto text = GENERATE(as<std::string>{}, "-", "-5", "[]", "[1,2]", "\"--help\"", "@order.json", "{}", "null");
  CHECK(parsed<RunOptions>({"run", "m", "--input", text}).input == text);
  CHECK(parsed<RunOptions>({"run", "m", "--input=" + text}).input == text);
}

TEST_CASE("wrong words are answered with what is wrong and a hint", "[app][command_line]") {
  struct Row {
    std::vector<std::string> words;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {{}, "stepstorm: expected a command: run, "},
      {{"rnu"}, "stepstorm: there is no command 'rnu'; did you mean 'run'?\n"},
      {{"frobnicate"}, "stepstorm: there is no command 'frobnicate'\n"},
      {{"--frobnicate"}, "stepstorm: there is no option '--frobnicate'\n"},
      {{"run"}, "stepstorm run: MACHINE is required\n"},
      {{"run", "m", "--histroy", "live"}, "stepstorm run: there is no option '--histroy'; did you mean '--history'?\n"},
      {{"run", "m", "n"}, "stepstorm run: there is nothing to do with 'n'\n"},
      {{"run", "m", "--history", "film"}, "stepstorm run: --history: expected live|table|json|none, found 'film'\n"},
      {{"run", "m", "--seed", "-1"}, "stepstorm run: --seed: expected a whole number from 0 to "},
      {{"run", "m", "--seed", "1x"}, "stepstorm run: --seed: expected a whole number from 0 to "},
      {{"run", "m", "--seed", "18446744073709551616"}, "stepstorm run: --seed: expected a whole number from 0 to "},
      {{"run", "m", "--seed", "0x10"}, "stepstorm run: --seed: expected a whole number from 0 to "},
      {{"simulate", "s", "--replications", "0x10"},
       "stepstorm simulate: --replications: expected a whole number from 1 to 1000, found '0x10'\n"},
      {{"simulate", "s", "--replications", "1001"},
       "stepstorm simulate: --replications: expected a whole number from 1 to 1000, found '1001'\n"},
      {{"explore", "s", "--seeds", "1e3"}, "stepstorm explore: --seeds: expected a whole number from 1 to 1000000000"},
      {{"compare", "a", "b", "--confidence", "nan"},
       "stepstorm compare: --confidence: expected a number from 0.5 to 0.999999, found 'nan'\n"},
      {{"compare", "a", "b", "--confidence", "1"}, "stepstorm compare: --confidence: expected a number from 0.5 to "},
      {{"experiment", "e", "--out", ""},
       "stepstorm experiment: --out: expected the name of a file or folder, found ''\n"},
      {{"shrink", "e", "--out="}, "stepstorm shrink: --out: "},
      {{"run", "m", "--log-level", "loud"}, "stepstorm run: --log-level: expected trace|debug|"},
      {{"run", "m", "--clock", "sundial"}, "stepstorm run: --clock: expected wall|virtual, found 'sundial'"},
  }));
  const auto [exit_code, text] = answer(row.words);
  CHECK(exit_code == 2);
  CHECK_THAT(text, Catch::StartsWith(row.expected));
  CHECK_THAT(text, Catch::Contains("--help' says what there is."));
}

TEST_CASE("digits are decimal", "[app][command_line]") {
  CHECK(parsed<SimulateOptions>({"simulate", "s", "--replications", "010"}).replications == 10);
  CHECK(parsed<ExploreOptions>({"explore", "e", "--seeds", "010", "--seed", "010"}).seeds == 10);
  CHECK(parsed<ExploreOptions>({"explore", "e", "--seeds", "010", "--seed", "010"}).seed == 10);
}

TEST_CASE("a word that is not UTF-8 is refused", "[app][command_line]") {
  const auto [exit_code, text] = answer({"simulate", "caf\xE9.json"});
  CHECK(exit_code == 2);
  CHECK(text == "stepstorm: this word is not UTF-8: caf\xEF\xBF\xBD.json\n");
}

TEST_CASE("help is an answer, not a mistake, and shows examples", "[app][command_line]") {
  const auto words = GENERATE(values<std::vector<std::string>>(
      {{"--help"}, {"-h"}, {"run", "--help"}, {"run", "-h"}, {"validate", "--help"}, {"run", "m", "--help"}}));
  const auto [exit_code, text] = answer(words);
  CHECK(exit_code == 0);
  CHECK_THAT(text, Catch::Contains("Examples"));
}

TEST_CASE("help fits 120 columns", "[app][command_line]") {
  const auto words = GENERATE(values<std::vector<std::string>>(
      {{"--help"}, {"run", "--help"}, {"demo", "--help"}, {"validate", "--help"}, {"version", "--help"}}));
  std::istringstream text(answer(words).text);
  for (std::string line; std::getline(text, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 120);
  }
}

}  // namespace
}  // namespace stepstorm::app
