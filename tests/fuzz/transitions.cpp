// Holds docs/transitions.md against the grammar of histories and against what generated executions walk.
//   transitions PAGE [--write]
// Exits with 1 when the page says something else: --write renews it. An execution that walks what is not legal aborts.
#include "execution/grammar/transitions.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "asl/compile.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/random_definition.hpp"
#include "tests/fuzz/random_run.hpp"
#include "world/stream.hpp"

namespace {

using namespace stepstorm;
using execution::Transition;

constexpr std::uint64_t executions = 4'000;
constexpr std::uint64_t seed = 1;

void walk(world::Stream random, std::set<Transition>& walked) {
  std::array<std::uint8_t, 500> drawn{};
  for (auto& byte : drawn) byte = static_cast<std::uint8_t>(random.below(256));
  fuzz::ByteSource bytes{drawn};
  const auto compiled = asl::compile(to_text(fuzz::random_definition(bytes)));
  if (!compiled.machine) return;
  const Payload input{fuzz::random_payload(bytes)};
  const auto machine = execution::create_state_machine("generated", compiled.machine);
  const fuzz::RandomRun run = fuzz::run_at_random(machine, input, bytes, true);
  for (const Transition& step : execution::transitions_walked(run.history, *machine, run.execution.status))
    walked.insert(step);
}

std::set<Transition> walk_all() {
  const auto stream = world::Stream::named(seed, "transitions");
  std::set<Transition> walked;
  for (std::uint64_t at = 0; at != executions; ++at) walk(stream.of(at), walked);
  return walked;
}

/// Phases in the order of the grammar: "entered, backing off".
using Rows = std::map<execution::EventType, std::map<execution::Kind, std::string>>;

Rows rows_of(const std::vector<Transition>& legal, const std::set<Transition>& walked) {
  Rows rows;
  for (const Transition& step : legal) {
    std::string& from = rows[step.event][step.kind];
    const std::string phase{name_of(step.from)};
    from += (from.empty() ? "" : ", ") + (walked.contains(step) ? phase : "*" + phase + "*");
  }
  return rows;
}

std::string page() {
  const auto legal = execution::legal_transitions();
  const auto walked = walk_all();
  for (const Transition& step : walked)
    fuzz::demand(std::find(legal.begin(), legal.end(), step) != legal.end(), "what is walked is legal");
  std::string text =
      "# The transitions of an execution\n\n"
      "The legal transitions of an execution's scopes, by the grammar of histories\n"
      "(`execution/grammar/event_rules.cpp`), and which of them generated executions walk.\n\n"
      "A scope is the `States` of the machine, of a branch or of an iteration. It is in a state and in a phase; an\n"
      "event of the history takes it to the next phase. Events that only follow from others, such as\n"
      "ParallelStateSucceeded after the last branch, and the ends of executions are left out. No generated execution\n"
      "has taken the transition from a phase *in italics*.\n\n"
      "`ctest -R transitions` checks this page; it walks " +
      std::to_string(executions) + " executions of seed " + std::to_string(seed) + ": " +
      std::to_string(walked.size()) + " of " + std::to_string(legal.size()) +
      " transitions.\nTo renew it: `build/release/tests/fuzz/transitions docs/transitions.md --write`.\n\n"
      "| Event | State | from | to |\n|---|---|---|---|\n";
  for (const auto& [event, kinds] : rows_of(legal, walked))
    for (const auto& [kind, from] : kinds)
      text += "| " + std::string{name_of(event)} + " | " + std::string{name_of(kind)} + " | " + from + " | " +
              std::string{name_of(execution::rule_of(event).to)} + " |\n";
  return text;
}

std::string read(const char* file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

int main(int argc, char** argv) {
  const bool writes = argc == 3 && argv[2] == std::string_view{"--write"};
  if (argc != 2 && !writes) return std::fputs("usage: transitions PAGE [--write]\n", stderr), 2;
  const std::string now = page();
  if (writes) return std::ofstream{argv[1], std::ios::binary} << now ? EXIT_SUCCESS : EXIT_FAILURE;
  if (read(argv[1]) == now) return EXIT_SUCCESS;
  std::printf("%s says something else than this:\n\n%s", argv[1], now.c_str());
  return EXIT_FAILURE;
}
