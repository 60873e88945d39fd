#include "orchestration/workers/payment.hpp"

#include <algorithm>
#include <utility>

#include "asl/overload.hpp"
#include "execution/planted_bug.hpp"
#include "orchestration/workers/order.hpp"

namespace stepstorm::orchestration {
namespace {

std::optional<Money> amount_of(const Payload& order) {
  const Json* amount = order.member("amount");
  if (!amount) amount = order.member("total");
  return amount ? read_money(*amount) : std::nullopt;
}

Json describe(const Charge& charge, const std::string& token) {
  return make_object(Member{"status", "CHARGED"},
                     Member{"receipt", charge.receipt},
                     Member{"amount", money_json(charge.amount)},
                     Member{"currency", charge.currency},
                     Member{"idempotencyToken", token});
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

std::string idempotency_token(const messages::RunTask& task) {
  if (const std::string* token = text_member(task.input, "idempotencyToken")) return *token;
  return "execution-" + std::to_string(task.execution) + "-visit-" + std::to_string(task.visit);
}

/// As a provider that knows no idempotency: to it every request is another one.
std::string attempt_token(const messages::RunTask& task) {
  return "execution-" + std::to_string(task.execution) + "-visit-" + std::to_string(task.visit) + "-attempt-" +
         std::to_string(task.number);
}

Outcome Payment::run(const messages::RunTask& task) {
  const auto amount = amount_of(task.input);
  if (!amount || amount->hundredths < 0)
    return Raise{"Payment.InvalidAmount", "The input has neither an amount nor a total that could be charged"};
  if (*amount > options_.amount_limit)
    return Raise{"Payment.AmountTooLarge",
                 money_text(*amount) + " is more than the limit of " + money_text(options_.amount_limit)};
  const CardRule* rule = rule_for(task.input);
  return rule ? apply(*rule, task, *amount) : charge(task, *amount);
}

const CardRule* Payment::rule_for(const Payload& order) const {
  const std::string* number = card_number(order);
  if (!number) return nullptr;
  const auto& cards = options_.test_cards;
  const auto card =
      std::find_if(cards.begin(), cards.end(), [&](const TestCard& candidate) { return *number == candidate.number; });
  return card == cards.end() ? nullptr : &card->rule;
}

Outcome Payment::apply(const CardRule& rule, const messages::RunTask& task, Money amount) {
  return std::visit(Overload{[](const DeclineCard& decline) -> Outcome {
                               return Raise{decline.error, decline.cause};
                             },
                             [&](const FailFirst& fail) -> Outcome {
                               if (task.number <= fail.attempts) return Raise{fail.error, fail.cause};
                               return charge(task, amount);
                             },
                             [](const NeverAnswer&) -> Outcome { return Hang{}; },
                             [&](const CrashFirst& crash) {
                               Outcome charged = charge(task, amount);
                               if (task.number > crash.attempts) return charged;
                               return Outcome{Crash{"segmentation fault after the card was charged"}};
                             },
                             [](const AnswerText& answer) -> Outcome { return Write{answer.text}; }},
                    rule);
}

Outcome Payment::charge(const messages::RunTask& task, Money amount) {
  const bool keyless = planted(PlantedBug::ChargeWithoutKey) && task.number > 1;
  const std::string token = options_.idempotent && !keyless ? idempotency_token(task) : attempt_token(task);
  const std::string* currency = text_member(task.input, "currency");
  const auto charge = ledger_->charge(token, amount, currency ? std::string_view{*currency} : "USD", task.execution);
  if (!charge) return Raise{"Payment.Cancelled", "The payment " + token + " was cancelled before it was made"};
  return Succeed{with_member(task.input, "payment", describe(*charge, token))};
}

}  // namespace stepstorm::orchestration
