#include "orchestration/ledger.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace stepstorm::orchestration {

Receipt::Receipt(std::string_view kind, world::Stream random) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
  constexpr std::size_t kind_size = 5;
  assert(kind.size() == kind_size);
  std::copy(kind.begin(), kind.end(), characters_.begin());
  static_assert(std::has_single_bit(digits.size()));  // no digit is favoured
  for (std::size_t at = kind_size; at < characters_.size(); ++at)
    characters_[at] = digits[random.bits() % digits.size()];
}

std::optional<Charge> Ledger::charge(std::string_view token,
                                     Money amount,
                                     std::string_view currency,
                                     std::uint64_t order) {
  const std::lock_guard lock{mutex_};
  ++totals_.requests;
  if (const auto known = entries_.find(token); known != entries_.end()) return known->second.charge;
  Charge charge{receipt("rcpt_", token), amount, std::string{currency}, std::nullopt, order};
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
    charge.refund = receipt("rfnd_", token);
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

Receipt Ledger::receipt(std::string_view kind, std::string_view token) const {
  return {kind, world::Stream::named(seed_, std::string{kind}.append(token))};
}

}  // namespace stepstorm::orchestration
