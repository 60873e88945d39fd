// Keeps every thread that runs actors on one of the processors that the process may use, one after the other. CAF's other
// threads (its clock) go where the operating system puts them.
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include <caf/thread_hook.hpp>

namespace stepstorm::actors {

class PinnedThreads final : public caf::thread_hook {
 public:
  void init(caf::actor_system& system) override;
  void thread_started() override;
  void thread_terminates() override {}

 private:
  std::vector<std::size_t> processors_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace stepstorm::actors
