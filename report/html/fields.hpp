// Reading a report that may lack anything: what is missing, or of another type than expected, reads as nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// Null when there is no such member, or no object.
[[nodiscard]] const Json& member(const Json& object, std::string_view name);

/// Nothing unless it is a finite number.
[[nodiscard]] std::optional<double> number_in(const Json& value);
[[nodiscard]] std::optional<double> number_in(const Json& object, std::string_view name);
/// 0 for nothing, never negative.
[[nodiscard]] double count_in(const Json& object, std::string_view name);

/// A string as it is, a number or a boolean as JSON, everything else empty.
[[nodiscard]] std::string text_in(const Json& value);
[[nodiscard]] std::string text_in(const Json& object, std::string_view name);

/// False unless it is true.
[[nodiscard]] bool flag_in(const Json& object, std::string_view name);

/// What one of what runs is called, and several of them: "claim", "claims".
[[nodiscard]] std::string noun_in(const Json& report);
[[nodiscard]] std::string nouns_in(const Json& report);
/// At the beginning of a title: "Claims".
[[nodiscard]] std::string capitalised(std::string noun);

/// The array, or an empty one.
[[nodiscard]] const Json& list_in(const Json& object, std::string_view name);
/// The object, or an empty one.
[[nodiscard]] const Json& object_in(const Json& object, std::string_view name);

/// One per interval; nothing where there was nothing to measure.
using Values = std::vector<std::optional<double>>;
[[nodiscard]] Values values_in(const Json& list);

}  // namespace stepstorm::report::html
