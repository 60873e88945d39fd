// Messages of one direction of a link that are held until so many later ones have overtaken them. Those that are held
// overtake each other too, as they pass. Reads no clock: the holder of a message sees to it that it does not stay for ever.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace stepstorm::orchestration {

template <class Message>
class Overtaking {
 public:
  std::size_t size() const { return held_.size(); }

  /// What the next message to be held will be called here.
  std::uint32_t next_name() const { return next_name_; }
  /// `by`: at least 1.
  void hold(Message&& message, std::uint32_t by) {
    assert(by > 0);
    held_.push_back({next_name_++, by, std::move(message)});
  }

  /// A message has passed that came after all that are held. `deliver` takes those that it sets free, in their order.
  template <class Deliver>
  void passed(Deliver&& deliver) {
    overtake(held_.size());
    deliver_free(deliver);
  }

  /// It has been held long enough; it may set free others that came before it.
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
    std::uint32_t left;  // messages that have to overtake it yet
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

}  // namespace stepstorm::orchestration
