#include "orchestration/ledger.hpp"

#include "world/stream.hpp"

namespace stepstorm::orchestration {

std::optional<Charge> Ledger::charge(std::string_view token, Money amount, std::string_view currency) {
  const std::lock_guard lock{mutex_};
  ++totals_.requests;
  if (const auto known = charges_.find(token); known != charges_.end()) return known->second;
  Charge charge{receipt("rcpt_", token), amount, std::string{currency}, std::nullopt};
  ++totals_.charges;
  totals_.charged.hundredths += amount.hundredths;
  return charges_.emplace(token, std::move(charge)).first->second;
}

std::optional<Charge> Ledger::refund(std::string_view token) {
  const std::lock_guard lock{mutex_};
  const auto known = charges_.find(token);
  if (known == charges_.end()) charges_.emplace(token, std::nullopt);
  if (known == charges_.end() || !known->second) return std::nullopt;
  Charge& charge = *known->second;
  if (!charge.refund) {
    charge.refund = receipt("rfnd_", token);
    ++totals_.refunds;
    totals_.refunded.hundredths += charge.amount.hundredths;
  }
  return charge;
}

std::optional<Charge> Ledger::find(std::string_view token) const {
  const std::lock_guard lock{mutex_};
  const auto known = charges_.find(token);
  return known == charges_.end() ? std::nullopt : known->second;
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
