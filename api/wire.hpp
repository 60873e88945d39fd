// How values stand on the wire.
#pragma once

#include <string>

#include "values/json.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::api {

/// Seconds since 1970 with milliseconds: 1724400000.123.
[[nodiscard]] inline Json date(TimePoint at) {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000.0;
}

/// A member's text, or empty when the request has none.
[[nodiscard]] inline std::string text_of(const Json& request, std::string_view name) {
  const Json* member = find_member(request, name);
  return member && member->is_string() ? member->get<std::string>() : std::string{};
}

[[nodiscard]] inline std::optional<std::string> optional_text(const Json& request, std::string_view name) {
  const Json* member = find_member(request, name);
  return member && member->is_string() ? std::optional{member->get<std::string>()} : std::nullopt;
}

[[nodiscard]] inline bool flag_of(const Json& request, std::string_view name, bool otherwise = false) {
  const Json* member = find_member(request, name);
  return member && member->is_boolean() ? member->get<bool>() : otherwise;
}

/// The member, or null when the request has none.
[[nodiscard]] inline Json json_of(const Json& request, std::string_view name) {
  const Json* member = find_member(request, name);
  return member ? *member : Json{};
}

}  // namespace stepstorm::api
