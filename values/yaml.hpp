// Parses YAML text into JSON with positions: definitions in .yaml and .yml files, as the AWS toolkit accepts them.
// Plain scalars follow YAML 1.2's core schema (yes is a text, 0x1F a number); aliases and merge keys are resolved.
// Refuses several documents, member names that are no scalars or occur twice, and CloudFormation's tags (!Sub).
// Nothing here throws. The size that aliases unfold to is bounded.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include <tl/expected.hpp>

#include "values/json.hpp"

namespace stepstorm {

struct YamlDocument {
  Json value;
  std::unordered_map<std::string, TextPosition> positions;  // of every value, by its RFC 6901 pointer

  /// As stepstorm::locate: the position of the nearest enclosing value when there is none at the pointer.
  TextPosition locate(std::string_view pointer) const;
};

struct YamlLimits {
  std::size_t bytes = 1u << 20;   // of the text
  std::size_t values = 1u << 19;  // after aliases are resolved
  std::size_t unfolded_bytes = 64u << 20;
  std::size_t depth = 500;
};

[[nodiscard]] tl::expected<YamlDocument, JsonError> parse_yaml(std::string_view text, const YamlLimits& limits = {});

}  // namespace stepstorm
