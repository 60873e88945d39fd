// Starts processes for a program that has threads: a process of its own with one thread, forked before there are any.
// It forks a keeper (keeper.hpp) for each function and nothing else, and ends when the program does.
#pragma once

#include <string>

#include <sys/types.h>
#include <tl/expected.hpp>

#include "functions/descriptor.hpp"
#include "functions/keeper.hpp"

namespace stepstorm::functions {

/// The program's ends of a process that was started.
struct StartedProcess {
  Descriptor keeper;  // gives the keeper's report, then ends; closing it ends the process and all that it has started
  Descriptor log;     // what the process writes
};

class Launcher {
 public:
  /// Only while the program has one thread.
  [[nodiscard]] static tl::expected<Launcher, std::string> start();

  /// Ends it once its keepers have ended, each of which does so when its StartedProcess is gone.
  ~Launcher();
  Launcher(Launcher&& other) noexcept;
  Launcher& operator=(Launcher&&) = delete;

  /// One thread at a time.
  [[nodiscard]] tl::expected<StartedProcess, std::string> start(const ProcessSpec& spec);

 private:
  Launcher(pid_t process, Descriptor control) : process_(process), control_(std::move(control)) {}

  pid_t process_;
  Descriptor control_;
};

}  // namespace stepstorm::functions
