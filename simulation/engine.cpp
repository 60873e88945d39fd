#include "simulation/engine.hpp"

#include <algorithm>
#include <utility>

#include "orchestration/binding.hpp"
#include "values/overload.hpp"

namespace stepstorm::simulation {

using namespace orchestration;

namespace {

constexpr std::uint32_t orchestrator_party = 0;

/// Work limit of one call: about ten milliseconds.
constexpr std::uint64_t work_at_once = 10'000;
/// Work counted for one full activation of the orchestrator.
constexpr std::uint64_t catch_up_work = 1'000;

/// A hanging execution stays open, so that it is noticed.
EngineOptions orchestrator_options(EngineOptions options) {
  options.ends_after_a_year = false;
  return options;
}

/// Empties the batch; frees its memory if a burst made it large.
template <class Message>
void empty(std::vector<Message>& batch) {
  constexpr std::size_t kept_max = 1'024;
  if (batch.capacity() > kept_max)
    batch = std::vector<Message>{};  // {} alone would keep the memory
  else
    batch.clear();
}

std::string worker_name(const workers::ResourceOptions& resource, ChildIndex child) {
  return resource.name + '-' + std::to_string(child);
}

}  // namespace

Engine::Engine(ShellOptions options, Observer& observer)
    : options_(std::move(options)),
      epoch_(options_.begin()),
      now_(epoch_),
      ledger_(std::make_shared<books::Ledger>(options_.seed, options_.books_by_order)),
      faults_(faults::make_fault_source(options_.faults, options_.seed, epoch_)),
      meters_(options_.resources.size()),
      orchestrator_(orchestrator_options(options_),
                    {.resources = workers::bindings_of(options_.resources), .faults = faults_},
                    *this,
                    observer,
                    now_),
      order_(world::Stream::named(options_.seed, "order")) {
  for (const workers::ResourceOptions& resource : options_.resources) {
    first_workers_.push_back(static_cast<WorkerIndex>(workers_.size()));
    supervisors_.emplace_back(resource.supervision,
                              std::vector(resource.actors, resource.supervision.restart),
                              world::Stream::named(options_.seed, "restarts:" + resource.name).of(0));
    for (ChildIndex child = 0; child < resource.actors; ++child)
      workers_.push_back({static_cast<ResourceIndex>(first_workers_.size() - 1), child, {}});
  }
  alarm_of_.resize(1 + supervisors_.size() + workers_.size());
  begin_work();
  for (ResourceIndex resource = 0; resource < supervisors_.size(); ++resource)
    obey(resource, supervisors_[resource].start());
  settle();
}

// ---- events at the current instant

void Engine::start(messages::StartExecution&& request) {
  begin_work();
  orchestrator_.start(std::move(request), now_);
  told();
  settle();
}

void Engine::stop(const messages::StopExecution& request) {
  begin_work();
  orchestrator_.stop(request, now_);
  told();
  settle();
}

void Engine::kill_worker(ResourceIndex resource, std::uint32_t worker, std::string reason) {
  begin_work();
  end_worker(worker_of(resource, worker), ExitKind::Abnormal, std::move(reason));
  settle();
}

void Engine::restore(ResourceIndex resource) {
  begin_work();
  obey(resource, supervisors_[resource].restore());
  settle();
}

// ---- time

void Engine::advance_to(TimePoint at) {
  begin_work();
  settle();
  if (!is_settled()) return;
  now_ = at;
  while (may_work() && is_settled() && alarms_.size() > 0 && alarms_.next() <= now_) {
    const Party party = alarms_.take_first();
    if (!alarm_of_[party].rang(now_)) continue;
    ++work_;
    wake(party);
    settle();
  }
}

void Engine::begin_work() { work_until_ = work_ + work_at_once; }

void Engine::set_alarm(Party party, TimePoint at) {
  if (!alarm_of_[party].wants(at)) return;
  if (options_.shuffled)
    alarms_.schedule(at, party, order_.bits());
  else
    alarms_.schedule(at, party);
}

void Engine::wake(Party party) {
  if (party == orchestrator_party) {
    orchestrator_.timers_due(now_);
    return told();
  }
  if (party < worker_party(0)) {
    const ResourceIndex resource = party - 1;
    return obey(resource, supervisors_[resource].timers_due(now_));
  }
  const WorkerIndex worker = party - worker_party(0);
  if (!workers_[worker].host) return;
  workers_[worker].host->timers_due(now_);
  take_output(worker);
}

// ---- messages

/// Delivers messages until none is in flight or the call's work limit is reached.
void Engine::settle() {
  if (messages_.empty()) return;
  for (; delivered_ < messages_.size() && may_work(); ++delivered_) {
    if (options_.shuffled && delivered_ == unshuffled_) {
      shuffle(delivered_);
      unshuffled_ = messages_.size();
    }
    deliver(messages_[delivered_]);
  }
  unshuffled_ -= std::min(unshuffled_, delivered_);
  if (is_settled())
    empty(messages_);
  else
    messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(delivered_));
  delivered_ = 0;
}

