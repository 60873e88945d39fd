// Pages of lists: page sizes, and opaque tokens for the beginning of the next page.
// Source: semantics.md 9.4.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "api/error.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

struct Page {
  std::size_t size = 100;
  std::uint64_t from = 0;  // from the token; 0: the first page
  std::string list;        // name of the list, filters included: a token is valid only for the same list
};

/// Reads `maxResults` and `nextToken` of a request that fits its shapes. Error: InvalidToken.
[[nodiscard]] tl::expected<Page, Error> read_page(const Json& request,
                                                  std::string list,
                                                  std::size_t default_size = 100);

/// Returns the token of the page that begins at `from`, at least 1.
[[nodiscard]] std::string next_token(const Page& page, std::uint64_t from);

}  // namespace stepstorm::api
