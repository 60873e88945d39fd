// IdIndex: finds the slot of an object by its id. A hash table with intrusive chains.
// Ids of one orchestrator are equally spaced; dividing by the spacing puts executions that start together side by side.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "metrics/wide.hpp"
#include "orchestration/slab.hpp"

namespace stepstorm::orchestration {

/// `Object` has id() and a member next_with_hash for the index's use.
template <class Object>
class IdIndex {
 public:
  explicit IdIndex(std::uint32_t spacing = 1)
      : reciprocal_((std::uint64_t{1} << 63) / spacing + 1), buckets_(1, none) {}

  /// Requires that no object with its id is in the index.
  void insert(Slab<Object>& objects, std::uint32_t slot) {
    assert(!find(objects, objects[slot].id()));
    if (size_ == buckets_.size()) resize(objects, 2 * size_);
    put(objects, slot);
    ++size_;
  }

  /// Requires that the object is in the index.
  void erase(Slab<Object>& objects, std::uint32_t slot) {
    Object& erased = objects[slot];
    std::uint32_t* link = &bucket(erased.id());
    while (*link != slot) link = &objects[*link].next_with_hash;
    *link = erased.next_with_hash;
    if (--size_ < buckets_.size() / 8) resize(objects, buckets_.size() / 4);
  }

  std::optional<std::uint32_t> find(Slab<Object>& objects, std::uint64_t id) {
    std::uint32_t slot = bucket(id);
    while (slot != none && objects[slot].id() != id) slot = objects[slot].next_with_hash;
    return slot == none ? std::nullopt : std::optional{slot};
  }

 private:
  static constexpr std::uint32_t none = ~0u;

  /// Returns the bucket of id / spacing. The quotient is approximate, but always the same for one id.
  std::uint32_t& bucket(std::uint64_t id) {
    const metrics::WideSum product = metrics::WideSum{id} * reciprocal_;
    return buckets_[static_cast<std::uint64_t>(product >> 63) & (buckets_.size() - 1)];
  }

  void put(Slab<Object>& objects, std::uint32_t slot) {
    Object& object = objects[slot];
    object.next_with_hash = std::exchange(bucket(object.id()), slot);
  }

  void resize(Slab<Object>& objects, std::size_t buckets) {
    const auto chains = std::exchange(buckets_, std::vector<std::uint32_t>(buckets, none));
    for (std::uint32_t slot : chains)
      while (slot != none) {
        const std::uint32_t next = objects[slot].next_with_hash;
        put(objects, slot);
        slot = next;
      }
  }

  std::uint64_t reciprocal_;  // of the spacing, times 2^63
  std::size_t size_ = 0;
  std::vector<std::uint32_t> buckets_;  // a power of two of them
};

}  // namespace stepstorm::orchestration
