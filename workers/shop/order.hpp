// Reading an order's members, and writing to it, without trusting that it is one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "books/effect_book.hpp"
#include "messages/messages.hpp"
#include "values/payload.hpp"

namespace stepstorm::orchestration {

/// A member that is text; nothing when the order has none.
[[nodiscard]] std::optional<std::string_view> text_member(const Payload& order, std::string_view name);
[[nodiscard]] std::optional<std::string_view> text_member(const Json& order, std::string_view name);

/// The number in `card`: {"number": digits}, or the text itself; nothing when there is none.
[[nodiscard]] std::optional<std::string_view> card_number(const Payload& order);

/// 12 to 19 digits of which the last one checks the others. Source: ISO/IEC 7812-1, annex B (Luhn).
[[nodiscard]] bool is_card_number(std::string_view number);

/// The order with one member more, or another one of that name. What is no object is put beside it, as `input`.
[[nodiscard]] Payload with_object(const Payload& order, std::string_view name, const Members& members);

/// The shop's effects: `charge`, which a refund undoes, and `confirmation`.
inline constexpr std::string_view charge_effect = "charge";
inline constexpr std::string_view confirmation_effect = "confirmation";

/// What the shop's effects are entered under: `orderId`, or the number of the execution that the task is done for.
[[nodiscard]] std::string order_key(const messages::Task& task);
[[nodiscard]] EffectCause cause_of(const messages::Task& task, TimePoint at);

}  // namespace stepstorm::orchestration
