#include "orchestration/id_index.hpp"

#include <cassert>
#include <utility>

namespace stepstorm::orchestration {

void IdIndex::insert(std::uint64_t id, std::uint32_t slot) {
  assert(!find(id));
  if (size_ == buckets_.size()) grow();
  if (slot >= links_.size()) links_.resize(slot + 1);
  links_[slot] = {id, std::exchange(bucket(id), slot)};
  ++size_;
}

void IdIndex::erase(std::uint64_t id) {
  std::uint32_t* link = &bucket(id);
  while (links_[*link].id != id) link = &links_[*link].next;
  *link = links_[*link].next;
  --size_;
}

std::optional<std::uint32_t> IdIndex::find(std::uint64_t id) const {
  std::uint32_t slot = buckets_[bucket_of(id)];
  while (slot != none && links_[slot].id != id) slot = links_[slot].next;
  return slot == none ? std::nullopt : std::optional{slot};
}

void IdIndex::grow() {
  const auto chains = std::exchange(buckets_, std::vector<std::uint32_t>(buckets_.size() * 2, none));
  for (std::uint32_t slot : chains)
    while (slot != none) {
      const std::uint32_t next = links_[slot].next;
      links_[slot].next = std::exchange(bucket(links_[slot].id), slot);
      slot = next;
    }
}

}  // namespace stepstorm::orchestration
