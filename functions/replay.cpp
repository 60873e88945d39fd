#include "functions/replay.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

namespace stepstorm::functions {
namespace {

using workers::Fail;
using workers::Invocation;

constexpr std::size_t shown_bytes_max = 200;  // of a payload that nothing was recorded for

using Answers = std::vector<RecordedAnswer>;
using Identity = std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>;

/// Orders answers, by the attempt's number first.
Identity identity(const Invocation& invocation) { return {invocation.attempt, invocation.execution, invocation.visit}; }

/// Returns an answer whose `key` equals the invocation's; nullptr when there is none. Answers must be ordered by `key`.
template <class Key>
const RecordedAnswer* choose(const Answers& answers, const Invocation& invocation, const Key& key) {
  const auto wanted = key(invocation);
  const auto first = std::partition_point(
      answers.begin(), answers.end(), [&](const auto& answer) { return key(answer.invocation) < wanted; });
  const auto last =
      std::partition_point(first, answers.end(), [&](const auto& answer) { return key(answer.invocation) == wanted; });
  const auto count = static_cast<std::uint64_t>(last - first);
  return count == 0 ? nullptr : &first[static_cast<std::ptrdiff_t>(invocation.chance % count)];
}

class ReplayedEnvironment final : public workers::Environment {
 public:
  ReplayedEnvironment(std::string function, std::shared_ptr<Replay> replay)
      : function_(std::move(function)), replay_(std::move(replay)) {}

  void invoke(Invocation&& invocation, Answer answer) override {
    if (const RecordedAnswer* recorded = replay_->find(function_, invocation)) return answer(recorded->outcome);
    replay_->miss(function_, invocation.payload);
    answer(Fail{"Function.NotRecorded", "The recording has no answer to this payload", std::nullopt});
  }

  std::optional<std::chrono::nanoseconds> known_time(const Invocation& invocation) override {
    const RecordedAnswer* recorded = replay_->find(function_, invocation);
    return recorded ? recorded->took : std::chrono::nanoseconds{0};
  }

 private:
  std::string function_;
  std::shared_ptr<Replay> replay_;
};

}  // namespace

tl::expected<std::shared_ptr<Replay>, std::string> Replay::read(std::string_view text) {
  auto replay = std::make_shared<Replay>();
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto answer = read_recorded(text.substr(0, end));
    if (!answer) return tl::unexpected{"line " + std::to_string(number) + ": " + answer.error()};
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    auto& with_payload = replay->answers_[answer->function][answer->invocation.payload];
    with_payload.push_back(std::move(*answer));
  }
  for (auto& [function, by_payload] : replay->answers_)
    for (auto& [payload, answers] : by_payload)
      std::stable_sort(answers.begin(), answers.end(), [](const auto& one, const auto& other) {
        return identity(one.invocation) < identity(other.invocation);
      });
  return replay;
}

const RecordedAnswer* Replay::find(const std::string& function, const Invocation& invocation) const {
  const auto of_function = answers_.find(function);
  if (of_function == answers_.end()) return nullptr;
  const auto found = of_function->second.find(invocation.payload);
  if (found == of_function->second.end()) return nullptr;
  const Answers& answers = found->second;
  if (const auto* same = choose(answers, invocation, identity)) return same;
  if (const auto* alike = choose(answers, invocation, std::mem_fn(&Invocation::attempt))) return alike;
  return &answers[invocation.chance % answers.size()];
}

void Replay::miss(const std::string& function, const std::string& payload) {
  ++missing_;
  std::string missed = function + ' ' + payload.substr(0, shown_bytes_max);
  const std::lock_guard lock{mutex_};
  if (missed_.empty() || missed < missed_) missed_ = std::move(missed);
}

std::string Replay::missed() const {
  const std::lock_guard lock{mutex_};
  return missed_;
}

std::unique_ptr<workers::Environment> ReplayedEnvironments::make(
    std::shared_ptr<const workers::FunctionOptions> function, std::function<void(std::string)>) {
  return std::make_unique<ReplayedEnvironment>(function->name, replay_);
}

}  // namespace stepstorm::functions
