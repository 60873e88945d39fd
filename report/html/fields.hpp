// Reads members of a report that may be incomplete: a member that is missing or has another type reads as absent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// Returns null when there is no such member, or `object` is no object.
[[nodiscard]] const Json& member(const Json& object, std::string_view name);

/// Returns nullopt unless the value is a finite number.
[[nodiscard]] std::optional<double> number_in(const Json& value);
[[nodiscard]] std::optional<double> number_in(const Json& object, std::string_view name);
/// Returns 0 for an absent or negative number.
[[nodiscard]] double count_in(const Json& object, std::string_view name);

/// Returns a string as it is, a number or boolean as JSON text, everything else as an empty string.
[[nodiscard]] std::string text_in(const Json& value);
[[nodiscard]] std::string text_in(const Json& object, std::string_view name);

/// Returns whether the member is true.
[[nodiscard]] bool flag_in(const Json& object, std::string_view name);

/// Returns the name of one execution, "claim", and of several, "claims".
[[nodiscard]] std::string noun_in(const Json& report);
[[nodiscard]] std::string nouns_in(const Json& report);
/// Returns the noun for the beginning of a title: "Claims".
[[nodiscard]] std::string capitalised(std::string noun);

/// Returns the array, or an empty one.
[[nodiscard]] const Json& list_in(const Json& object, std::string_view name);
/// Returns the object, or an empty one.
[[nodiscard]] const Json& object_in(const Json& object, std::string_view name);

/// One value per interval; nullopt where nothing was measured.
using Values = std::vector<std::optional<double>>;
[[nodiscard]] Values values_in(const Json& list);

}  // namespace stepstorm::report::html
