// Reads and writes values of requests and responses.
#pragma once

#include <string>

#include "api/error.hpp"
#include "values/json.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::api {

/// Returns seconds since 1970 with milliseconds: 1724400000.123.
[[nodiscard]] inline Json date(TimePoint at) {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000.0;
}

inline constexpr JsonLimits request_limits{.bytes = std::size_t{4} << 20, .depth = 200};

/// Parses a body into an object; {} for an empty body. Error: SerializationException.
[[nodiscard]] inline tl::expected<Json, Error> read_body(const std::string& body) {
  if (body.empty()) return Json::object();
  auto parsed = parse_json(body, request_limits);
  if (!parsed) return refuse("SerializationException", "The request is no valid JSON: " + parsed.error().message);
  if (!parsed->is_object())
    return refuse("SerializationException", "Start of structure or map found where not expected.");
  return std::move(*parsed);
}

/// Returns a member's text; empty when the request has none.
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

/// Leaves out members that are null, at any depth: to the service they are as members that are not there.
void leave_out_nulls(Json& value);

/// Returns the member; null when the request has none.
[[nodiscard]] inline Json json_of(const Json& request, std::string_view name) {
  const Json* member = find_member(request, name);
  return member ? *member : Json{};
}

}  // namespace stepstorm::api
