// A random machine on a random input, told random things. Whatever happens, it ends, its history keeps the rules of
// histories, and the same bytes give the same history again.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "asl/compile.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/history_rules.hpp"
#include "tests/fuzz/random_definition.hpp"
#include "tests/fuzz/random_run.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::fuzz;

struct Trial {
  asl::MachinePtr machine;
  ByteSource rest;
};

RandomRun run(const Trial& trial, bool keep_events = true) {
  ByteSource bytes = trial.rest;
  Payload input{random_payload(bytes)};
  return run_at_random(execution::create_state_machine("fuzz", trial.machine), std::move(input), bytes, keep_events);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteSource bytes{std::span(data, size)};
  const auto compiled = asl::compile(to_text(random_definition(bytes)));
  if (!compiled.machine) return 0;
  const Trial trial{compiled.machine, bytes};

  const RandomRun once = run(trial);
  demand_history_rules(once.history, once.execution);
  const std::string history = execution::render_text(once.history, *once.execution.state_machine);
  const RandomRun again = run(trial);
  demand(history == execution::render_text(again.history, *again.execution.state_machine),
         "equal bytes give an equal history");
  const RandomRun unrecorded = run(trial, false);
  demand(unrecorded.execution.events == once.execution.events &&
             unrecorded.execution.status.index() == once.execution.status.index(),
         "an execution goes the same way when nobody keeps its events");
  return 0;
}
