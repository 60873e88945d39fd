// The process between a function and the program: it starts the function, measures what the function and its descendants
// take, and sees to it that they end together. It has one thread, is the subreaper of all that the function starts, and
// ends when its socket does: `kill -9` of the program leaves nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "functions/descriptor.hpp"
#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {

/// What a keeper starts.
struct ProcessSpec {
  std::vector<std::string> command;      // a program, looked for where Debian has them, and its arguments
  std::vector<std::string> environment;  // NAME=VALUE: all of it
  std::string folder;                    // where it begins
  std::uint64_t memory_bytes = 0;        // more resident memory than this, and it is killed
};

/// Both are one message on the keeper's socket. What is no such text is what went wrong.
[[nodiscard]] std::string spec_text(const ProcessSpec& spec);
struct KeeperReport {
  orchestration::ProcessEnd end;
  std::string not_started;  // why; empty: it was started
};
[[nodiscard]] KeeperReport read_report(const std::string& text);

/// Of a spec or a report.
inline constexpr std::size_t keeper_message_bytes_max = 128 << 10;

/// The keeper, which ends in here. `program`: the socket to the program, from which it reads its spec; `log`: what the
/// function writes to.
[[noreturn]] void keep(Descriptor program, Descriptor log);

}  // namespace stepstorm::functions