/// Shuffles the messages from index `first` on: receivers in random order, each receiver's messages in sending order.
void Engine::shuffle(std::size_t first) {
  const world::Stream draw{order_.bits()};
  const auto rank = [&](const Message& message) { return draw.of(receiver(message)).bits(); };
  std::stable_sort(messages_.begin() + static_cast<std::ptrdiff_t>(first),
                   messages_.end(),
                   [&](const Message& a, const Message& b) { return rank(a) < rank(b); });
}

Engine::Party Engine::receiver(const Message& message) const {
  if (message.kind == Message::Kind::Tasks) return worker_party(message.worker);
  if (message.kind == Message::Kind::Answers) return orchestrator_party;
  const auto* ended = std::get_if<WorkerEnded>(&rare_[message.place]);
  return ended ? supervisor_party(workers_[ended->worker].resource) : orchestrator_party;
}

void Engine::post(RareMessage&& message) {
  const std::uint32_t place = rare_.take();
  rare_[place] = std::move(message);
  messages_.push_back({Message::Kind::Rare, 0, place});
}

void Engine::post_to_orchestrator(RareMessage&& message) {
  ++for_orchestrator_;
  post(std::move(message));
}

void Engine::deliver(Message message) {
  switch (message.kind) {
    case Message::Kind::Tasks:
      work_ += tasks_[message.place].tasks.size();
      deliver_tasks(message.worker, tasks_[message.place]);
      empty(tasks_[message.place].tasks);
      return tasks_.give_back(message.place);
    case Message::Kind::Answers:
      work_ += answers_[message.place].answers.size();
      deliver(answers_[message.place]);
      empty(answers_[message.place].answers);
      return answers_.give_back(message.place);
    case Message::Kind::Rare: {
      ++work_;
      RareMessage rare = std::move(rare_[message.place]);
      rare_.give_back(message.place);
      return std::visit([this](auto& each) { deliver(each); }, rare);
    }
  }
}

/// Call after each message to the orchestrator. Tasks are held back while further messages to it are in flight.
void Engine::told() {
  if (for_orchestrator_ == 0) orchestrator_.flush();
  set_alarm(orchestrator_party, orchestrator_.next_timer());
  if (orchestrator_.is_behind() && !std::exchange(catching_up_, true)) post_to_orchestrator(messages::CatchUp{});
}

void Engine::send(WorkerIndex worker, messages::RunTasks& tasks) {
  ResourceMeter& meter = meters_[workers_[worker].resource];
  workers_[worker].held += tasks.tasks.size();
  for (const messages::RunTask& task : tasks.tasks)
    if (task.order >= first_order_) meter.waiting.record(now_ - task.asked_at);
  if (options_.tell_taken)
    for (const messages::RunTask& task : tasks.tasks) options_.tell_taken(task, now_ - task.asked_at);
  meter.taken += tasks.tasks.size();
  meter.busy.add(elapsed(), static_cast<std::int64_t>(tasks.tasks.size()));
  const std::uint32_t place = tasks_.take();
  tasks_[place].tasks.swap(tasks.tasks);
  messages_.push_back({Message::Kind::Tasks, worker, place});
}

void Engine::queue_changed(ResourceIndex resource, std::uint32_t waiting) {
  meters_[resource].queued.set(elapsed(), waiting);
}

void Engine::deliver_tasks(WorkerIndex to, messages::RunTasks& tasks) {
  Worker& worker = workers_[to];
  if (!worker.host) return let_go(worker, tasks.tasks.size());
  worker.host->run(std::move(tasks), now_);
  take_output(to);
}

void Engine::deliver(messages::TaskAnswers& answers) {
  --for_orchestrator_;
  orchestrator_.answers(std::move(answers), now_);
  told();
}

