#include "asl/jsonata/arena.hpp"

#include <algorithm>

#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::size_t first_block_bytes = 32u << 10;
constexpr std::size_t largest_block_bytes = 4u << 20;

// The first block of the previous evaluation on this thread, reused so that small evaluations allocate nothing.
thread_local std::unique_ptr<std::byte[]> spare_block;

}  // namespace

Arena::Arena(std::size_t limit_bytes) : left_bytes_(limit_bytes), block_bytes_(first_block_bytes) {
  blocks_.push_back(spare_block ? std::move(spare_block) : std::unique_ptr<std::byte[]>(new std::byte[block_bytes_]));
  next_ = blocks_.front().get();
  end_ = next_ + block_bytes_;
}

Arena::~Arena() { spare_block = std::move(blocks_.front()); }

void Arena::add_block(std::size_t at_least) {
  if (at_least > left_bytes_) stop("U1003");
  block_bytes_ = std::min(block_bytes_ * 2, largest_block_bytes);
  const std::size_t size = std::min(std::max(block_bytes_, at_least), left_bytes_);
  blocks_.emplace_back(new std::byte[size]);
  left_bytes_ -= size;
  next_ = blocks_.back().get();
  end_ = next_ + size;
}

}  // namespace stepstorm::jsonata
