#include "orchestration/execution_names.hpp"

namespace stepstorm::orchestration {

ExecutionNames::Answer ExecutionNames::claim(const std::string& arn,
                                             const Payload& input,
                                             std::uint64_t execution,
                                             TimePoint now) {
  const std::lock_guard lock{mutex_};
  const auto [place, granted] = holders_.try_emplace(arn, Holder{input, execution, now});
  const Holder& holder = place->second;
  if (granted) return {Claim::Granted, execution, now};
  const bool is_same = holder.running && *holder.input == *input;
  return {is_same ? Claim::RunsAlready : Claim::Taken, holder.execution, holder.started_at};
}

bool ExecutionNames::reopen(const std::string& arn, const Payload& input) {
  const std::lock_guard lock{mutex_};
  const auto holder = holders_.find(arn);
  if (holder == holders_.end()) return false;
  holder->second.running = true;
  holder->second.input = input;
  return true;
}

void ExecutionNames::release(const std::string& arn) {
  const std::lock_guard lock{mutex_};
  const auto holder = holders_.find(arn);
  if (holder == holders_.end()) return;
  holder->second.running = false;
  holder->second.input = Payload{};
}

}  // namespace stepstorm::orchestration
