// Brings attempts to workers: a queue per resource, workers that take turns, each with at most `capacity` attempts at
// once. Everything takes constant time, however many attempts wait or are being worked on.
//
// An attempt that is over leaves the queue at once. One that a worker already has stays with it, as a
// call that cannot be taken back: it goes on filling the worker's capacity until it is answered or the worker dies.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "messages/messages.hpp"
#include "orchestration/attempt.hpp"
#include "orchestration/outbox.hpp"
#include "orchestration/slab.hpp"

namespace stepstorm::orchestration {

enum class Admission { Accepted, QueueFull, ResourceDown };

class Dispatcher {
 public:
  Dispatcher(std::vector<ResourceBinding> resources, Outbox& outbox);

  /// One more, beside those that it was made with.
  ResourceIndex add(ResourceBinding resource);

  // ---- attempts
  struct Submission {
    Admission admission;
    std::uint32_t attempt;  // its slot, when accepted
  };
  Submission submit(const Attempt& attempt, messages::RunTask&& task);
  /// Keeps an attempt that no worker is to have: the answer to its token comes from elsewhere. Returns its slot.
  std::uint32_t hold(const Attempt& attempt, messages::RunTask&& task);
  /// The first in the resource's queue, if there is one, leaves it and is held.
  Attempt* take_queued(ResourceIndex resource);
  void abandon(std::uint32_t attempt);
  /// The attempt of that token; null when it is over, or never was.
  Attempt* find(messages::TaskToken token);
  void prefetch(messages::TaskToken token) const { attempts_.prefetch(token.slot); }
  /// The worker is done with it; its capacity goes to the next in the queue.
  void complete(messages::TaskToken token);
  /// The attempt at this slot.
  const Attempt& at(std::uint32_t slot) { return attempts_[slot]; }
  /// Of an attempt that no worker has.
  const messages::RunTask& task(const Attempt& attempt) const { return tasks_[attempt.task]; }
  /// The worker is done with it, but it goes on without one.
  void release(messages::TaskToken token);

  // ---- workers and resources
  void worker_up(WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name);
  /// What the worker had and is still waited for, in the order in which it was handed over.
  [[nodiscard]] std::vector<Attempt> worker_down(WorkerIndex worker);
  /// What was waiting for the resource, in order of arrival.
  [[nodiscard]] std::vector<Attempt> resource_down(ResourceIndex resource, std::string cause);
  void resource_restored(ResourceIndex resource);

  // ---- what has gathered: tasks gather in the outbox
  /// Attempts to be told of that a worker has taken. Some may be over already.
  bool has_announcements() const { return !announcements_.empty(); }
  [[nodiscard]] std::vector<messages::TaskToken> take_announcements();
  void announce(messages::TaskToken token) { announcements_.push_back(token); }

  // ---- reading
  std::optional<ResourceIndex> resource_of(std::string_view arn) const;
  const ResourceBinding& resource(ResourceIndex index) const { return pools_[index].binding; }
  const std::string& down_cause(ResourceIndex index) const { return pools_[index].down_cause; }
  const std::string& worker_name(WorkerIndex index) const { return workers_[index].name; }
  /// Of the worker that has the attempt; empty: none has it, or it has no name.
  std::string_view worker_of(const Attempt& attempt) const {
    return attempt.place == Attempt::Position::AtWorker ? std::string_view{workers_[attempt.worker].name}
                                                        : std::string_view{};
  }
  /// By attempts and the tasks that no worker has.
  std::size_t held_bytes() const {
    return attempts_.size() * sizeof(Attempt) + tasks_.size() * sizeof(messages::RunTask);
  }
  std::uint32_t queued(ResourceIndex index) const { return pools_[index].queue.size; }

 private:
  static constexpr std::uint32_t none = ~0u;

  struct List {
    std::uint32_t head = none;
    std::uint32_t tail = none;
    std::uint32_t size = 0;
  };
  struct Worker {
    bool up = false;
    bool in_turn = false;  // stands in its pool's row of free workers
    ResourceIndex resource = 0;
    std::uint32_t capacity = 0;
    std::string name;
    List attempts;
  };
  struct Pool {
    ResourceBinding binding;
    bool down = false;
    std::string down_cause;
    List queue;
    std::uint32_t at_workers = 0;   // attempts that its workers have
    std::deque<WorkerIndex> turns;  // free workers, the next first; may hold some that have died since
  };

  bool has_capacity(const Worker& worker) const { return worker.up && worker.attempts.size < worker.capacity; }
  WorkerIndex next_worker(Pool& pool);
  void stand_in_turn(WorkerIndex index, Worker& worker);
  void serve_queue(Pool& pool);
  std::uint32_t add(const Attempt& attempt, messages::RunTask& task);
  void keep(Attempt& attempt, messages::RunTask&& task);
  void forget(std::uint32_t slot);
  void enqueue(std::uint32_t slot, Attempt& attempt);
  void leave_queue(Attempt& attempt);
  void hand_over(std::uint32_t slot, Attempt& attempt, messages::RunTask&& task, WorkerIndex worker);
  void hand_over_kept(std::uint32_t slot, Attempt& attempt, WorkerIndex worker);
  void take_from_worker(Attempt& attempt);
  void append(List& list, std::uint32_t slot, Attempt& attempt);
  void remove(List& list, const Attempt& attempt);
  std::vector<Attempt> drain(List& list);

  Slab<Attempt> attempts_;
  Slab<messages::RunTask> tasks_;  // of attempts that no worker has
  std::vector<Pool> pools_;
  std::vector<Worker> workers_;
  std::unordered_map<std::string, ResourceIndex> by_arn_;
  std::vector<messages::TaskToken> announcements_;
  Outbox& outbox_;
};

}  // namespace stepstorm::orchestration
