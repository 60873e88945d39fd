#include "orchestration/execution_names.hpp"

namespace stepstorm::orchestration {

ExecutionNames::Answer ExecutionNames::claim(const std::string& arn, const Payload& input, TimePoint now) {
  const std::lock_guard lock{mutex_};
  const auto [place, granted] = holders_.try_emplace(arn, Holder{input, now});
  const Holder& holder = place->second;
  if (granted) return {Claim::Granted, now};
  return {holder.running && *holder.input == *input ? Claim::RunsAlready : Claim::Taken, holder.started_at};
}

void ExecutionNames::release(const std::string& arn) {
  const std::lock_guard lock{mutex_};
  const auto holder = holders_.find(arn);
  if (holder == holders_.end()) return;
  holder->second.running = false;
  holder->second.input = Payload{};
}

}  // namespace stepstorm::orchestration
