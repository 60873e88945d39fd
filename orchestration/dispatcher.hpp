// Dispatcher: assigns attempts to workers. Each resource has one queue; its workers take turns, each with at most
// `capacity` attempts at once. Every operation on an attempt takes constant time.
//
// An abandoned attempt leaves the queue at once. If a worker has it already, the call cannot be taken back: it occupies
// the worker's capacity until the worker answers it or dies.
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

  /// Adds a resource; returns its index.
  ResourceIndex add(ResourceBinding resource);

  // ---- attempts
  struct Submission {
    Admission admission;
    std::uint32_t attempt;  // slot of the attempt, when accepted
  };
  Submission submit(const Attempt& attempt, messages::RunTask&& task);
  /// Keeps an attempt that no worker runs: its answer comes from elsewhere. Returns its slot.
  std::uint32_t hold(const Attempt& attempt, messages::RunTask&& task);
  /// Takes the first attempt from the resource's queue and holds it. Returns null when the queue is empty.
  Attempt* take_queued(ResourceIndex resource);
  void abandon(std::uint32_t attempt);
  /// Returns the attempt with this token; null when it is over, unknown, or still queued (its token is not given out
  /// yet).
  Attempt* find(messages::TaskToken token);
  void prefetch(messages::TaskToken token) const { attempts_.prefetch(token.slot); }
  /// Ends the attempt and frees its worker's capacity for the next attempt in the queue.
  void complete(messages::TaskToken token);
  const Attempt& at(std::uint32_t slot) { return attempts_[slot]; }
  /// Returns the attempt's task; requires that no worker has it.
  const messages::RunTask& task(const Attempt& attempt) const { return tasks_[attempt.task]; }
  /// Frees the worker's capacity, as complete() does, but keeps the attempt: it goes on without a worker.
  void release(messages::TaskToken token);

  // ---- workers and resources
  void worker_up(WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name);
  /// Takes the worker out of service. Returns its attempts that are still wanted (not abandoned, or asynchronous
  /// invocations), in the order of hand-over.
  [[nodiscard]] std::vector<Attempt> worker_down(WorkerIndex worker);
  /// Takes the resource out of service. Returns the attempts from its queue, in order of arrival.
  [[nodiscard]] std::vector<Attempt> resource_down(ResourceIndex resource, std::string cause);
  void resource_restored(ResourceIndex resource);

  // ---- announcements
  /// Attempts that a worker has taken and whose executions are to be told. Some may be over by now.
  bool has_announcements() const { return !announcements_.empty(); }
  [[nodiscard]] std::vector<messages::TaskToken> take_announcements();
  void announce(messages::TaskToken token) { announcements_.push_back(token); }

  // ---- reading
  std::optional<ResourceIndex> resource_of(std::string_view arn) const;
  const ResourceBinding& resource(ResourceIndex index) const { return pools_[index].binding; }
  const std::string& down_cause(ResourceIndex index) const { return pools_[index].down_cause; }
  const std::string& worker_name(WorkerIndex index) const { return workers_[index].name; }
  /// Returns the name of the worker that has the attempt; empty when no worker has it or the worker has no name.
  std::string_view worker_of(const Attempt& attempt) const {
    return attempt.place == Attempt::Position::AtWorker ? std::string_view{workers_[attempt.worker].name}
                                                        : std::string_view{};
  }
  /// Memory held by attempts and by tasks that no worker has, in bytes.
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
    bool in_turn = false;  // is in its pool's `turns`
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
    std::uint32_t at_workers = 0;   // attempts at its workers
    std::deque<WorkerIndex> turns;  // free workers, the next first; may contain workers that died or filled up since
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
  Slab<messages::RunTask> tasks_;  // of attempts not yet at a worker
  std::vector<Pool> pools_;
  std::vector<Worker> workers_;
  std::unordered_map<std::string, ResourceIndex> by_arn_;
  std::vector<messages::TaskToken> announcements_;
  Outbox& outbox_;
};

}  // namespace stepstorm::orchestration
