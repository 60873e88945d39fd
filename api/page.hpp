// Pages of lists: how many results, and opaque tokens that say where the next page begins.
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
  std::uint64_t from = 0;  // what the token of the page before says; 0: the first page
  std::string list;        // what is listed, filters included: a token is good for the same list alone
};

/// `maxResults` and `nextToken` of a request that fits its shapes. `list` names what is listed. Error: InvalidToken.
[[nodiscard]] tl::expected<Page, Error> read_page(const Json& request,
                                                  std::string list,
                                                  std::size_t default_size = 100);

/// The token of the page that begins there; `from` is at least 1.
[[nodiscard]] std::string next_token(const Page& page, std::uint64_t from);

}  // namespace stepstorm::api
