// The interface of every actor, on one page. What a message means and who answers it: messages.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <caf/typed_actor.hpp>

#include "messages/registration.hpp"

namespace stepstorm::messages {

struct WorkerUp;
struct AskCounters;

/// WORKER: runs attempts at the tasks of one resource. What it does with them is decided by orchestration::WorkerHost.
using WorkerActor = caf::typed_actor<
    // Attempts to run, never more at once than the worker has capacity. Answered by TaskAnswers, in parts.
    caf::reacts_to<RunTasks>,
    // The end of some service time is due.
    caf::reacts_to<WakeUp>>;

/// ORCHESTRATOR: holds executions from their start to their end. Decided by orchestration::Orchestrator.
using OrchestratorActor = caf::typed_actor<
    // Executions to run. Their events and their ends go to the observer.
    caf::reacts_to<StartExecutions>,
    // An execution that has ended without success goes on.
    caf::reacts_to<RedriveExecution>,
    // Other settings for a running map run.
    caf::reacts_to<UpdateMapRun>,
    // Aborts an execution, if it is still running.
    caf::reacts_to<StopExecution>,
    // What came of tasks. Answers to attempts that are over are dropped and counted.
    caf::reacts_to<TaskAnswers>,
    // A task for an activity's worker that stands outside. Answered by a call.
    caf::reacts_to<PollActivity>,
    // What became of a task, from the holder of its token. Answered by a call.
    caf::reacts_to<SayWithToken>,
    // Signs of life of attempts.
    caf::reacts_to<Heartbeats>,
    // A worker is ready, for the first time or again.
    caf::reacts_to<WorkerUp>,
    // A worker has died; the attempts that it held fail.
    caf::reacts_to<WorkerDown>,
    // No worker will answer this resource any more; what waits for it fails.
    caf::reacts_to<ResourceDown>,
    // Workers will again.
    caf::reacts_to<ResourceRestored>,
    // For the resource's supervisor, which the orchestrator has started.
    caf::reacts_to<RestoreResource>,
    caf::reacts_to<KillWorker>,
    // A deadline, a back-off or a wait is due.
    caf::reacts_to<WakeUp>,
    // What it has put off may go on.
    caf::reacts_to<CatchUp>,
    // What has been counted. Answered by a call.
    caf::reacts_to<AskCounters>>;

/// SUPERVISOR: starts the workers of one resource of one orchestrator and restarts them when they die. Decided by
/// orchestration::Supervisor.
using SupervisorActor = caf::typed_actor<
    // The resource has been given up: try again.
    caf::reacts_to<RestoreResource>,
    // Let a worker die.
    caf::reacts_to<KillWorker>,
    // The end of some back-off is due.
    caf::reacts_to<WakeUp>>;

/// Supervisor -> orchestrator: `worker` answers tasks of `resource` from now on. Not answered.
struct WorkerUp {
  std::uint32_t worker = 0;  // unique in its orchestrator; a restarted worker keeps it
  std::uint32_t resource = 0;
  std::uint32_t capacity = 1;
  std::string name;
  WorkerActor actor;
};

/// Anybody outside the actors -> orchestrator. Answered by a call, on the orchestrator's thread.
struct AskCounters {
  std::function<void(const Counters&)> answer;
};

}  // namespace stepstorm::messages

// These stay in their process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::PollActivity)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::SayWithToken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::WorkerUp)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::messages::AskCounters)
