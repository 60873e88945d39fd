// What a payment provider knows: which idempotency token was charged, refunded or cancelled, and for how much.
// Outlives the workers that ask it; may be asked from several threads. It can be told how much to remember: the oldest
// tokens are then forgotten, the totals never.
#pragma once

#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

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

  /// Receipts are drawn from the seed and the token. At least the last `remembered` tokens are known, and at most twice
  /// as many.
  explicit Ledger(std::uint64_t seed = 0, std::size_t remembered = std::numeric_limits<std::size_t>::max())
      : seed_(seed), remembered_(remembered) {}

  /// Charges once per token: a repeated request gets the charge that the first one made, whatever it says itself.
  /// Nothing when the token was cancelled before.
  std::optional<Charge> charge(std::string_view token, Money amount, std::string_view currency);

  /// Takes a charge back, once. A token not charged yet is cancelled: a charge that is still on its way will find that.
  std::optional<Charge> refund(std::string_view token);

  std::optional<Charge> find(std::string_view token) const;
  Totals totals() const;

 private:
  struct ByText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Entry = std::optional<Charge>;                                              // nullopt: cancelled
  using Entries = std::unordered_map<std::string, Entry, ByText, std::equal_to<>>;  // never iterated

  const Entry* look_up(std::string_view token) const;
  Entry* look_up(std::string_view token) { return const_cast<Entry*>(std::as_const(*this).look_up(token)); }
  Entry& enter(std::string_view token, Entry entry);
  std::string receipt(std::string_view prefix, std::string_view token) const;

  mutable std::mutex mutex_;
  std::uint64_t seed_;
  std::size_t remembered_;
  Entries recent_;
  Entries older_;  // than those
  Totals totals_;
};

}  // namespace stepstorm::orchestration
