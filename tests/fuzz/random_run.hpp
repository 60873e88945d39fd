// One execution on virtual time whose surroundings do what a fuzzer's bytes say: tasks succeed, fail, hang, time out,
// send heartbeats; late and made-up notices come in between; a store answers or does not; a StopExecution ends it.
#pragma once

#include "execution/step.hpp"
#include "tests/fuzz/byte_source.hpp"

namespace stepstorm::fuzz {

struct RandomRun {
  execution::Execution execution;
  execution::History history;
};

/// Runs until the execution has ended; the answers run out before that, so it is stopped after a while. On the way,
/// notices about what is over must change nothing, and a running execution must wait for something.
[[nodiscard]] RandomRun run_at_random(execution::StateMachinePtr state_machine,
                                      Payload input,
                                      ByteSource& bytes,
                                      bool keep_events);

}  // namespace stepstorm::fuzz
