#include "launch/substitutions.hpp"

#include <algorithm>
#include <string_view>

#include "config/text_file.hpp"
#include "values/json.hpp"

namespace stepstorm::launch {
namespace {

constexpr std::size_t file_bytes_max = 1u << 20;

using Added = tl::expected<void, std::string>;

/// Returns texts unchanged, and numbers and flags as JSON text.
Added add_all(const std::string& file, asl::Substitutions& out) {
  const auto text = config::read_text_file(file, file_bytes_max);
  if (!text) return tl::unexpected{text.error()};
  const auto document = parse_json(*text);
  if (!document) {
    const auto& [message, at] = document.error();
    return tl::unexpected{file + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + message};
  }
  const bool is_flat = document->is_object() && std::none_of(document->begin(), document->end(), [](const Json& value) {
                         return value.is_structured() || value.is_null();
                       });
  if (!is_flat) return tl::unexpected{file + ": expected a JSON object of names and values, all texts or numbers"};
  for (const auto& [name, value] : document->items())
    out[name] = value.is_string() ? value.get<std::string>() : to_text(value);
  return {};
}

Added add_text_of(const std::string& file, const std::string& name, asl::Substitutions& out) {
  auto text = config::read_text_file(file, file_bytes_max);
  if (!text) return tl::unexpected{text.error()};
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  out[name] = std::move(*text);
  return {};
}

}  // namespace

Added add_substitution(const std::string& word, asl::Substitutions& out) {
  if (word.starts_with('@')) return add_all(word.substr(1), out);
  const auto equals = word.find('=');
  if (equals == word.npos || equals == 0)
    return tl::unexpected{"expected NAME=VALUE, NAME=@FILE or @FILE, found '" + word + '\''};
  const std::string name = word.substr(0, equals);
  const std::string value = word.substr(equals + 1);
  if (value.starts_with('@')) return add_text_of(value.substr(1), name, out);
  out[name] = value;
  return {};
}

}  // namespace stepstorm::launch
