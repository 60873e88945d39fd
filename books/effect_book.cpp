#include "books/effect_book.hpp"

#include <algorithm>
#include <tuple>

namespace stepstorm::books {

EffectBook::Entry EffectBook::enter(EffectRequest request, const EffectCause& cause) {
  const std::lock_guard lock{mutex_};
  const std::size_t place = effects_.size();
  if (request.token) {
    const auto [known, is_new] = tokens_.try_emplace({request.name, *request.token}, Token{false, forgotten_, {}});
    if (!is_new) return known->second.cancelled ? Entry::Cancelled : Entry::Repeated;
    if (keeps_) known->second.effect = place;
  }
  if (!keeps_) return Entry::Done;
  standing_[{request.name, request.key}].push_back(place);
  effects_.push_back({std::move(request.name), std::move(request.key), request.amount, cause, std::nullopt});
  return Entry::Done;
}

void EffectBook::undo(const EffectRequest& request, TimePoint at) {
  const std::lock_guard lock{mutex_};
  if (request.token) {
    const auto [known, is_new] = tokens_.try_emplace({request.name, *request.token}, Token{true, forgotten_, {}});
    if (!is_new && known->second.effect) take_back(*known->second.effect, at);
    return;
  }
  const auto standing = standing_.find({request.name, request.key});
  if (standing == standing_.end()) return;
  for (const std::size_t effect : standing->second) take_back(effect, at);
  standing_.erase(standing);
}

void EffectBook::take_back(std::size_t effect, TimePoint at) {
  if (effects_[effect].stands()) effects_[effect].undone_at = at;
}

void EffectBook::forget_older() {
  const std::lock_guard lock{mutex_};
  std::erase_if(tokens_, [this](const auto& token) { return token.second.entered < forgotten_; });
  ++forgotten_;
}

std::vector<Effect> EffectBook::effects() const {
  const std::lock_guard lock{mutex_};
  std::vector<Effect> all = effects_;
  const auto when = [](const Effect& effect) {
    const EffectCause& cause = effect.cause;
    return std::tuple{cause.at, cause.execution, cause.visit, cause.attempt};
  };
  std::stable_sort(all.begin(), all.end(), [&](const Effect& a, const Effect& b) { return when(a) < when(b); });
  return all;
}

}  // namespace stepstorm::books
