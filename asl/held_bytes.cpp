#include "asl/held_bytes.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "asl/expression.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {
namespace {

// Measured: a chain of Pass states takes 42 bytes for each byte of its text; an expression that is a number 2,500
// bytes; each number in a list 450 bytes; a regular expression of one character 5,000 bytes; `.`, repeated, 400 bytes
// each time.
constexpr std::uint64_t bytes_per_byte = 48;
constexpr std::uint64_t bytes_per_machine = 8 << 10;
constexpr std::uint64_t bytes_per_expression = 3 << 10;
constexpr std::uint64_t bytes_per_byte_of_expression = 240;
constexpr std::uint64_t bytes_per_regex = 6 << 10;
constexpr std::uint64_t bytes_per_byte_of_regex = 500;
constexpr std::uint64_t repeated_max = 1'000;  // RE2 refuses more of them inside each other

/// How often parts of this regular expression may be repeated in what is compiled: {n} and {n,m} behind a group
/// multiply.
std::uint64_t repetitions_in(std::string_view regex) {
  std::uint64_t sum = 1;
  std::uint64_t product = 1;
  for (std::size_t at = regex.find('{'); at != std::string_view::npos; at = regex.find('{', at + 1)) {
    std::uint64_t most = 0;
    for (std::size_t digits = at + 1; digits < regex.size() && most <= repeated_max; ++digits) {
      std::uint64_t number = 0;
      const auto [end, error] = std::from_chars(regex.data() + digits, regex.data() + regex.size(), number);
      if (error != std::errc{}) break;
      most = std::max(most, number);
      digits = static_cast<std::size_t>(end - regex.data());
      if (digits == regex.size() || regex[digits] != ',') break;
    }
    const std::uint64_t repeated = std::clamp<std::uint64_t>(most, 1, repeated_max);
    if (at > 0 && regex[at - 1] == ')')
      product = std::min(product * repeated, repeated_max);
    else
      sum += repeated;
  }
  return std::min(sum, repeated_max) * product;
}

/// Between every two slashes there may be a regular expression.
std::uint64_t of_regexes(std::string_view expression) {
  std::uint64_t bytes = 0;
  std::size_t slash = expression.find('/');
  for (;;) {
    const std::size_t next = slash == std::string_view::npos ? slash : expression.find('/', slash + 1);
    if (next == std::string_view::npos) return bytes;
    const std::string_view regex = expression.substr(slash + 1, next - slash - 1);
    bytes += bytes_per_regex + regex.size() * bytes_per_byte_of_regex * repetitions_in(regex);
    slash = next;
  }
}

std::uint64_t of_expressions(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (!is_expression(text)) return 0;
    return bytes_per_expression + bytes_per_byte_of_expression * text.size() + of_regexes(text);
  }
  std::uint64_t bytes = 0;
  if (value.is_structured())
    for (const Json& part : value) bytes += of_expressions(part);
  return bytes;
}

}  // namespace

std::uint64_t held_bytes_max(std::string_view definition) {
  const auto document = parse_json(definition);
  return bytes_per_machine + bytes_per_byte * definition.size() + (document ? of_expressions(*document) : 0);
}

}  // namespace stepstorm::asl
