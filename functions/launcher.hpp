// Starts processes for a program with threads. The launcher is a separate process with one thread, forked before the
// program has others. It forks a keeper (keeper.hpp) for each function, and ends when the program does.
#pragma once

#include <string>

#include <sys/types.h>
#include <tl/expected.hpp>

#include "functions/descriptor.hpp"
#include "functions/keeper.hpp"

namespace stepstorm::functions {

/// The program's connections to a started process.
struct StartedProcess {
  Descriptor keeper;  // delivers the keeper's report, then ends; closing it ends the process and its descendants
  Descriptor log;     // output of the process
};

class Launcher {
 public:
  /// Must be called while the program has only one thread.
  [[nodiscard]] static tl::expected<Launcher, std::string> start();

  /// Ends the launcher after its keepers, each of which ends when its StartedProcess is destroyed.
  ~Launcher();
  Launcher(Launcher&& other) noexcept;
  Launcher& operator=(Launcher&&) = delete;

  /// Not safe for concurrent use.
  [[nodiscard]] tl::expected<StartedProcess, std::string> start(const ProcessSpec& spec);

 private:
  Launcher(pid_t process, Descriptor control) : process_(process), control_(std::move(control)) {}

  pid_t process_;
  Descriptor control_;
};

}  // namespace stepstorm::functions
