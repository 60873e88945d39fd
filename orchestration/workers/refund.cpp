#include "orchestration/workers/refund.hpp"

#include "orchestration/workers/order.hpp"

namespace stepstorm::orchestration {
namespace {

std::optional<std::string> token_of(const Json& order) {
  const Json* payment = member(order, "payment");
  const auto charged = payment ? text_member(*payment, "idempotencyToken") : std::nullopt;
  return charged ? charged : text_member(order, "idempotencyToken");
}

Json describe(const Charge& charge) {
  return {{"status", "REFUNDED"},
          {"receipt", *charge.refund},
          {"amount", money_json(charge.amount)},
          {"currency", charge.currency}};
}

}  // namespace

Outcome Refund::run(const messages::RunTask& task) {
  const auto token = token_of(*task.input);
  if (!token) return Succeed{with_member(*task.input, "refund", {{"status", "NOTHING_TO_REFUND"}})};
  const auto refunded = ledger_->refund(*token);
  return Succeed{with_member(*task.input, "refund", refunded ? describe(*refunded) : Json{{"status", "CANCELLED"}})};
}

}  // namespace stepstorm::orchestration
