// Many objects that come and go, each found by a key in one step. Objects never move; a key of one that has gone finds
// nothing, since a slot's next object gets another generation.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace stepstorm::orchestration {

struct SlabKey {
  std::uint32_t slot = ~0u;
  std::uint32_t generation = 0;
  friend bool operator==(const SlabKey&, const SlabKey&) = default;
};

template <class Object>
class Slab {
 public:
  std::size_t size() const { return size_; }

  template <class... Arguments>
  SlabKey emplace(Arguments&&... arguments) {
    const std::uint32_t slot = allocate();
    Cell& cell = this->cell(slot);
    cell.object.emplace(std::forward<Arguments>(arguments)...);
    ++size_;
    return {slot, cell.generation};
  }

  /// Where the next object will lie.
  std::uint32_t next_slot() const { return free_ != none ? free_ : slots_; }

  /// Null when it has gone, or the key never was one.
  Object* find(SlabKey key) {
    if (key.slot >= slots_) return nullptr;
    Cell& cell = this->cell(key.slot);
    return cell.generation == key.generation && cell.object ? &*cell.object : nullptr;
  }

  /// Of the object at this slot.
  SlabKey key(std::uint32_t slot) { return {slot, cell(slot).generation}; }

  Object& operator[](std::uint32_t slot) {
    assert(slot < slots_ && cell(slot).object);
    return *cell(slot).object;
  }

  void erase(std::uint32_t slot) {
    assert(slot < slots_ && cell(slot).object);
    Cell& cell = this->cell(slot);
    cell.object.reset();
    ++cell.generation;
    cell.next_free = std::exchange(free_, slot);
    --size_;
  }

 private:
  static constexpr std::uint32_t chunk_bits = 8;
  static constexpr std::uint32_t chunk_slots = 1u << chunk_bits;
  static constexpr std::uint32_t none = ~0u;

  struct Cell {
    std::uint32_t generation = 0;
    std::uint32_t next_free = none;
    std::optional<Object> object;
  };
  using Chunk = std::array<Cell, chunk_slots>;

  Cell& cell(std::uint32_t slot) { return (*chunks_[slot >> chunk_bits])[slot & (chunk_slots - 1)]; }

  std::uint32_t allocate() {
    if (free_ != none) return std::exchange(free_, cell(free_).next_free);
    if (slots_ == chunks_.size() * chunk_slots) chunks_.push_back(std::make_unique<Chunk>());
    return slots_++;
  }

  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::uint32_t slots_ = 0;  // used at some time
  std::uint32_t free_ = none;
  std::size_t size_ = 0;
};

}  // namespace stepstorm::orchestration
