// Arena: the memory of one evaluation. Allocates from large blocks and frees them all at once, in its destructor.
// Throws a Failure with code U1003 when its limit is exceeded. Never runs destructors of the objects in it.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace stepstorm::jsonata {

class Arena {
 public:
  explicit Arena(std::size_t limit_bytes);
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  /// Returns memory aligned to 16 bytes; never null.
  void* allocate(std::size_t bytes) {
    const std::size_t rounded = (bytes + 15) & ~std::size_t{15};
    if (rounded > static_cast<std::size_t>(end_ - next_)) [[unlikely]]
      add_block(rounded);
    std::byte* const at = next_;
    next_ += rounded;
    return at;
  }

  template <class Type, class... Parts>
  Type* make(Parts&&... parts) {
    static_assert(std::is_trivially_destructible_v<Type>);
    return new (allocate(sizeof(Type))) Type{std::forward<Parts>(parts)...};
  }

  /// Returns uninitialised memory for `count` objects.
  template <class Type>
  Type* many(std::size_t count) {
    return static_cast<Type*>(allocate(count * sizeof(Type)));
  }

  std::string_view copy(std::string_view text) {
    char* const at = many<char>(text.size());
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

 private:
  void add_block(std::size_t at_least);

  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t left_bytes_;  // limit minus the bytes of all blocks after the first
  std::size_t block_bytes_;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
};

}  // namespace stepstorm::jsonata
