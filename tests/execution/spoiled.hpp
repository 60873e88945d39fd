// Good histories made bad, each by one change. Ids stay contiguous and previousEventIds keep their meaning wherever the
// change leaves them one, so that what is wrong is what the change is about.
#pragma once

#include <cstddef>
#include <utility>

#include "execution/history.hpp"

namespace stepstorm::execution {

/// Without the event; what followed it follows the one before it.
inline History without_event(History history, std::size_t at) {
  const HistoryEvent gone = history[at];
  history.erase(history.begin() + static_cast<std::ptrdiff_t>(at));
  for (std::size_t i = at; i < history.size(); ++i) {
    --history[i].id;
    if (history[i].previous == gone.id)
      history[i].previous = gone.previous;
    else if (history[i].previous > gone.id)
      --history[i].previous;
  }
  return history;
}

enum class Again {
  Beside,   // after the same event; what followed the first still does
  Chained,  // after the first; what followed the first follows the second
};

inline History with_event_twice(History history, std::size_t at, Again again) {
  HistoryEvent second = history[at];
  const auto first_id = second.id++;
  if (again == Again::Chained) second.previous = first_id;
  for (std::size_t i = at + 1; i < history.size(); ++i) {
    ++history[i].id;
    if (history[i].previous > first_id || (history[i].previous == first_id && again == Again::Chained))
      ++history[i].previous;
  }
  history.insert(history.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(second));
  return history;
}

inline History with_previous_swapped(History history, std::size_t left, std::size_t right) {
  std::swap(history[left].previous, history[right].previous);
  return history;
}

inline History with_ids_swapped(History history, std::size_t left, std::size_t right) {
  std::swap(history[left].id, history[right].id);
  return history;
}

/// Each in the other's place and at its time.
inline History with_events_swapped(History history, std::size_t left, std::size_t right) {
  std::swap(history[left].type, history[right].type);
  std::swap(history[left].state, history[right].state);
  std::swap(history[left].details, history[right].details);
  return history;
}

}  // namespace stepstorm::execution
