// PinnedThreads: pins each thread that runs actors to one of the processors available to the process, in turn. Does not
// pin CAF's other threads (its clock).
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
