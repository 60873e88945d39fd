#include "books/ledger.hpp"

#include <algorithm>
#include <cassert>
#include <span>

#include "books/characters.hpp"

namespace stepstorm::books {

Receipt::Receipt(std::string_view kind, world::Stream random) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
  static_assert(digits.size() == alphabet_size);
  assert(kind.size() == kind_size);
  std::copy(kind.begin(), kind.end(), characters_.begin());
  draw_characters(std::span{characters_}.subspan(kind_size), digits, random);
}

std::optional<Charge> Ledger::charge(std::string_view token,
                                     Money amount,
                                     std::string_view currency,
                                     std::uint64_t order) {
  const std::lock_guard lock{mutex_};
  ++totals_.requests;
  const auto [at, is_new] =
      entries_.emplace(token, Entry{Entry::State::Charged, forgotten_, amount, std::string{currency}, order});
  if (is_new) {
    if (by_order_) ++books_[order].charges;
    ++totals_.charges;
    totals_.charged.hundredths += amount.hundredths;
  }
  return charge_of(token, at->second);
}

std::optional<Charge> Ledger::refund(std::string_view token) {
  const std::lock_guard lock{mutex_};
  Entry& entry = entries_.emplace(token, Entry{.entered = forgotten_}).first->second;
  if (entry.state == Entry::State::Charged) {
    entry.state = Entry::State::Refunded;
    if (by_order_) ++books_[entry.order].refunds;
    ++totals_.refunds;
    totals_.refunded.hundredths += entry.amount.hundredths;
  }
  return charge_of(token, entry);
}

std::optional<Charge> Ledger::charge_of(std::string_view token, const Entry& entry) const {
  if (entry.state == Entry::State::Cancelled) return std::nullopt;
  Charge charge{Receipt{"rcpt_", receipts_.of(token)}, entry.amount, entry.currency, std::nullopt, entry.order};
  if (entry.state == Entry::State::Refunded) charge.refund = Receipt{"rfnd_", refunds_.of(token)};
  return charge;
}

void Ledger::confirm(std::uint64_t order) {
  if (!by_order_) return;
  const std::lock_guard lock{mutex_};
  ++books_[order].confirmations;
}

std::map<std::uint64_t, OrderBook> Ledger::books() const {
  const std::lock_guard lock{mutex_};
  return {books_.begin(), books_.end()};
}

std::optional<Charge> Ledger::find(std::string_view token) const {
  const std::lock_guard lock{mutex_};
  const auto known = entries_.find(token);
  return known == entries_.end() ? std::nullopt : charge_of(token, known->second);
}

void Ledger::forget_older() {
  effects_.forget_older();
  const std::lock_guard lock{mutex_};
  std::erase_if(entries_, [this](const auto& entry) { return entry.second.entered < forgotten_; });
  ++forgotten_;
}

Ledger::Totals Ledger::totals() const {
  const std::lock_guard lock{mutex_};
  return totals_;
}

}  // namespace stepstorm::books
