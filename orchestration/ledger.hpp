// What a payment provider knows: which idempotency token was charged, refunded or cancelled, and for how much.
// Outlives the workers that ask it; may be asked from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "orchestration/money.hpp"

namespace stepstorm::orchestration {

struct Charge {
  std::string receipt;
  Money amount;
  std::string currency;
  std::optional<std::string> refund;  // the refund's receipt
};

class Ledger {
 public:
  struct Totals {
    std::uint64_t requests = 0;  // to charge, repeated and refused ones included
    std::uint64_t charges = 0;
    std::uint64_t refunds = 0;
    Money charged;
    Money refunded;
  };

  /// Receipts are drawn from the seed and the token.
  explicit Ledger(std::uint64_t seed = 0) : seed_(seed) {}

  /// Charges once per token: a repeated request gets the charge that the first one made, whatever it says itself.
  /// Nothing when the token was cancelled before.
  std::optional<Charge> charge(std::string_view token, Money amount, std::string_view currency);

  /// Takes a charge back, once. A token not charged yet is cancelled: a charge that is still on its way will find that.
  std::optional<Charge> refund(std::string_view token);

  std::optional<Charge> find(std::string_view token) const;
  Totals totals() const;

 private:
  std::string receipt(std::string_view prefix, std::string_view token) const;

  mutable std::mutex mutex_;
  std::uint64_t seed_;
  std::map<std::string, std::optional<Charge>, std::less<>> charges_;  // nullopt: cancelled
  Totals totals_;
};

}  // namespace stepstorm::orchestration
