#include "workers/shop/refund.hpp"

#include "workers/shop/order.hpp"

namespace stepstorm::workers {
namespace {

std::optional<std::string_view> token_of(const Payload& order) {
  const auto charged = order.member("payment").member("idempotencyToken").text();
  return charged ? charged : text_member(order, "idempotencyToken");
}

void describe(const books::Charge& charge, Members& refund) {
  refund.text("status", "REFUNDED").text("receipt", charge.refund->text());
  books::write_money(refund, "amount", charge.amount);
  refund.text("currency", charge.currency);
}

}  // namespace

Outcome Refund::run_at(messages::Task&& task, TimePoint now) {
  Members refund;
  if (const auto token = token_of(task.input)) {
    if (ledger_->effects().keeps())
      ledger_->effects().undo({std::string{charge_effect}, order_key(task), {}, std::string{*token}}, now);
    if (const auto refunded = ledger_->refund(*token))
      describe(*refunded, refund);
    else
      refund.text("status", "CANCELLED");
  } else {
    refund.text("status", "NOTHING_TO_REFUND");
  }
  return Succeed{with_object(task.input, "refund", refund)};
}

}  // namespace stepstorm::workers
