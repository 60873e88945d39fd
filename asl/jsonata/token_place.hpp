// The position of an error in an expression: the beginning of its token.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// Returns a byte offset in `text`. Requires a failure with a known position, which is the offset after its token.
[[nodiscard]] inline std::size_t token_place(std::string_view text, const Failure& failure) {
  const std::size_t end = std::min(failure.position, text.size());
  const std::size_t size = failure.token.size();
  if (size != 0 && size <= end && text.substr(end - size, size) == failure.token) return end - size;
  return end == 0 ? 0 : end - 1;
}

}  // namespace stepstorm::jsonata
