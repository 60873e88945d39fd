// Shapes of requests as data: one check for all operations, with the service's messages.
// Source: the service's model (types, lengths, patterns, ranges, enums); semantics.md 9.2 (messages).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/error.hpp"
#include "values/json.hpp"

namespace stepstorm::api {

enum class Kind { String, Integer, Number, Boolean, Object, List };

struct Shape {
  std::string_view name;
  Kind kind = Kind::String;
  bool required = false;
  std::int64_t least = 0;  // length of a string or list, value of a number
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::string_view pattern{};             // RE2 syntax; empty: any
  std::string_view shown_pattern{};       // as in the service's messages, when RE2 needs another syntax
  std::vector<std::string_view> enums{};  // in the service's order; empty: any
  std::vector<Shape> members{};           // of an object, or the one shape of a list's elements
  bool sensitive = false;                 // messages do not show its value
};

/// nullopt: the request fits. Errors: SerializationException for a wrong type, else ValidationException with all
/// findings. Ignores members without a shape, as the service does.
[[nodiscard]] std::optional<Error> check(const Json& request, const std::vector<Shape>& shapes);

}  // namespace stepstorm::api
