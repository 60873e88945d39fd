// What a payment provider knows: which idempotency token was charged, refunded or cancelled, and for how much.
// Outlives the workers that ask it; may be asked from several threads. It can be told to forget old tokens; the totals
// it never forgets. What workers of any kind do to the world outside is written into its book of effects.
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

namespace stepstorm::orchestration {

/// rcpt_oi5c235mo7mbm1
class Receipt {
 public:
  /// Drawn from the stream, behind five characters that say of what.
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
  std::optional<Receipt> refund;  // its receipt
  std::uint64_t order = 0;        // that it was made for
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

  /// Receipts are drawn from the seed and the token. With `by_order`, a book is kept for each order, and
  /// every effect, for ever.
  explicit Ledger(std::uint64_t seed = 0, bool by_order = false)
      : receipts_(world::Stream::named(seed, "receipts")),
        refunds_(world::Stream::named(seed, "refunds")),
        by_order_(by_order),
        effects_(by_order) {}

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

  /// What was done, by workers of any kind.
  EffectBook& effects() { return effects_; }
  const EffectBook& effects() const { return effects_; }

  /// Forgets the tokens that were entered before it was called the last time.
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
  /// What is known of a token; the receipts follow from it.
  struct Entry {
    enum class State : std::uint8_t { Cancelled, Charged, Refunded } state = State::Cancelled;
    std::uint32_t entered = 0;  // after forget_older had been called so often
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
  Entries entries_;              // by token; in an order that is never seen
  std::uint32_t forgotten_ = 0;  // how often forget_older was called
  Totals totals_;
  std::unordered_map<std::uint64_t, OrderBook> books_;  // in an order that is never seen
};

}  // namespace stepstorm::orchestration
