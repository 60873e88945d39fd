#include <limits>

#include "execution/run.hpp"

namespace stepstorm::execution {
namespace {

// Longer waits are refused. Source: recordings.md 4 (24,855 days are accepted, 24,856 are not).
constexpr std::chrono::seconds longest_wait{std::numeric_limits<std::int32_t>::max()};

Evaluated<TimePoint> after_seconds(std::int64_t seconds, TimePoint now) {
  if (seconds > longest_wait.count()) return evaluation_error("Wait state delay is too long.");
  return after(now, std::chrono::seconds(seconds));
}

Evaluated<TimePoint> not_too_far(TimePoint at, TimePoint now) {
  if (at > now && at - now > longest_wait) return evaluation_error("Wait state delay is too long.");
  return at;
}

Evaluated<TimePoint> wait_ends(const asl::WaitSeconds& wait,
                               const Json& input,
                               const asl::References& references,
                               TimePoint now) {
  return wait_seconds(wait.seconds, input, references).and_then([&](std::int64_t seconds) {
    return after_seconds(seconds, now);
  });
}

Evaluated<TimePoint> wait_ends(const asl::WaitUntil& wait,
                               const Json& input,
                               const asl::References& references,
                               TimePoint now) {
  return wait_timestamp(wait.timestamp, input, references).and_then([&](TimePoint at) { return not_too_far(at, now); });
}

}  // namespace

Flow run_wait(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const auto references = run.references(slot);
  const auto input = visible_input(state, run.scope(slot).input, references);
  if (!input) return run.fail(slot, input.error());
  const auto stated = std::visit([&](const auto& wait) { return wait_ends(wait, **input, references, run.now()); },
                                 std::get<asl::WaitState>(state.detail).wait);
  if (!stated) return run.fail(slot, stated.error());
  const TimePoint ends = after(run.now(), scaled(*run.execution().state_machine, *stated - run.now()));
  if (ends <= run.now()) return wait_is_over(run, slot);
  run.renew(slot);
  run.scope(slot).progress = Waiting{ends};
  run.set_timer(slot, ends);
  return Flow::Blocked;
}

Flow wait_is_over(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const auto references = run.references(slot);
  const auto input = visible_input(state, run.scope(slot).input, references);
  if (!input) return run.fail(slot, input.error());
  return run.leave(slot, exit_with_input(state, *input, references), state.next);
}

}  // namespace stepstorm::execution
