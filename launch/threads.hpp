// Runs work on several threads while the calling thread watches.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <future>
#include <system_error>
#include <thread>
#include <vector>

namespace stepstorm::launch {

/// Returns the number of cores, at most `of_use`.
inline std::size_t threads_for(std::size_t of_use) {
  return std::min<std::size_t>(of_use, std::max(1u, std::thread::hardware_concurrency()));
}

/// Runs `work` on `threads` threads at once, or on fewer when the system has no more, and waits until it has returned
/// on all of them. Meanwhile calls `watch` on this thread, five times a second.
template <class Work, class Watch>
void work_on_threads(std::size_t threads, Work work, Watch watch) {
  constexpr std::chrono::milliseconds between_looks{200};
  std::vector<std::future<void>> workers;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    try {
      workers.push_back(std::async(std::launch::async, work));
    } catch (const std::system_error&) {
      if (workers.empty()) throw;
      break;
    }
  }
  for (auto& worker : workers)
    while (worker.wait_for(between_looks) != std::future_status::ready) watch();
  for (auto& worker : workers) worker.get();
}

}  // namespace stepstorm::launch
