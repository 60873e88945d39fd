#include "orchestration/dispatcher.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace stepstorm::orchestration {

Dispatcher::Dispatcher(std::vector<ResourceBinding> resources, Outbox& outbox) : outbox_(outbox) {
  for (ResourceBinding& resource : resources) add(std::move(resource));
}

ResourceIndex Dispatcher::add(ResourceBinding resource) {
  const auto index = static_cast<ResourceIndex>(pools_.size());
  by_arn_.emplace(resource.arn, index);
  pools_.emplace_back().binding = std::move(resource);
  return index;
}

std::optional<ResourceIndex> Dispatcher::resource_of(std::string_view arn) const {
  const auto found = by_arn_.find(std::string{arn});
  return found == by_arn_.end() ? std::nullopt : std::optional{found->second};
}

// ---- attempts

Dispatcher::Submission Dispatcher::submit(const Attempt& attempt, messages::RunTask&& task) {
  Pool& pool = pools_[attempt.resource];
  if (pool.down) return {Admission::ResourceDown, none};
  if (pool.at_workers + pool.queue.size >= pool.binding.concurrency.value_or(none)) return {Admission::QueueFull, none};
  const WorkerIndex worker = next_worker(pool);
  if (worker == none && pool.queue.size >= pool.binding.queue_limit.value_or(none)) return {Admission::QueueFull, none};

  const std::uint32_t slot = add(attempt, task);
  Attempt& submitted = attempts_[slot];
  if (worker != none) {
    hand_over(slot, submitted, std::move(task), worker);
  } else {
    keep(submitted, std::move(task));
    enqueue(slot, submitted);
  }
  return {Admission::Accepted, slot};
}

std::uint32_t Dispatcher::hold(const Attempt& attempt, messages::RunTask&& task) {
  const std::uint32_t slot = add(attempt, task);
  keep(attempts_[slot], std::move(task));
  return slot;
}

/// Keeps the attempt, and gives it and its task their token.
std::uint32_t Dispatcher::add(const Attempt& attempt, messages::RunTask& task) {
  const SlabKey key = attempts_.emplace(attempt);
  attempts_[key.slot].token = task.token = {key.slot, key.generation};
  return key.slot;
}

void Dispatcher::keep(Attempt& attempt, messages::RunTask&& task) {
  attempt.task = tasks_.emplace(std::move(task)).slot;
}

/// Drops the attempt at this slot, and its task if it is kept here.
void Dispatcher::forget(std::uint32_t slot) {
  if (const std::uint32_t task = attempts_[slot].task; task != none) tasks_.erase(task);
  attempts_.erase(slot);
}

Attempt* Dispatcher::take_queued(ResourceIndex resource) {
  List& queue = pools_[resource].queue;
  if (queue.size == 0) return nullptr;
  Attempt& first = attempts_[queue.head];
  leave_queue(first);
  return &first;
}

void Dispatcher::abandon(std::uint32_t attempt) {
  Attempt& abandoned = attempts_[attempt];
  abandoned.abandoned = true;
  if (abandoned.place == Attempt::Position::AtWorker) return;
  if (abandoned.place == Attempt::Position::Queued) leave_queue(abandoned);
  forget(attempt);
}

Attempt* Dispatcher::find(messages::TaskToken token) {
  Attempt* found = attempts_.find({token.slot, token.generation});
  return found && found->place != Attempt::Position::Queued ? found
                                                            : nullptr;  // queued: its token is not given out yet
}

void Dispatcher::complete(messages::TaskToken token) {
  release(token);
  forget(token.slot);
}

void Dispatcher::release(messages::TaskToken token) {
  assert(find(token));
  if (Attempt& attempt = attempts_[token.slot]; attempt.place == Attempt::Position::AtWorker) take_from_worker(attempt);
}

void Dispatcher::enqueue(std::uint32_t slot, Attempt& attempt) {
  List& queue = pools_[attempt.resource].queue;
  attempt.place = Attempt::Position::Queued;
  append(queue, slot, attempt);
  outbox_.queue_changed(attempt.resource, queue.size);
}

void Dispatcher::leave_queue(Attempt& attempt) {
  List& queue = pools_[attempt.resource].queue;
  attempt.place = Attempt::Position::Nowhere;
  remove(queue, attempt);
  outbox_.queue_changed(attempt.resource, queue.size);
}

