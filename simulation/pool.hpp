// Objects whose memory is used again and again: taken and given back by their place.
#pragma once

#include <cstdint>
#include <vector>

namespace stepstorm::simulation {

template <class Object>
class Pool {
 public:
  /// The place of an object that is not in use; it is as the last user left it. Others may move, places do not.
  std::uint32_t take() {
    if (free_.empty()) {
      objects_.emplace_back();
      return static_cast<std::uint32_t>(objects_.size() - 1);
    }
    const std::uint32_t place = free_.back();
    free_.pop_back();
    return place;
  }

  void give_back(std::uint32_t place) { free_.push_back(place); }

  Object& operator[](std::uint32_t place) { return objects_[place]; }
  const Object& operator[](std::uint32_t place) const { return objects_[place]; }

 private:
  std::vector<Object> objects_;
  std::vector<std::uint32_t> free_;
};

}  // namespace stepstorm::simulation
