// The keeper: a process between a function and the program. It starts the function, measures the memory of the function
// and its descendants, and ends them together. It has one thread, is the subreaper of the function's descendants, and
// ends when its socket is closed, so that `kill -9` of the program leaves no process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "functions/descriptor.hpp"
#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {

/// The process that a keeper starts.
struct ProcessSpec {
  std::vector<std::string> command;      // a program, found on Debian's default path, and its arguments
  std::vector<std::string> environment;  // NAME=VALUE; the complete environment
  std::string folder;                    // working directory
  std::uint64_t memory_bytes = 0;        // limit of resident memory; a larger process is killed
};

/// Spec and report are one message each on the keeper's socket. A text that is no report means that the keeper was
/// killed.
[[nodiscard]] std::string spec_text(const ProcessSpec& spec);
struct KeeperReport {
  workers::ProcessEnd end;
  std::string not_started;  // why the process was not started; empty: it was
};
[[nodiscard]] KeeperReport read_report(const std::string& text);

/// Limit of a spec or a report in bytes.
inline constexpr std::size_t keeper_message_bytes_max = 128 << 10;

/// Runs the keeper and ends its process. `program`: the socket to the program, from which it reads its spec; `log`: the
/// function's output.
[[noreturn]] void keep(Descriptor program, Descriptor log);

}  // namespace stepstorm::functions
