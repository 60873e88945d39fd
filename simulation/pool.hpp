// Pool: reuses objects and their memory. An object is identified by its place.
#pragma once

#include <cstdint>
#include <vector>

namespace stepstorm::simulation {

template <class Object>
class Pool {
 public:
  /// Returns the place of a free object, in the state in which its last user left it. May move other objects in memory;
  /// their places stay valid.
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
