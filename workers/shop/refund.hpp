// Refunds an order's payment, once for any number of requests: the compensation of payment.hpp.
//
// Reads from its input: `payment.idempotencyToken` as written by payment, or else `idempotencyToken`. Cancels a payment
// that has not happened yet, so that a request still on its way charges nothing.
#pragma once

#include <memory>

#include "books/ledger.hpp"
#include "workers/behaviour.hpp"

namespace stepstorm::workers {

struct RefundOptions {};

class Refund final : public Behaviour {
 public:
  explicit Refund(std::shared_ptr<books::Ledger> ledger) : ledger_(std::move(ledger)) {}

  /// The input with `"refund": {"status": "REFUNDED", "receipt", "amount", "currency"}` or `{"status": "CANCELLED"}`.
  Outcome run(messages::Task&& task) override { return run_at(std::move(task), {}); }
  Outcome run_at(messages::Task&& task, TimePoint now) override;

 private:
  std::shared_ptr<books::Ledger> ledger_;
};

}  // namespace stepstorm::workers
