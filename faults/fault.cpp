#include "faults/fault.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

#include "asl/no_references.hpp"
#include "values/overload.hpp"

namespace stepstorm::faults {
namespace {

using std::chrono::nanoseconds;

bool matches(const InputTest& test, const Json& input) {
  const auto found = test.path.select(input, asl::NoReferences{});
  return found && same_value(**found, test.value);
}

bool concerns(const FaultTarget& target, const messages::RunTask& task, std::uint32_t worker) {
  if (task.number < target.first_attempt || task.number > target.last_attempt.value_or(~0u)) return false;
  const auto& workers = target.workers;
  if (!workers.empty() && std::find(workers.begin(), workers.end(), worker) == workers.end()) return false;
  return std::all_of(target.matching.begin(), target.matching.end(), [&](const InputTest& test) {
    return matches(test, *task.input);
  });
}

bool is_or_any(const std::optional<std::string>& wanted, std::string_view name) { return !wanted || *wanted == name; }

world::Distribution delay_of(const FaultAction& action) {
  if (const auto* delay = std::get_if<InjectDelay>(&action)) return delay->time;
  const auto* task = std::get_if<DelayTask>(&action);
  return task ? task->time : world::Constant{};
}

void add(const FaultAction& action, nanoseconds delay, Injection& out) {
  std::visit(Overload{[&](const InjectError& error) { out.error = &error; },
                      [&](const InjectDelay& late) {
                        (late.moment == FaultMoment::After ? out.later_answer : out.longer_service) += delay;
                      },
                      [&](const InjectHang&) { out.hangs = true; },
                      [&](const LoseAnswer&) { out.loses_answer = true; },
                      [&](const DuplicateAnswer&) { out.duplicates = true; },
                      [&](const GarbageAnswer& garbage) { out.garbage = &garbage; },
                      [&](const OversizedAnswer&) { out.oversized = true; },
                      [&](const LoseHeartbeats&) { out.loses_heartbeats = true; },
                      [&](const CrashWorker& crash) { out.crash = &crash; },
                      [&](const ReorderMessage& reorder) { out.reordered_answer = &reorder; },
                      [&](const JumpClock& jump) { out.clock_jump += jump.by; },
                      [](const LoseTask&) {},
                      [](const DelayTask&) {}},
             action);
}

bool is_in_transit(const FaultAction& action) {
  const auto* reorder = std::get_if<ReorderMessage>(&action);
  return std::holds_alternative<LoseTask>(action) || std::holds_alternative<DelayTask>(action) ||
         (reorder && reorder->which == ReorderMessage::Which::Task);
}

void add(const FaultAction& action, nanoseconds delay, TransitFaults& out) {
  if (std::holds_alternative<LoseTask>(action)) out.loses = true;
  if (std::holds_alternative<DelayTask>(action)) out.later += delay;
  if (const auto* reorder = std::get_if<ReorderMessage>(&action)) out.reordered = *reorder;
}

std::string_view of_moment(FaultMoment moment, std::string_view before, std::string_view after) {
  return moment == FaultMoment::After ? after : before;
}

}  // namespace

std::string_view kind_name(const FaultAction& action) {
  return std::visit(
      Overload{[](const InjectError& error) {
                 return error.moment == FaultMoment::AtOnce ? std::string_view{"error at once"}
                                                            : of_moment(error.moment, "error before", "error after");
               },
               [](const InjectDelay& delay) { return of_moment(delay.moment, "latency", "late answer"); },
               [](const InjectHang&) { return std::string_view{"hang"}; },
               [](const LoseTask&) { return std::string_view{"lost task"}; },
               [](const LoseAnswer&) { return std::string_view{"lost answer"}; },
               [](const DuplicateAnswer&) { return std::string_view{"duplicate answer"}; },
               [](const GarbageAnswer&) { return std::string_view{"garbage answer"}; },
               [](const OversizedAnswer&) { return std::string_view{"oversized answer"}; },
               [](const LoseHeartbeats&) { return std::string_view{"lost heartbeats"}; },
               [](const CrashWorker& crash) { return of_moment(crash.moment, "crash before", "crash after"); },
               [](const DelayTask&) { return std::string_view{"late task"}; },
               [](const ReorderMessage& reorder) {
                 return reorder.which == ReorderMessage::Which::Task ? std::string_view{"reordered task"}
                                                                     : std::string_view{"reordered answer"};
               },
               [](const JumpClock&) { return std::string_view{"clock jump"}; }},
      action);
}

bool FaultWindow::holds(nanoseconds at) const {
  if (at < begin || (duration && at >= begin + *duration)) return false;
  return !periodic || (at - begin) % periodic->period < periodic->on;
}

double FaultWindow::share(nanoseconds at) const {
  if (!ramps || !duration) return 1;
  return static_cast<double>((at - begin).count()) / static_cast<double>(duration->count());
}

std::uint64_t fault_mask(const FaultPlan& plan,
                         std::string_view state_machine,
                         std::string_view state,
                         std::string_view resource) {
  assert(plan.size() <= faults_max);
  std::uint64_t mask = 0;
  for (std::size_t index = 0; index < plan.size(); ++index) {
    const FaultTarget& target = plan[index].target;
    if (is_or_any(target.state_machine, state_machine) && is_or_any(target.state, state) &&
        is_or_any(target.resource, resource))
      mask |= std::uint64_t{1} << index;
  }
  return mask;
}

FaultInjector::FaultInjector(FaultPlan plan, std::uint64_t seed, TimePoint begin, std::uint32_t number)
    : plan_(std::move(plan)), begin_(begin), number_(number), counters_(std::make_unique<Counter[]>(plan_.size())) {
  for (const Fault& fault : plan_) {
    chances_.push_back(world::Stream::named(seed, "fault:" + fault.name));
    (is_in_transit(fault.action) ? in_transit_ : at_work_) |= std::uint64_t{1} << delays_.size();
    delays_.emplace_back(delay_of(fault.action));
  }
}

TransitFaults FaultInjector::in_transit(const messages::RunTask& task, std::uint32_t worker, TimePoint now) {
  TransitFaults faults;
  each_that_fires(task.faults & in_transit_, task, worker, now, [&](const auto& each, nanoseconds delay) {
    add(each, delay, faults);
  });
  return faults;
}

Injection FaultInjector::at_work(const messages::RunTask& task, std::uint32_t worker, TimePoint now) {
  Injection injection;
  each_that_fires(task.faults & at_work_, task, worker, now, [&](const auto& each, nanoseconds delay) {
    add(each, delay, injection);
  });
  return injection;
}

template <class Add>
void FaultInjector::each_that_fires(
    std::uint64_t mask, const messages::RunTask& task, std::uint32_t worker, TimePoint now, Add&& add) {
  for (; mask != 0; mask &= mask - 1) {
    const auto index = static_cast<std::size_t>(std::countr_zero(mask));
    if (!concerns(plan_[index].target, task, worker)) continue;
    counters_[index].offered.fetch_add(1, std::memory_order_relaxed);
    if (!fires(index, task, now - begin_)) continue;
    counters_[index].fired.fetch_add(1, std::memory_order_relaxed);
    auto random = chances_[index].of(task.execution).of((std::uint64_t{task.visit} << 32) | task.number).of(1);
    add(plan_[index].action, delays_[index].draw(random));
  }
}

bool FaultInjector::fires(std::size_t index, const messages::RunTask& task, nanoseconds at) {
  const Fault& fault = plan_[index];
  if (!fault.window.holds(at)) return false;
  const world::Stream& chances = chances_[index];
  auto random = fault.correlated ? chances.of(static_cast<std::uint64_t>(at / *fault.correlated))
                                 : chances.of(task.execution).of((std::uint64_t{task.visit} << 32) | task.number).of(0);
  return random.uniform() < fault.probability * fault.window.share(at);
}

std::vector<FaultInjector::Count> FaultInjector::counts() const {
  std::vector<Count> counts;
  for (std::size_t index = 0; index < plan_.size(); ++index)
    counts.push_back({counters_[index].offered.load(), counters_[index].fired.load()});
  return counts;
}

FaultSource::FaultSource(FaultPlan plan, std::uint64_t seed, TimePoint begin)
    : seed_(seed), current_(std::make_shared<FaultInjector>(std::move(plan), seed, begin)) {}

void FaultSource::replace(FaultPlan plan, TimePoint begin) {
  const std::lock_guard lock{mutex_};
  const std::uint32_t number = current_->number() + 1;
  current_ = std::make_shared<FaultInjector>(std::move(plan), seed_, begin, number);
  number_.store(number, std::memory_order_release);
}

std::shared_ptr<FaultInjector> FaultSource::current() const {
  const std::lock_guard lock{mutex_};
  return current_;
}

std::shared_ptr<FaultSource> make_fault_source(const FaultPlan& plan, std::uint64_t seed, TimePoint begin) {
  return plan.empty() ? nullptr : std::make_shared<FaultSource>(plan, seed, begin);
}

}  // namespace stepstorm::faults
