#include "workers/shop/payment.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "execution/planted_bug.hpp"
#include "values/overload.hpp"
#include "workers/shop/order.hpp"

namespace stepstorm::workers {
namespace {

std::optional<books::Money> amount_of(const Payload& order) {
  const Value amount = order.member("amount");
  return books::read_money(amount ? amount : order.member("total"));
}

void describe(const books::Charge& charge, std::string_view token, Members& payment) {
  payment.text("status", "CHARGED").text("receipt", charge.receipt.text());
  books::write_money(payment, "amount", charge.amount);
  payment.text("currency", charge.currency).text("idempotencyToken", token);
}

/// Returns a name of the visit of a state, unique in its run.
std::string visit_token(const messages::Task& task) {
  std::array<char, 64> text;  // room for both numbers at their longest
  char* const end = text.data() + text.size();
  char* at = std::copy_n("execution-", 10, text.data());
  at = std::to_chars(at, end, task.execution).ptr;
  at = std::copy_n("-visit-", 7, at);
  at = std::to_chars(at, end, task.visit).ptr;
  return {text.data(), at};
}

}  // namespace

std::vector<TestCard> standard_test_cards() {
  return {
      {"4000000000000002", DeclineCard{"Payment.CardDeclined", "The card was declined"}},
      {"4000000000009995", DeclineCard{"Payment.InsufficientFunds", "The card has insufficient funds"}},
      {"4000000000000069", DeclineCard{"Payment.ExpiredCard", "The card has expired"}},
      {"4000000000000127", DeclineCard{"Payment.IncorrectCvc", "The card's security code is incorrect"}},
      {"4000000000000119", FailFirst{2, "Payment.ProviderUnavailable", "The payment provider is unavailable"}},
      {"4000000000000259", NeverAnswer{}},
      {"4000000000000341", CrashFirst{1}},
      {"4000000000000101", AnswerText{"<html>502 Bad Gateway</html>"}},
  };
}

std::string idempotency_token(const messages::Task& task) {
  if (const auto token = text_member(task.input, "idempotencyToken")) return std::string{*token};
  return visit_token(task);
}

/// Makes a separate token for each attempt, for a provider without idempotency.
std::string attempt_token(const messages::Task& task) {
  return visit_token(task).append("-attempt-").append(std::to_string(task.number));
}

Outcome Payment::run_at(messages::Task&& task, TimePoint now) {
  const auto amount = amount_of(task.input);
  if (!amount || amount->hundredths < 0)
    return Raise{"Payment.InvalidAmount", "The input has neither an amount nor a total that could be charged"};
  if (*amount > options_.amount_limit)
    return Raise{"Payment.AmountTooLarge",
                 books::money_text(*amount) + " is more than the limit of " + books::money_text(options_.amount_limit)};
  const CardRule* rule = rule_for(task.input);
  return rule ? apply(*rule, task, *amount, now) : charge(task, *amount, now);
}

const CardRule* Payment::rule_for(const Payload& order) const {
  const auto number = card_number(order);
  if (!number) return nullptr;
  const auto& cards = options_.test_cards;
  const auto card =
      std::find_if(cards.begin(), cards.end(), [&](const TestCard& candidate) { return *number == candidate.number; });
  return card == cards.end() ? nullptr : &card->rule;
}

Outcome Payment::apply(const CardRule& rule, const messages::Task& task, books::Money amount, TimePoint now) {
  return std::visit(Overload{[](const DeclineCard& decline) -> Outcome {
                               return Raise{decline.error, decline.cause};
                             },
                             [&](const FailFirst& fail) -> Outcome {
                               if (task.number <= fail.attempts) return Raise{fail.error, fail.cause};
                               return charge(task, amount, now);
                             },
                             [](const NeverAnswer&) -> Outcome { return Hang{}; },
                             [&](const CrashFirst& crash) {
                               Outcome charged = charge(task, amount, now);
                               if (task.number > crash.attempts) return charged;
                               return Outcome{Crash{"segmentation fault after the card was charged"}};
                             },
                             [](const AnswerText& answer) -> Outcome { return Write{answer.text}; }},
                    rule);
}

Outcome Payment::charge(const messages::Task& task, books::Money amount, TimePoint now) {
  const bool keyless = planted(PlantedBug::ChargeWithoutKey) && task.number > 1;
  const std::string token = options_.idempotent && !keyless ? idempotency_token(task) : attempt_token(task);
  const std::string_view currency = text_member(task.input, "currency").value_or("USD");
  const auto charge = ledger_->charge(token, amount, currency, task.order);
  if (!charge) return Raise{"Payment.Cancelled", "The payment " + token + " was cancelled before it was made"};
  enter(task, *charge, token, now);
  Members payment;
  describe(*charge, token, payment);
  return Succeed{with_object(task.input, "payment", payment)};
}

void Payment::enter(const messages::Task& task, const books::Charge& charge, std::string_view token, TimePoint now) {
  if (!ledger_->effects().keeps()) return;
  const double amount = static_cast<double>(charge.amount.hundredths) / 100;
  ledger_->effects().enter({std::string{charge_effect}, order_key(task), amount, std::string{token}},
                           cause_of(task, now));
}

}  // namespace stepstorm::workers
