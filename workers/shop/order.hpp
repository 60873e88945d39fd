// Reads and writes members of an order; the input may be any JSON value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "books/effect_book.hpp"
#include "messages/messages.hpp"
#include "values/payload.hpp"

namespace stepstorm::workers {

/// Returns a member that is text; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> text_member(const Payload& order, std::string_view name);
[[nodiscard]] std::optional<std::string_view> text_member(const Json& order, std::string_view name);

/// Returns the number in `card`: {"number": digits}, or the text itself; nullopt when there is none.
[[nodiscard]] std::optional<std::string_view> card_number(const Payload& order);

/// Returns whether the text has 12 to 19 digits with a valid check digit. Source: ISO/IEC 7812-1, annex B (Luhn).
[[nodiscard]] bool is_card_number(std::string_view number);

/// Returns the order with one member added or replaced. An order that is no object becomes the member `input` of a new
/// one.
[[nodiscard]] Payload with_object(const Payload& order, std::string_view name, const Members& members);

/// The shop's effects: `charge`, which a refund undoes, and `confirmation`.
inline constexpr std::string_view charge_effect = "charge";
inline constexpr std::string_view confirmation_effect = "confirmation";

/// Returns the key of the shop's effects: `orderId`, or the number of the execution that the task is done for.
[[nodiscard]] std::string order_key(const messages::Task& task);
[[nodiscard]] books::EffectCause cause_of(const messages::Task& task, TimePoint at);

}  // namespace stepstorm::workers
