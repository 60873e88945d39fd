#include "actors/pinned_threads.hpp"

#include <array>
#include <string_view>

#include <pthread.h>
#include <sched.h>

namespace stepstorm::actors {
namespace {

/// Returns whether the thread runs actors, by the name that CAF 0.17 gives to its scheduler's threads.
bool runs_actors(pthread_t thread) {
  std::array<char, 16> name{};
  return pthread_getname_np(thread, name.data(), name.size()) == 0 &&
         std::string_view{name.data()} == std::string_view{"caf.multiplexer"}.substr(0, name.size() - 1);
}

}  // namespace

void PinnedThreads::init(caf::actor_system&) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  for (std::size_t processor = 0; processor < CPU_SETSIZE; ++processor)
    if (CPU_ISSET(processor, &allowed)) processors_.push_back(processor);
}

void PinnedThreads::thread_started() {
  if (processors_.empty() || !runs_actors(pthread_self())) return;
  cpu_set_t mine;
  CPU_ZERO(&mine);
  CPU_SET(processors_[next_++ % processors_.size()], &mine);
  pthread_setaffinity_np(pthread_self(), sizeof mine, &mine);
}

}  // namespace stepstorm::actors
