#include "api/page.hpp"

#include <array>
#include <charconv>

#include "values/fingerprint.hpp"

namespace stepstorm::api {
namespace {

std::string hex(std::uint64_t number) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  return std::string(static_cast<std::size_t>(digits.data() + digits.size() - end), '0') +
         std::string(digits.data(), end);
}

std::optional<std::uint64_t> unhex(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Binds a token to its list.
std::string seal(std::string_view list, std::uint64_t from) { return hex(fingerprint(list, from)); }

}  // namespace

tl::expected<Page, Error> read_page(const Json& request, std::string list, std::size_t default_size) {
  Page page{default_size, 0, std::move(list)};
  if (const auto size = request.value("maxResults", std::size_t{0}); size > 0) page.size = size;
  const auto token = request.find("nextToken");
  if (token == request.end() || token->is_null()) return page;
  const std::string text = token->get<std::string>();
  const auto from = text.size() == 32 ? unhex(text.substr(0, 16)) : std::nullopt;
  if (!from || seal(page.list, *from) != text.substr(16))
    return refuse("InvalidToken", "Invalid Token: 'Invalid token'");
  page.from = *from;
  return page;
}

std::string next_token(const Page& page, std::uint64_t from) { return hex(from) + seal(page.list, from); }

}  // namespace stepstorm::api
