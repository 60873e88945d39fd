#include "orchestration/ledger.hpp"

#include "world/stream.hpp"

namespace stepstorm::orchestration {

std::optional<Charge> Ledger::charge(std::string_view token,
                                     Money amount,
                                     std::string_view currency,
                                     std::uint64_t order) {
  const std::lock_guard lock{mutex_};
  ++totals_.requests;
  if (const Entry* known = look_up(token)) return *known;
  Charge charge{receipt("rcpt_", token), amount, std::string{currency}, std::nullopt, order};
  if (by_order_) ++books_[order].charges;
  ++totals_.charges;
  totals_.charged.hundredths += amount.hundredths;
  return enter(token, std::move(charge));
}

std::optional<Charge> Ledger::refund(std::string_view token) {
  const std::lock_guard lock{mutex_};
  Entry* known = look_up(token);
  if (!known) enter(token, std::nullopt);
  if (!known || !*known) return std::nullopt;
  Charge& charge = **known;
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
  const Entry* known = look_up(token);
  return known ? *known : std::nullopt;
}

const Ledger::Entry* Ledger::look_up(std::string_view token) const {
  for (const Entries* entries : {&recent_, &older_})
    if (const auto known = entries->find(token); known != entries->end()) return &known->second;
  return nullptr;
}

Ledger::Entry& Ledger::enter(std::string_view token, Entry entry) {
  return recent_.emplace(token, std::move(entry)).first->second;
}

void Ledger::forget_older() {
  const std::lock_guard lock{mutex_};
  older_ = std::exchange(recent_, {});
}

Ledger::Totals Ledger::totals() const {
  const std::lock_guard lock{mutex_};
  return totals_;
}

std::string Ledger::receipt(std::string_view prefix, std::string_view token) const {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
  auto random = world::Stream::named(seed_, std::string{prefix}.append(token));
  std::string text{prefix};
  for (int i = 0; i < 14; ++i) text += digits[random.below(digits.size())];
  return text;
}

}  // namespace stepstorm::orchestration