void Dispatcher::hand_over(std::uint32_t slot, Attempt& attempt, messages::RunTask&& task, WorkerIndex to) {
  Worker& worker = workers_[to];
  attempt.place = Attempt::Position::AtWorker;
  attempt.worker = to;
  append(worker.attempts, slot, attempt);
  ++pools_[attempt.resource].at_workers;
  outbox_.add(to, std::move(task));
  if (attempt.announce) announce(attempt.token);
  stand_in_turn(to, worker);
}

void Dispatcher::hand_over_kept(std::uint32_t slot, Attempt& attempt, WorkerIndex to) {
  const std::uint32_t task = std::exchange(attempt.task, none);
  hand_over(slot, attempt, std::move(tasks_[task]), to);
  tasks_.erase(task);
}

void Dispatcher::take_from_worker(Attempt& attempt) {
  Worker& worker = workers_[attempt.worker];
  attempt.place = Attempt::Position::Nowhere;
  remove(worker.attempts, attempt);
  --pools_[attempt.resource].at_workers;
  stand_in_turn(attempt.worker, worker);
  serve_queue(pools_[attempt.resource]);
}

// ---- turns of workers

/// Returns `none` when all workers are busy.
WorkerIndex Dispatcher::next_worker(Pool& pool) {
  while (!pool.turns.empty()) {
    const WorkerIndex next = pool.turns.front();
    pool.turns.pop_front();
    workers_[next].in_turn = false;
    if (has_capacity(workers_[next])) return next;
  }
  return none;
}

void Dispatcher::stand_in_turn(WorkerIndex index, Worker& worker) {
  if (worker.in_turn || !has_capacity(worker)) return;
  worker.in_turn = true;
  pools_[worker.resource].turns.push_back(index);
}

void Dispatcher::serve_queue(Pool& pool) {
  while (pool.queue.size > 0) {
    const WorkerIndex worker = next_worker(pool);
    if (worker == none) return;
    const std::uint32_t slot = pool.queue.head;
    Attempt& first = attempts_[slot];
    leave_queue(first);
    hand_over_kept(slot, first, worker);
  }
}

// ---- workers and resources

void Dispatcher::worker_up(WorkerIndex index, ResourceIndex resource, std::uint32_t capacity, std::string name) {
  if (index >= workers_.size()) workers_.resize(index + 1);
  Worker& worker = workers_[index];
  assert(!worker.up);
  worker.up = true;
  worker.resource = resource;
  worker.capacity = capacity;
  worker.name = std::move(name);
  stand_in_turn(index, worker);
  serve_queue(pools_[resource]);
}

std::vector<Attempt> Dispatcher::worker_down(WorkerIndex index) {
  Worker& worker = workers_[index];
  worker.up = false;
  outbox_.drop_tasks(index);
  pools_[worker.resource].at_workers -= worker.attempts.size;
  auto lost = drain(worker.attempts);
  std::erase_if(lost, [](const Attempt& attempt) { return attempt.abandoned && !attempt.event; });
  return lost;
}

std::vector<Attempt> Dispatcher::resource_down(ResourceIndex resource, std::string cause) {
  pools_[resource].down = true;
  pools_[resource].down_cause = std::move(cause);
  auto drained = drain(pools_[resource].queue);
  outbox_.queue_changed(resource, 0);
  return drained;
}

void Dispatcher::resource_restored(ResourceIndex resource) { pools_[resource].down = false; }

std::vector<Attempt> Dispatcher::drain(List& list) {
  std::vector<Attempt> drained;
  while (list.head != none) {
    const std::uint32_t slot = list.head;
    const Attempt first = attempts_[slot];
    remove(list, first);
    drained.push_back(first);
    forget(slot);
  }
  return drained;
}

// ---- announcements

std::vector<messages::TaskToken> Dispatcher::take_announcements() { return std::exchange(announcements_, {}); }

// ---- lists of attempts, linked through the attempts themselves

void Dispatcher::append(List& list, std::uint32_t slot, Attempt& attempt) {
  attempt.previous = list.tail;
  attempt.next = none;
  (list.tail == none ? list.head : attempts_[list.tail].next) = slot;
  list.tail = slot;
  ++list.size;
}

void Dispatcher::remove(List& list, const Attempt& attempt) {
  (attempt.previous == none ? list.head : attempts_[attempt.previous].next) = attempt.next;
  (attempt.next == none ? list.tail : attempts_[attempt.next].previous) = attempt.previous;
  --list.size;
}

}  // namespace stepstorm::orchestration
