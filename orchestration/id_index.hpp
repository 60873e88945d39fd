// Finds the slot of an execution by its id: a chained hash table without an allocation per entry.
// Ids of one orchestrator are equally spaced, so dividing by the spacing spreads them evenly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace stepstorm::orchestration {

class IdIndex {
 public:
  explicit IdIndex(std::uint32_t spacing = 1) : spacing_(spacing), buckets_(1, none) {}

  /// The id must not be there, nor anything at this slot.
  void insert(std::uint64_t id, std::uint32_t slot);
  /// The id must be there.
  void erase(std::uint64_t id);
  std::optional<std::uint32_t> find(std::uint64_t id) const;

 private:
  static constexpr std::uint32_t none = ~0u;

  struct Link {
    std::uint64_t id = 0;
    std::uint32_t next = none;
  };

  std::size_t bucket_of(std::uint64_t id) const { return id / spacing_ & (buckets_.size() - 1); }
  std::uint32_t& bucket(std::uint64_t id) { return buckets_[bucket_of(id)]; }
  void grow();

  std::uint32_t spacing_;
  std::size_t size_ = 0;
  std::vector<std::uint32_t> buckets_;  // a power of two of them
  std::vector<Link> links_;             // by slot
};

}  // namespace stepstorm::orchestration
