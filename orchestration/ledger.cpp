#include "orchestration/ledger.hpp"

#include <algorithm>
#include <cassert>
#include <span>

#include "orchestration/characters.hpp"

namespace stepstorm::orchestration {

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
  if (const auto known = entries_.find(token); known != entries_.end()) return known->second.charge;
  Charge charge{Receipt{"rcpt_", receipts_.of(token)}, amount, std::string{currency}, std::nullopt, order};
  if (by_order_) ++books_[order].charges;
  ++totals_.charges;
  totals_.charged.hundredths += amount.hundredths;
  return enter(token, std::move(charge)).charge;
}

std::optional<Charge> Ledger::refund(std::string_view token) {
  const std::lock_guard lock{mutex_};
  const auto known = entries_.find(token);
  if (known == entries_.end()) enter(token, std::nullopt);
  if (known == entries_.end() || !known->second.charge) return std::nullopt;
  Charge& charge = *known->second.charge;
  if (!charge.refund) {
    charge.refund = Receipt{"rfnd_", refunds_.of(token)};
    if (by_order_) ++books_[charge.order].refunds;
    ++totals_.refunds;
    totals_.refunded.hundredths += charge.amount.hundredths;
  }
  return charge;
}

void Ledger::confirm(std::uint64_t order) {
  if (!by_order_) return;
  const std::lock_guard lock{mutex_};
  ++books_[order].confirmations;
}

OrderBook Ledger::book(std::uint64_t order) const {
  const std::lock_guard lock{mutex_};
  const auto known = books_.find(order);
  return known == books_.end() ? OrderBook{} : known->second;
}

std::optional<Charge> Ledger::find(std::string_view token) const {
  const std::lock_guard lock{mutex_};
  const auto known = entries_.find(token);
  return known == entries_.end() ? std::nullopt : known->second.charge;
}

Ledger::Entry& Ledger::enter(std::string_view token, std::optional<Charge> charge) {
  return entries_.emplace(token, Entry{std::move(charge), forgotten_}).first->second;
}

void Ledger::forget_older() {
  const std::lock_guard lock{mutex_};
  std::erase_if(entries_, [this](const auto& entry) { return entry.second.entered < forgotten_; });
  ++forgotten_;
}

Ledger::Totals Ledger::totals() const {
  const std::lock_guard lock{mutex_};
  return totals_;
}

}  // namespace stepstorm::orchestration
