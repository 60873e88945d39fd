// What a payment provider knows: which idempotency token was charged, refunded or cancelled, and for how much.
// Outlives the workers that ask it; may be asked from several threads. It can be told to forget old tokens; the totals
// it never forgets.
#pragma once

#include <cstdint>
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
  std::uint64_t order = 0;            // the execution that it was made for
};

/// What was done for one order.
struct OrderBook {
  std::uint32_t charges = 0;
  std::uint32_t refunds = 0;
  std::uint32_t confirmations = 0;
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

  /// Receipts are drawn from the seed and the token. With `by_order`, a book is kept for each order, for ever.
  explicit Ledger(std::uint64_t seed = 0, bool by_order = false) : seed_(seed), by_order_(by_order) {}

  /// Charges once per token: a repeated request gets the charge that the first one made, whatever it says itself.
  /// Nothing when the token was cancelled before.
  std::optional<Charge> charge(std::string_view token,
                               Money amount,
                               std::string_view currency,
                               std::uint64_t order = 0);

  /// Takes a charge back, once. A token not charged yet is cancelled: a charge that is still on its way will find that.
  std::optional<Charge> refund(std::string_view token);

  /// The order has been confirmed to its customer.
  void confirm(std::uint64_t order);

  /// Forgets the tokens that were entered before it was called the last time.
  void forget_older();

  std::optional<Charge> find(std::string_view token) const;
  Totals totals() const;
  /// Of an order for which nothing was done, or when no books are kept: all zero.
  OrderBook book(std::uint64_t order) const;

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
  bool by_order_;
  Entries recent_;
  Entries older_;  // entered before forget_older was called
  Totals totals_;
  std::unordered_map<std::uint64_t, OrderBook> books_;  // never iterated
};

}  // namespace stepstorm::orchestration
