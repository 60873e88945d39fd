#include "orchestration/workers/refund.hpp"

#include "orchestration/workers/order.hpp"

namespace stepstorm::orchestration {
namespace {

const std::string* token_of(const Payload& order) {
  const Json* payment = order.member("payment");
  const std::string* charged = payment ? text_member(*payment, "idempotencyToken") : nullptr;
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
  const std::string* token = token_of(task.input);
  if (!token) return Succeed{with_member(task.input, "refund", {{"status", "NOTHING_TO_REFUND"}})};
  const auto refunded = ledger_->refund(*token);
  return Succeed{with_member(task.input, "refund", refunded ? describe(*refunded) : Json{{"status", "CANCELLED"}})};
}

}  // namespace stepstorm::orchestration
