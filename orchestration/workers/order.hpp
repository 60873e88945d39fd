// Reading an order's members, and writing to it, without trusting that it is one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "asl/payload.hpp"

namespace stepstorm::orchestration {

/// Null when the order is no object or has no such member.
[[nodiscard]] const Json* member(const Json& order, std::string_view name);

/// A member that is text.
[[nodiscard]] std::optional<std::string> text_member(const Json& order, std::string_view name);

/// The number in `card`: {"number": digits}, or the text itself.
[[nodiscard]] std::optional<std::string> card_number(const Json& order);

/// 12 to 19 digits of which the last one checks the others. Source: ISO/IEC 7812-1, annex B (Luhn).
[[nodiscard]] bool is_card_number(std::string_view number);

/// The order with one member more, or another one of that name. What is no object is put beside it, as `input`.
[[nodiscard]] Payload with_member(const Json& order, std::string_view name, Json value);

}  // namespace stepstorm::orchestration
