// The quota of state transitions: what would take executions through states waits, first come, first served, until the
// account's bucket holds a token. A step that goes through several states owes for the others; those that come after
// it wait the longer. A start is never held back here, StartExecution has a quota of its own, but what it enters counts.
// Source: AWS Step Functions developer guide, "Quotas related to state throttling".
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "execution/notice.hpp"
#include "orchestration/slab.hpp"
#include "values/timestamp.hpp"
#include "world/quota.hpp"

namespace stepstorm::orchestration {

class TransitionGate {
 public:
  struct Waiting {
    SlabKey execution;
    execution::Notice notice;
  };

  TransitionGate(const world::Bucket& bucket, TimePoint now) : begin_(now), bucket_(bucket) {}

  /// Whether there is a token and nothing else waits for it.
  bool is_open(TimePoint now) const { return waiting_.empty() && bucket_.tokens(now - begin_) > 0; }
  void put_off(SlabKey execution, execution::Notice notice) { waiting_.push_back({execution, std::move(notice)}); }
  /// The first of those that wait, when there is a token for it.
  std::optional<Waiting> take_next(TimePoint now);
  /// So many states have been entered.
  void entered(std::uint32_t states, TimePoint now) { bucket_.owe(now - begin_, states); }
  /// When to call take_next; never: nothing waits.
  TimePoint next(TimePoint now) const;

 private:
  TimePoint begin_;
  world::TokenBucket bucket_;
  std::deque<Waiting> waiting_;
};

}  // namespace stepstorm::orchestration
