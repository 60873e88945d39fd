#include "orchestration/supervisor.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "world/elementary.hpp"

namespace stepstorm::orchestration {
namespace {

bool is_restarted(RestartType restart, ExitKind kind) {
  return restart == RestartType::Permanent || (restart == RestartType::Transient && kind == ExitKind::Abnormal);
}

std::string in_seconds(std::chrono::nanoseconds time) {
  char text[32];
  std::snprintf(text, sizeof text, "%g s", std::chrono::duration<double>(time).count());
  return text;
}

std::string too_many(const RestartIntensity& intensity) {
  return "its workers needed more than " + std::to_string(intensity.restarts) +
         (intensity.restarts == 1 ? " restart" : " restarts") + " within " + in_seconds(intensity.window);
}

}  // namespace

Supervisor::Supervisor(const SupervisorOptions& options, std::vector<RestartType> children, world::Stream jitter)
    : options_(options), jitter_(jitter) {
  for (const RestartType restart : children) children_.push_back({restart, ChildState::Ended, {}});
}

// ---- events

std::vector<SupervisorCommand> Supervisor::start() {
  for (ChildIndex child = 0; child < children_.size(); ++child) start(child);
  return take_commands();
}

std::vector<SupervisorCommand> Supervisor::exited(ChildIndex child, ExitKind kind, TimePoint now) {
  const ChildState before = std::exchange(children_[child].state, ChildState::Ended);
  if (before == ChildState::Stopping) children_[child].state = ChildState::Due;
  if (before == ChildState::Running && is_restarted(children_[child].restart, kind)) restart(child, now);
  start_due(now);
  return take_commands();
}

std::vector<SupervisorCommand> Supervisor::timers_due(TimePoint now) {
  if (restore_at_ && *restore_at_ <= now) return restore();
  start_due(now);
  return take_commands();
}

std::vector<SupervisorCommand> Supervisor::restore() {
  if (!std::exchange(down_, false)) return {};
  restarts_.clear();
  restore_at_.reset();
  commands_.push_back(Restored{});
  for (ChildIndex child = 0; child < children_.size(); ++child)
    if (children_[child].state == ChildState::Discarding)  // is about to end; restarts then
      children_[child] = {children_[child].restart, ChildState::Stopping, {}};
    else
      start(child);
  return take_commands();
}

TimePoint Supervisor::next_timer() const {
  TimePoint earliest = restore_at_.value_or(never);
  if (any_stopping()) return earliest;
  for (const Child& child : children_)
    if (child.state == ChildState::Due) earliest = std::min(earliest, child.restart_at);
  return earliest;
}

// ---- restarting

void Supervisor::restart(ChildIndex ended, TimePoint now) {
  if (too_many_restarts(now)) return give_up(now);
  const TimePoint restart_at = now + backoff();
  children_[ended].state = ChildState::Due;
  children_[ended].restart_at = restart_at;
  stop_others(ended, restart_at);
}

void Supervisor::stop_others(ChildIndex ended, TimePoint restart_at) {
  if (options_.strategy == RestartStrategy::OneForOne) return;
  const ChildIndex first = options_.strategy == RestartStrategy::RestForOne ? ended + 1 : 0;
  for (auto child = static_cast<ChildIndex>(children_.size()); child-- > first;) stop(child, restart_at);
}

void Supervisor::stop(ChildIndex child, TimePoint restart_at) {
  if (children_[child].state != ChildState::Running) return;
  if (children_[child].restart == RestartType::Temporary) return discard(child);
  children_[child].state = ChildState::Stopping;
  children_[child].restart_at = restart_at;
  commands_.push_back(StopWorker{child});
}

void Supervisor::discard(ChildIndex child) {
  const ChildState before = children_[child].state;
  if (before == ChildState::Running) commands_.push_back(StopWorker{child});
  const bool ending = before == ChildState::Running || before == ChildState::Stopping;
  children_[child].state = ending ? ChildState::Discarding : ChildState::Ended;
}

void Supervisor::start(ChildIndex child) {
  children_[child].state = ChildState::Running;
  commands_.push_back(StartWorker{child});
}

void Supervisor::start_due(TimePoint now) {
  if (any_stopping()) return;
  for (ChildIndex child = 0; child < children_.size(); ++child)
    if (children_[child].state == ChildState::Due && children_[child].restart_at <= now) start(child);
}

void Supervisor::give_up(TimePoint now) {
  down_ = true;
  if (options_.restore_after) restore_at_ = now + *options_.restore_after;
  commands_.push_back(GiveUp{too_many(options_.intensity)});
  for (auto child = static_cast<ChildIndex>(children_.size()); child-- > 0;) discard(child);
}

bool Supervisor::too_many_restarts(TimePoint now) {
  while (!restarts_.empty() && now - restarts_.front() > options_.intensity.window) restarts_.pop_front();
  restarts_.push_back(now);
  return restarts_.size() > options_.intensity.restarts;
}

std::chrono::nanoseconds Supervisor::backoff() {
  const RestartBackoff& backoff = options_.backoff;
  const double nominal =
      static_cast<double>(backoff.initial.count()) * world::whole_power(backoff.rate, restarts_.size() - 1);
  const double capped = std::min(nominal, static_cast<double>(backoff.max.count()));
  return std::chrono::nanoseconds{std::llround(backoff.jitter ? capped * jitter_.uniform() : capped)};
}

bool Supervisor::any_stopping() const {
  return std::any_of(
      children_.begin(), children_.end(), [](const Child& child) { return child.state == ChildState::Stopping; });
}

std::vector<SupervisorCommand> Supervisor::take_commands() { return std::exchange(commands_, {}); }

}  // namespace stepstorm::orchestration
