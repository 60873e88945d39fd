// The books of a payment provider: the idempotency tokens that were charged, refunded or cancelled, with amounts.
// Outlives the workers; safe for concurrent use. Old tokens can be forgotten; totals are kept. Its book of effects
// holds the side effects of workers of all kinds.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "books/effect_book.hpp"
#include "books/money.hpp"
#include "world/stream.hpp"

namespace stepstorm::books {

/// rcpt_oi5c235mo7mbm1
class Receipt {
 public:
  /// Draws the receipt from the stream; `kind`: its first five characters.
  Receipt(std::string_view kind, world::Stream random);
  std::string_view text() const { return {characters_.data(), characters_.size()}; }

 private:
  static constexpr std::size_t kind_size = 5;
  std::array<char, kind_size + 14> characters_;
};

struct Charge {
  Receipt receipt;
  Money amount;
  std::string currency;
  std::optional<Receipt> refund;  // receipt of the refund
  std::uint64_t order = 0;        // the order that was charged
};

/// The number of actions for one order.
struct OrderBook {
  std::uint32_t charges = 0;
  std::uint32_t refunds = 0;
  std::uint32_t confirmations = 0;
};

class Ledger {
 public:
  struct Totals {
    std::uint64_t requests = 0;  // to charge, repeated and refused requests included
    std::uint64_t charges = 0;
    std::uint64_t refunds = 0;
    Money charged;
    Money refunded;
  };

  /// Receipts are drawn from the seed and the token. `by_order`: keeps a book for each order, and every effect.
  explicit Ledger(std::uint64_t seed = 0, bool by_order = false)
      : receipts_(world::Stream::named(seed, "receipts")),
        refunds_(world::Stream::named(seed, "refunds")),
        by_order_(by_order),
        effects_(by_order) {}

  /// Charges once per token: a repeated request returns the first charge, even when its amount or currency differs.
  /// nullopt when the token was cancelled before.
  std::optional<Charge> charge(std::string_view token,
                               Money amount,
                               std::string_view currency,
                               std::uint64_t order = 0);

  /// Refunds a charge, once. Cancels a token that is not charged yet, so that a later request with it charges nothing.
  std::optional<Charge> refund(std::string_view token);

  /// Records that the order was confirmed to its customer.
  void confirm(std::uint64_t order);

  /// The side effects of workers of all kinds.
  EffectBook& effects() { return effects_; }
  const EffectBook& effects() const { return effects_; }

  /// Forgets the tokens that were entered before the previous call.
  void forget_older();

  std::optional<Charge> find(std::string_view token) const;
  Totals totals() const;
  /// All that are kept, by order.
  std::map<std::uint64_t, OrderBook> books() const;

 private:
  struct ByText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return world::Stream{}.of(text).bits(); }
  };
  /// The state of a token; receipts are derived from it.
  struct Entry {
    enum class State : std::uint8_t { Cancelled, Charged, Refunded } state = State::Cancelled;
    std::uint32_t entered = 0;  // number of calls of forget_older before it
    Money amount;
    std::string currency;
    std::uint64_t order = 0;
  };
  using Entries = std::unordered_map<std::string, Entry, ByText, std::equal_to<>>;

  std::optional<Charge> charge_of(std::string_view token, const Entry& entry) const;

  mutable std::mutex mutex_;
  world::Stream receipts_;
  world::Stream refunds_;
  bool by_order_;
  EffectBook effects_;
  Entries entries_;              // by token; never iterated in a visible order
  std::uint32_t forgotten_ = 0;  // number of calls of forget_older
  Totals totals_;
  std::unordered_map<std::uint64_t, OrderBook> books_;  // never iterated in a visible order
};

}  // namespace stepstorm::books
