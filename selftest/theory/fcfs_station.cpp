#include "selftest/theory/fcfs_station.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace stepstorm::theory {

FcfsStation::FcfsStation(std::uint32_t servers, std::optional<std::uint32_t> queue_limit)
    : queue_limit_(queue_limit), free_from_(servers) {
  assert(servers > 0);
}

std::optional<world::Time> FcfsStation::arrive(world::Time at, world::Duration service) {
  const world::Time begin = std::max(at, free_from_.front());
  if (queue_limit_ && begin > at) {
    if (!has_room(at)) return std::nullopt;
    begins_.push_back(begin);
  }
  occupy_first_free(begin + service);
  return begin;
}

bool FcfsStation::has_room(world::Time at) {
  while (!begins_.empty() && begins_.front() <= at) begins_.pop_front();
  return begins_.size() < *queue_limit_;
}

/// Moves the first element of the heap to its new place by sifting down once, instead of removing and inserting it.
void FcfsStation::occupy_first_free(world::Time until) {
  std::size_t place = 0;
  for (std::size_t child = 1; child < free_from_.size(); child = 2 * place + 1) {
    if (child + 1 < free_from_.size() && free_from_[child + 1] < free_from_[child]) ++child;
    if (until <= free_from_[child]) break;
    free_from_[place] = free_from_[child];
    place = child;
  }
  free_from_[place] = until;
}

}  // namespace stepstorm::theory