void Engine::deliver(messages::Heartbeats& message) {
  --for_orchestrator_;
  orchestrator_.heartbeats(message, now_);
  told();
}

void Engine::deliver(const WorkerStarted& message) {
  --for_orchestrator_;
  const Worker& worker = workers_[message.worker];
  const workers::ResourceOptions& resource = options_.resources[worker.resource];
  orchestrator_.worker_up(
      message.worker, worker.resource, resource.capacity, worker_name(resource, worker.child), now_);
  told();
}

void Engine::deliver(const WorkerEnded& message) {
  const Worker& worker = workers_[message.worker];
  post_to_orchestrator(messages::WorkerDown{message.worker, message.reason});
  obey(worker.resource, supervisors_[worker.resource].exited(worker.child, message.kind, now_));
}

void Engine::deliver(const messages::WorkerDown& message) {
  --for_orchestrator_;
  orchestrator_.worker_down(message.worker, message.reason, now_);
  told();
}

void Engine::deliver(const messages::ResourceDown& message) {
  --for_orchestrator_;
  orchestrator_.resource_down(message.resource, message.cause, now_);
  told();
}

void Engine::deliver(const messages::ResourceRestored& message) {
  --for_orchestrator_;
  orchestrator_.resource_restored(message.resource, now_);
  told();
}

void Engine::deliver(const messages::CatchUp&) {
  --for_orchestrator_;
  catching_up_ = false;
  work_ += catch_up_work;
  orchestrator_.catch_up(now_);
  orchestrator_.flush();
  told();
}

// ---- workers and their supervisors

void Engine::take_output(WorkerIndex worker) {
  workers::WorkerOutput& output = workers_[worker].host->output();
  if (!output.heartbeats.tokens.empty()) post_to_orchestrator(std::exchange(output.heartbeats, {}));
  if (!output.answers.answers.empty()) {
    let_go(workers_[worker], workers_[worker].host->count_ends(output.answers));
    ++for_orchestrator_;
    const std::uint32_t place = answers_.take();
    answers_[place].answers.swap(output.answers.answers);
    messages_.push_back({Message::Kind::Answers, worker, place});
  }
  if (output.crash) return end_worker(worker, ExitKind::Abnormal, std::move(*output.crash));
  set_alarm(worker_party(worker), workers_[worker].host->next_timer());
}

void Engine::let_go(Worker& worker, std::size_t attempts) {
  attempts = std::min(attempts, worker.held);
  worker.held -= attempts;
  meters_[worker.resource].busy.add(elapsed(), -static_cast<std::int64_t>(attempts));
}

void Engine::end_worker(WorkerIndex index, ExitKind kind, std::string reason) {
  Worker& worker = workers_[index];
  if (!worker.host) return;
  let_go(worker, worker.held);
  worker.host.reset();
  post(WorkerEnded{index, kind, std::move(reason)});
}

void Engine::obey(ResourceIndex resource, const std::vector<SupervisorCommand>& commands) {
  for (const SupervisorCommand& command : commands)
    std::visit([&](const auto& wanted) { obey(resource, wanted); }, command);
  set_alarm(supervisor_party(resource), supervisors_[resource].next_timer());
}

void Engine::obey(ResourceIndex resource, const StartWorker& command) {
  const WorkerIndex worker = worker_of(resource, command.child);
  workers_[worker].host.emplace(
      workers::make_worker(options_.resources[resource], options_.seed, ledger_, command.child, faults_));
  post_to_orchestrator(WorkerStarted{worker});
}

void Engine::obey(ResourceIndex resource, const StopWorker& command) {
  end_worker(worker_of(resource, command.child), ExitKind::Normal, "user_shutdown");
}

void Engine::obey(ResourceIndex resource, const GiveUp& command) {
  post_to_orchestrator(messages::ResourceDown{resource, command.cause});
}

void Engine::obey(ResourceIndex resource, const Restored&) {
  post_to_orchestrator(messages::ResourceRestored{resource});
}

WorkerIndex Engine::worker_of(ResourceIndex resource, ChildIndex child) const {
  return first_workers_[resource] + child;
}

void Engine::restart_meters(std::uint64_t first_order) {
  first_order_ = first_order;
  for (ResourceMeter& meter : meters_) {
    meter.queued.restart(elapsed());
    meter.busy.restart(elapsed());
    meter.waiting = {};
    meter.taken = 0;
  }
}

}  // namespace stepstorm::simulation
