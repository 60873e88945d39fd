// Slab: a pool of objects, each found by its key in constant time. Objects never move. The key of an erased object
// finds nothing, because the slot's next object gets a new generation. Memory is allocated in chunks; empty chunks are
// freed, except one that is kept for reuse.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace stepstorm::orchestration {

struct SlabKey {
  std::uint32_t slot = ~0u;
  std::uint32_t generation = 0;  // odd in every key that emplace() returned
  friend bool operator==(const SlabKey&, const SlabKey&) = default;
};

template <class Object>
class Slab {
 public:
  Slab() = default;
  ~Slab() { clear(); }
  Slab(Slab&& other) noexcept { swap(other); }
  Slab& operator=(Slab&& other) noexcept {
    Slab{std::move(other)}.swap(*this);
    return *this;
  }

  std::size_t size() const { return size_; }

  template <class... Arguments>
  SlabKey emplace(Arguments&&... arguments) {
    const std::uint32_t slot = next_slot();
    Cell& cell = this->cell(slot);
    const std::uint32_t next_free = cell.next_free;
    new (&cell.object) Object{std::forward<Arguments>(arguments)...};
    take(chunks_[slot >> chunk_bits], next_free);
    ++size_;
    return {slot, ++cell.generation};
  }

  /// Returns the slot of the next object.
  std::uint32_t next_slot() {
    if (open_ == none) open_chunk();
    return open_ << chunk_bits | chunks_[open_].first_free;
  }

  /// Returns null when the object was erased or the key was never valid.
  Object* find(SlabKey key) {
    if (key.slot >> chunk_bits >= chunks_.size() || !chunks_[key.slot >> chunk_bits].cells) return nullptr;
    Cell& cell = this->cell(key.slot);
    return cell.generation == key.generation && cell.is_taken() ? &cell.object : nullptr;
  }

  /// Returns an upper bound: all taken slots are below it.
  std::uint32_t slots() const { return static_cast<std::uint32_t>(chunks_.size()) << chunk_bits; }

  /// Returns the object at this slot, or null.
  Object* at(std::uint32_t slot) {
    if (!chunks_[slot >> chunk_bits].cells) return nullptr;
    Cell& cell = this->cell(slot);
    return cell.is_taken() ? &cell.object : nullptr;
  }

  /// Prefetches the slot into the cache.
  void prefetch(std::uint32_t slot) const {
    if (slot >> chunk_bits >= chunks_.size() || !chunks_[slot >> chunk_bits].cells) return;
    const Cell* cell = &(*chunks_[slot >> chunk_bits].cells)[slot & (chunk_slots - 1)];
    for (std::size_t offset = 0; offset < sizeof(Cell); offset += cache_line)
      __builtin_prefetch(reinterpret_cast<const char*>(cell) + offset, 1);
  }

  /// Returns the key of the object at this slot.
  SlabKey key(std::uint32_t slot) { return {slot, cell(slot).generation}; }

  Object& operator[](std::uint32_t slot) {
    assert(slot >> chunk_bits < chunks_.size() && cell(slot).is_taken());
    return cell(slot).object;
  }
  const Object& operator[](std::uint32_t slot) const { return const_cast<Slab&>(*this)[slot]; }

  void erase(std::uint32_t slot) {
    Cell& cell = this->cell(slot);
    assert(cell.is_taken());
    cell.object.~Object();
    ++cell.generation;
    --size_;
    give_back(slot >> chunk_bits, slot & (chunk_slots - 1), cell);
  }

 private:
  static constexpr std::uint32_t chunk_bits = 8;
  static constexpr std::uint32_t chunk_slots = 1u << chunk_bits;
  static constexpr std::uint32_t none = ~0u;
  static constexpr std::size_t cache_line = 64;  // bytes

  struct Cell {
    Cell() : next_free(none) {}
    ~Cell() {}
    bool is_taken() const { return generation % 2 == 1; }

    union {
      std::uint32_t next_free;  // in its chunk
      Object object;
    };
    std::uint32_t generation = 0;
  };
  using Cells = std::array<Cell, chunk_slots>;
  struct Chunk {
    std::unique_ptr<Cells> cells;
    std::uint32_t first_free = 0;
    std::uint32_t taken = 0;
    std::uint32_t generation = 0;  // where new cells begin after the old ones were freed, so that old keys find nothing
    std::uint32_t next_open = none;
    std::uint32_t previous_open = none;
  };

  Cell& cell(std::uint32_t slot) { return (*chunks_[slot >> chunk_bits].cells)[slot & (chunk_slots - 1)]; }

  void take(Chunk& chunk, std::uint32_t next_free) {
    if (chunk.taken++ == 0) --empty_;
    chunk.first_free = next_free;
    if (next_free == none) close(open_);
  }

  void give_back(std::uint32_t index, std::uint32_t place, Cell& cell) {
    Chunk& chunk = chunks_[index];
    const bool was_full = chunk.first_free == none;
    cell.next_free = std::exchange(chunk.first_free, place);
    if (was_full) open(index);
    if (--chunk.taken == 0 && ++empty_ > 1) release(index);
  }

  // ---- the list of chunks with room (the first is filled first), and the chunks without memory

  void open_chunk() {
    std::uint32_t index = static_cast<std::uint32_t>(chunks_.size());
    if (released_.empty()) {
      chunks_.emplace_back();
    } else {
      index = released_.back();
      released_.pop_back();
    }
    Chunk& chunk = chunks_[index];
    chunk.cells = std::make_unique_for_overwrite<Cells>();
    chunk.first_free = 0;
    for (std::uint32_t place = 0; place < chunk_slots; ++place) {
      (*chunk.cells)[place].next_free = place + 1 < chunk_slots ? place + 1 : none;
      (*chunk.cells)[place].generation = chunk.generation;
    }
    ++empty_;
    open(index);
  }

  void release(std::uint32_t index) {
    Chunk& chunk = chunks_[index];
    for (const Cell& cell : *chunk.cells) chunk.generation = std::max(chunk.generation, cell.generation);
    close(index);
    chunk.cells.reset();
    released_.push_back(index);
    --empty_;
  }

  void open(std::uint32_t index) {
    chunks_[index].previous_open = none;
    chunks_[index].next_open = open_;
    if (open_ != none) chunks_[open_].previous_open = index;
    open_ = index;
  }

  void close(std::uint32_t index) {
    const Chunk& chunk = chunks_[index];
    (chunk.previous_open == none ? open_ : chunks_[chunk.previous_open].next_open) = chunk.next_open;
    if (chunk.next_open != none) chunks_[chunk.next_open].previous_open = chunk.previous_open;
  }

  void clear() {
    for (Chunk& chunk : chunks_) {
      if (!chunk.cells) continue;
      for (Cell& cell : *chunk.cells)
        if (cell.is_taken()) cell.object.~Object();
    }
  }

  void swap(Slab& other) noexcept {
    std::swap(chunks_, other.chunks_);
    std::swap(released_, other.released_);
    std::swap(open_, other.open_);
    std::swap(empty_, other.empty_);
    std::swap(size_, other.size_);
  }

  std::vector<Chunk> chunks_;
  std::vector<std::uint32_t> released_;
  std::uint32_t open_ = none;  // head of the list of chunks with room
  std::uint32_t empty_ = 0;    // chunks with memory and without objects
  std::size_t size_ = 0;
};

}  // namespace stepstorm::orchestration
