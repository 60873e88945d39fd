// TransitionGate: the quota of state transitions. Notices that cause transitions wait, first come, first served, until
// the account's bucket holds a token. A step through several states takes the further tokens as a debt, so that later
// notices wait longer. Starts never wait here (StartExecution has its own quota), but the states they enter count.
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

  /// Returns whether a token is available and no notice waits for it.
  bool is_open(TimePoint now) const { return waiting_.empty() && bucket_.tokens(now - begin_) > 0; }
  void put_off(SlabKey execution, execution::Notice notice) { waiting_.push_back({execution, std::move(notice)}); }
  /// Removes and returns the first waiting notice, if a token is available.
  std::optional<Waiting> take_next(TimePoint now);
  /// Charges the bucket for `states` entered states.
  void entered(std::uint32_t states, TimePoint now) { bucket_.owe(now - begin_, states); }
  /// Returns when to call take_next; `never` when no notice waits.
  TimePoint next(TimePoint now) const;

 private:
  TimePoint begin_;
  world::TokenBucket bucket_;
  std::deque<Waiting> waiting_;
};

}  // namespace stepstorm::orchestration
