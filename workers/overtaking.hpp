// Holds messages of one direction of a link until a number of later ones have overtaken them. A held message that is
// set free overtakes the ones held before it. Reads no clock: the caller bounds the time by `release`.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace stepstorm::workers {

template <class Message>
class Overtaking {
 public:
  std::size_t size() const { return held_.size(); }

  /// The name that the next held message will get.
  std::uint32_t next_name() const { return next_name_; }
  /// Holds the message until `by` later ones, at least 1, have passed.
  void hold(Message&& message, std::uint32_t by) {
    assert(by > 0);
    held_.push_back({next_name_++, by, std::move(message)});
  }

  /// Records that a later message has passed all held ones. `deliver` receives the messages that are set free, in
  /// order.
  template <class Deliver>
  void passed(Deliver&& deliver) {
    overtake(held_.size());
    deliver_free(deliver);
  }

  /// Sets a message free because its time is over; this may set free others that came before it.
  template <class Deliver>
  void release(std::uint32_t name, Deliver&& deliver) {
    const auto found = std::find_if(held_.begin(), held_.end(), [&](const Held& held) { return held.name == name; });
    assert(found != held_.end());
    found->left = 0;
    deliver_free(deliver);
  }

 private:
  struct Held {
    std::uint32_t name;
    std::uint32_t left;  // number of messages that still have to overtake it
    Message message;
  };

  void overtake(std::size_t before) {
    for (std::size_t index = 0; index < before; ++index) --held_[index].left;
  }

  template <class Deliver>
  void deliver_free(Deliver&& deliver) {
    const auto is_free = [](const Held& held) { return held.left == 0; };
    for (auto next = std::find_if(held_.begin(), held_.end(), is_free); next != held_.end();
         next = std::find_if(held_.begin(), held_.end(), is_free)) {
      Message message = std::move(next->message);
      const auto before = static_cast<std::size_t>(next - held_.begin());
      held_.erase(next);
      overtake(before);
      deliver(std::move(message));
    }
  }

  std::vector<Held> held_;  // in order of arrival
  std::uint32_t next_name_ = 0;
};

}  // namespace stepstorm::workers
