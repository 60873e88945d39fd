// Charges an order's total to its card, once per idempotency token for any number of requests, and declines by rule.
//
// Reads from its input: `amount` or else `total`, `currency`, `card` (see validate.hpp) and `idempotencyToken`; without
// a token, all attempts at one visit of the state are one payment.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "books/ledger.hpp"
#include "books/money.hpp"
#include "workers/behaviour.hpp"

namespace stepstorm::workers {

/// The card is declined at every attempt.
struct DeclineCard {
  std::string error;
  std::string cause;
};
/// The first attempts fail before anything is charged; the next one succeeds.
struct FailFirst {
  std::uint32_t attempts = 1;
  std::string error;
  std::string cause;
};
/// Never answers and charges nothing.
struct NeverAnswer {};
/// The first attempts charge the card and then crash their worker before it answers.
struct CrashFirst {
  std::uint32_t attempts = 1;
};
/// The answer is text, JSON or not. Nothing is charged.
struct AnswerText {
  std::string text;
};
using CardRule = std::variant<DeclineCard, FailFirst, NeverAnswer, CrashFirst, AnswerText>;

/// A card number that triggers a rule, as payment providers offer them for tests.
struct TestCard {
  std::string number;
  CardRule rule;
};

/// 4000000000000002 Payment.CardDeclined     4000000000000119 Payment.ProviderUnavailable twice, then success
/// 4000000000009995 Payment.InsufficientFunds 4000000000000259 never answers
/// 4000000000000069 Payment.ExpiredCard       4000000000000341 charges, crashes the worker, succeeds when repeated
/// 4000000000000127 Payment.IncorrectCvc      4000000000000101 answers what is not JSON
[[nodiscard]] std::vector<TestCard> standard_test_cards();

struct PaymentOptions {
  books::Money amount_limit{1'000'000};  // larger amounts fail with Payment.AmountTooLarge
  std::vector<TestCard> test_cards = standard_test_cards();
  bool idempotent = true;  // false: ignores tokens; every attempt is a separate payment
};

class Payment final : public Behaviour {
 public:
  Payment(PaymentOptions options, std::shared_ptr<books::Ledger> ledger)
      : options_(std::move(options)), ledger_(std::move(ledger)) {}

  /// The input with `"payment": {"status": "CHARGED", "receipt", "amount", "currency", "idempotencyToken"}`.
  Outcome run(messages::Task&& task) override { return run_at(std::move(task), {}); }
  Outcome run_at(messages::Task&& task, TimePoint now) override;

 private:
  const CardRule* rule_for(const Payload& order) const;
  Outcome apply(const CardRule& rule, const messages::Task& task, books::Money amount, TimePoint now);
  Outcome charge(const messages::Task& task, books::Money amount, TimePoint now);
  void enter(const messages::Task& task, const books::Charge& charge, std::string_view token, TimePoint now);

  PaymentOptions options_;
  std::shared_ptr<books::Ledger> ledger_;
};

/// Returns `idempotencyToken` of the input, or a name of the state's visit.
[[nodiscard]] std::string idempotency_token(const messages::Task& task);

}  // namespace stepstorm::workers
