// TimerWheel: for millions of timers. Scheduling and cancelling take constant time and rarely allocate.
// Ticks are nanoseconds since the epoch, or any other 64-bit count. Deterministic: timers for the same tick fire in the
// order in which they were scheduled.
//
// 11 levels of 64 slots. A timer is at the level of the highest base-64 digit in which its tick differs from now, in
// the slot of that digit; when time reaches the slot's beginning, its timers move down. A bit mask per level finds the
// next occupied slot. Source: Varghese and Lauck, "Hashed and hierarchical timing wheels", SOSP 1987. Our addition:
// each slot keeps its earliest tick, so that no wake-up happens just to move timers down.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <utility>

#include "orchestration/slab.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

/// Converts an instant to a tick; instants before 1970 become 0.
inline std::uint64_t to_tick(TimePoint at) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, at.time_since_epoch().count()));
}
inline TimePoint to_time(std::uint64_t tick) {
  return TimePoint{std::chrono::nanoseconds{static_cast<std::int64_t>(tick)}};
}

/// Identifies a scheduled timer; invalid once the timer has fired or was cancelled.
using TimerHandle = SlabKey;

template <class Value>
class TimerWheel {
 public:
  using Tick = std::uint64_t;
  static constexpr Tick no_tick = std::numeric_limits<std::int64_t>::max();  // stepstorm::never as a tick

  explicit TimerWheel(Tick now = 0) : now_(now) {}

  Tick now() const { return now_; }
  std::size_t size() const { return nodes_.size(); }

  /// Schedules a timer. A tick in the past counts as now: the timer fires at the next advance().
  TimerHandle schedule(Tick when, Value value) {
    const TimerHandle handle = nodes_.emplace(std::max(when, now_), std::move(value));
    link(handle.slot);
    return handle;
  }

  void prefetch(TimerHandle handle) const { nodes_.prefetch(handle.slot); }

  /// Returns false when the timer has already fired or was cancelled.
  bool cancel(TimerHandle handle) {
    if (!nodes_.find(handle)) return false;
    unlink(handle.slot);
    nodes_.erase(handle.slot);
    return true;
  }

  /// Returns the earliest timer's tick, or no_tick without a timer. May be too early when a slot's earliest timer was
  /// cancelled: advance to it, then ask again.
  Tick next() const {
    const unsigned slot = first_slot();
    return slot == none ? no_tick : slots_[slot].earliest;
  }

  /// Fires all timers due up to and including `to`. `fire(Tick, Value&&)` may schedule and cancel.
  template <class Fire>
  void advance(Tick to, Fire&& fire) {
    advance(to, fire, [] { return true; });
  }
  /// The same, while `go_on()` returns true; the remaining timers stay due.
  template <class Fire, class GoOn>
  void advance(Tick to, Fire&& fire, GoOn&& go_on) {
    for (unsigned slot = first_slot(); slot != none && begin(slot) <= to; slot = first_slot()) {
      if (!go_on()) return;
      now_ = std::max(now_, std::min(to, slots_[slot].earliest));
      if (slot < slots_per_level || is_alone_and_due(slots_[slot]))
        fire_first(slots_[slot], fire);
      else
        move_down(slot);
    }
    now_ = std::max(now_, to);
  }

 private:
  static constexpr unsigned digit_bits = 6;
  static constexpr unsigned slots_per_level = 1u << digit_bits;
  static constexpr unsigned levels = 11;  // 11 * 6 bits hold any tick
  static constexpr std::uint32_t none = ~0u;

  // A link is the index of a timer or, with the top bit set, the slot of the list that ends there.
  static constexpr std::uint32_t end_of(std::uint32_t slot) { return slot | 1u << 31; }
  static constexpr bool is_end(std::uint32_t link) { return link >> 31 == 1; }
  static constexpr std::uint32_t slot_of(std::uint32_t end) { return end & ~(1u << 31); }

  struct Node {
    Tick when = 0;
    Value value{};
    std::uint32_t next = end_of(0);  // in its list; the last timer's is end_of(slot)
    std::uint32_t previous = end_of(0);
  };
  struct List {  // the timers of one slot; slot = level * 64 + digit
    std::uint32_t head = end_of(0);
    std::uint32_t tail = end_of(0);
    Tick earliest = 0;  // if the list is not empty: no timer in it is due before this tick
  };

  /// Returns the slot with the earliest timer; `none` without a timer.
  unsigned first_slot() const {
    if (used_levels_ == 0) return none;
    const auto level = static_cast<unsigned>(std::countr_zero(used_levels_));
    return level * slots_per_level + static_cast<unsigned>(std::countr_zero(used_[level]));
  }

  Tick begin(unsigned slot) const {
    const unsigned level = slot / slots_per_level;
    const unsigned shift = level * digit_bits;
    const Tick above = level + 1 == levels ? 0 : now_ >> (shift + digit_bits) << (shift + digit_bits);
    return above + (Tick{slot % slots_per_level} << shift);
  }

  void link(std::uint32_t index) {
    Node& node = nodes_[index];
    const Tick difference = node.when ^ now_;
    const unsigned level = difference == 0 ? 0 : static_cast<unsigned>(std::bit_width(difference) - 1) / digit_bits;
    const auto digit = static_cast<unsigned>(node.when >> level * digit_bits & (slots_per_level - 1));
    const unsigned slot = level * slots_per_level + digit;
    List& list = slots_[slot];
    const bool alone = is_end(list.tail);
    node.next = end_of(slot);
    node.previous = alone ? end_of(slot) : list.tail;
    list.earliest = alone ? node.when : std::min(list.earliest, node.when);
    (alone ? list.head : nodes_[list.tail].next) = index;
    list.tail = index;
    used_[level] |= Tick{1} << digit;
    used_levels_ |= 1u << level;
  }

  void mark_empty(unsigned slot) {
    const unsigned level = slot / slots_per_level;
    used_[level] &= ~(Tick{1} << slot % slots_per_level);
    if (used_[level] == 0) used_levels_ &= ~(1u << level);
  }

  void unlink(std::uint32_t index) {
    const Node& node = nodes_[index];
    const bool first = is_end(node.previous);
    const bool last = is_end(node.next);
    (first ? slots_[slot_of(node.previous)].head : nodes_[node.previous].next) = node.next;
    (last ? slots_[slot_of(node.next)].tail : nodes_[node.next].previous) = node.previous;
    if (first && last) mark_empty(slot_of(node.next));
  }

  void move_down(unsigned slot) {
    mark_empty(slot);
    for (auto index = std::exchange(slots_[slot], List{}).head; !is_end(index);) {
      const auto following = nodes_[index].next;
      link(index);
      index = following;
    }
  }

  bool is_alone_and_due(const List& list) const { return list.head == list.tail && nodes_[list.head].when <= now_; }

  template <class Fire>
  void fire_first(const List& list, Fire& fire) {
    const std::uint32_t index = list.head;
    const Tick when = nodes_[index].when;
    Value value = std::move(nodes_[index].value);
    unlink(index);
    nodes_.erase(index);
    fire(when, std::move(value));
  }

  Tick now_;
  Slab<Node> nodes_;
  std::array<List, std::size_t{levels} * slots_per_level> slots_{};
  std::array<std::uint64_t, levels> used_{};  // per level, a bit for each slot that is not empty
  std::uint32_t used_levels_ = 0;             // a bit for each level that is not empty
};

}  // namespace stepstorm::orchestration
