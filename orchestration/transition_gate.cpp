#include "orchestration/transition_gate.hpp"

namespace stepstorm::orchestration {

std::optional<TransitionGate::Waiting> TransitionGate::take_next(TimePoint now) {
  if (waiting_.empty() || bucket_.tokens(now - begin_) <= 0) return std::nullopt;
  std::optional<Waiting> first = std::move(waiting_.front());
  waiting_.pop_front();
  return first;
}

TimePoint TransitionGate::next(TimePoint now) const {
  if (waiting_.empty()) return never;
  return begin_ + bucket_.next_token(now - begin_);
}

}  // namespace stepstorm::orchestration
